import type { Clock } from '../clock.ts';
import { compile } from '../config/compile.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Api } from '../contract/calls.ts';
import type { DeviceCard, SessionDetail } from '../contract/session-view.ts';
import type { Replayed } from '../contract/tester-view.ts';
import { PostroomError } from '../errors.ts';
import { adviseOn } from '../tester/advice.ts';
import { createAssessment } from '../tester/advice-assessment.ts';
import { audit } from '../tester/audit.ts';
import type { LintCertificate } from '../tester/configuration-lint.ts';
import { assessChange } from '../tester/impact.ts';
import { recordedTranscript } from '../tester/recorded-session.ts';
import { conditionsOf, transcriptOf, type ReplayRequest } from '../tester/replay-request.ts';
import type { Replayer } from '../tester/replayer.ts';
import { parseTranscript } from '../tester/transcript/parse-transcript.ts';

/** Transcripts, their replay, and what is learnt from it. */
type TesterCalls = Pick<
  Api['calls'],
  Extract<keyof Api['calls'], `tester.${string}`> | 'transcript.parse' | 'sessions.transcript' | 'audit.run'
>;

export interface TesterParts {
  readonly configuration: Configuration;
  readonly replayer: Replayer;
  readonly clock: Clock;
  /** Certificates that listeners use. */
  readonly certificates: () => readonly LintCertificate[] | Promise<readonly LintCertificate[]>;
  readonly devices: () => readonly DeviceCard[];
  /** Throws 'not-found' for a session that is not kept. */
  readonly session: (id: string) => SessionDetail;
}

export function createTesterCalls(parts: TesterParts): TesterCalls {
  const { configuration, replayer, clock, certificates, devices } = parts;
  const current = (): Snapshot => configuration.current();
  return {
    'transcript.parse': ({ text, session }) => parseTranscript(text, session === undefined ? {} : { session }),
    'sessions.transcript': ({ id }) => recordedTranscript(parts.session(id)),
    'tester.replay': (request) => replay(replayer, current(), request),
    'tester.replaySession': ({ id }) => replay(replayer, current(), requestOf(parts.session(id))),
    'tester.advise': async (request) => {
      const snapshot = current();
      const { transcript, result } = await replay(replayer, snapshot, request);
      const known = { devices: devices(), certificates: await certificates(), nowMs: clock.now() };
      const assess = createAssessment({ replayer, snapshot, ...known });
      return adviseOn({ replayer, snapshot, transcript, result, assess });
    },
    'tester.impact': ({ patch }) =>
      assessChange({ replayer, before: current(), after: draftOf(configuration, patch), devices: devices() }),
    'audit.run': async () =>
      audit({ replayer, snapshot: current(), certificates: await certificates(), nowMs: clock.now() }),
  };
}

/** Reads what is asked for, completes it, and replays it. Throws 'usage' where something is missing. */
export async function replay(replayer: Replayer, snapshot: Snapshot, request: ReplayRequest): Promise<Replayed> {
  const transcript = transcriptOf(request);
  const conditions = conditionsOf(request.conditions, transcript.hints);
  return { transcript, result: await replayer.replay(snapshot, transcript, conditions) };
}

function requestOf(session: SessionDetail): ReplayRequest {
  const { text, conditions } = recordedTranscript(session);
  if (conditions !== null) return { text, conditions };
  throw new PostroomError(
    'usage',
    'In this session Postroom was the client: its configuration does not decide the replies.',
  );
}

/** The configuration that a patch would make. Throws 'config-invalid'. */
function draftOf(configuration: Configuration, patch: unknown): Snapshot {
  const { document, findings } = configuration.checkPatch(patch);
  if (document !== null) return compile(document, configuration.current().revision + 1);
  const first = findings.find(({ severity }) => severity === 'error');
  throw new PostroomError(
    'config-invalid',
    first?.text ?? 'The configuration is not valid.',
    first === undefined ? {} : { path: first.path },
  );
}
