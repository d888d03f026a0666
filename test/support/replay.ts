import { readFileSync } from 'node:fs';
import type { Snapshot } from '../../main/config/snapshot.ts';
import type { ReplayConditions, ReplayResult, ReplayStep, Transcript } from '../../main/contract/tester-view.ts';
import { dialogue } from '../../main/tester/probe.ts';
import { createReplayer } from '../../main/tester/replayer.ts';
import { parseTranscript } from '../../main/tester/transcript/parse-transcript.ts';
import { GUIDE_DEVICE, GUIDE_SERVER } from './guide-configuration.ts';
import { manualClock } from './manual-clock.ts';

/** Replays for tests: always the same ids, at a time that stands still. */
export const replayer = createReplayer({
  clock: manualClock(Date.UTC(2026, 0, 5, 9, 30)),
  newGuid: () => '3fe0353b-1e2a-4a6d-9e08-f7744621a0e1',
});

/** The guide's device, in the clear and without an account, but for what is given. */
export function conditions(more: Partial<ReplayConditions> = {}): ReplayConditions {
  return {
    remoteAddress: GUIDE_DEVICE,
    localAddress: GUIDE_SERVER,
    localPort: 25,
    implicitTls: false,
    userName: null,
    ...more,
  };
}

/** A published session from the fixtures. */
export function published(name: string): Transcript {
  return parseTranscript(readFileSync(new URL(`../fixtures/transcripts/${name}`, import.meta.url), 'utf8'));
}

/** Commands alone, as they stand. */
export function said(...lines: readonly string[]): Transcript {
  return dialogue(lines);
}

export function replay(
  snapshot: Snapshot,
  transcript: Transcript,
  more: Partial<ReplayConditions> = {},
): Promise<ReplayResult> {
  return replayer.replay(snapshot, transcript, conditions(more));
}

/** The step that answers a command that begins so; throws where there is none. */
export function stepOf({ steps }: ReplayResult, command: string): ReplayStep {
  const step = steps.find(({ sent }) => sent[0]?.toLowerCase().startsWith(command.toLowerCase()));
  if (step === undefined) throw new Error(`The replay has no step "${command}".`);
  return step;
}

/** Codes of a step's trace. */
export function traceCodes({ trace }: ReplayStep): readonly string[] {
  return trace.map(({ step }) => step);
}
