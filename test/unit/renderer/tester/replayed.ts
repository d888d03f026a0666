import type { ReplayResult, ReplayStep, Transcript, TranscriptStep } from '../../../../main/contract/tester-view.ts';
import { emptyTranscript } from '../../../../renderer/src/tester/dialogue.ts';

/** Transcripts and replays as the engine makes them, for tests of the terminal. */

export function step(
  line: number,
  text: string | readonly string[],
  changes: Partial<TranscriptStep> = {},
): TranscriptStep {
  return { kind: 'command', line, text: typeof text === 'string' ? [text] : text, reply: null, ...changes };
}

export function transcript(steps: readonly TranscriptStep[], changes: Partial<Transcript> = {}): Transcript {
  return { ...emptyTranscript, steps, ...changes };
}

export function played(line: number | null, actual: string, changes: Partial<ReplayStep> = {}): ReplayStep {
  const code = Number(actual.slice(0, 3));
  const outcome = code >= 500 ? 'refused' : code >= 400 ? 'deferred' : code >= 300 ? 'continue' : 'accepted';
  return {
    ...{ kind: 'command', line, sent: [], expected: null, actual: [actual], outcome, verdict: 'not compared' },
    ...{ difference: null, trace: [], tarpitMs: 0, deviations: [], assumptions: [] },
    ...changes,
  };
}

export const connected = played(null, '220 mail.office.example', { kind: 'connect' });

export function result(steps: readonly ReplayStep[]): ReplayResult {
  return {
    conditions: {
      ...{
        remoteAddress: '192.168.0.9',
        localAddress: '192.168.0.1',
        localPort: 25,
        implicitTls: false,
        userName: null,
      },
    },
    connector: 'OFFICE\\Default',
    steps,
    ...{ verdict: 'not compared', accepted: true, firstRefusal: null, routes: [] },
  };
}
