import type { TraceLine } from '../contract/session-view.ts';
import type { ReplayResult, ReplayStep } from '../contract/tester-view.ts';
import { verbOf } from './transcript/smtp-line.ts';
import { codeOf } from './verdict.ts';

/** Which rule refused: read from the trace that the decision itself wrote, not from the words of the reply. Pure. */

export interface Cause {
  /** Code of the trace step that decided, such as `relay` or `may-not-submit`. */
  readonly code: string;
  readonly data: NonNullable<TraceLine['data']>;
  /** The step that was refused. */
  readonly step: ReplayStep;
}

/** Steps of the trace that stand for a decision of their own, where no decision was asked. */
const STANDING = new Set(['no-connector', 'not-signed-in', 'offer-auth', 'offer-tls', 'syntax']);

/** Null where nothing was refused. */
export function causeOf({ steps, firstRefusal }: ReplayResult): Cause | null {
  const step = firstRefusal === null ? undefined : steps[firstRefusal];
  if (step === undefined) return null;
  const { trace } = step;
  const outcome = trace.findIndex((line) => line.step === 'refused');
  const decisive = outcome > 0 ? trace[outcome - 1] : trace.find((line) => STANDING.has(line.step));
  if (decisive !== undefined && decisive.step !== 'syntax')
    return { code: decisive.step, data: decisive.data ?? {}, step };
  // A message far beyond its limit is cut off before anything is decided.
  if (step.kind === 'body' && codeOf(step.actual) === 552)
    return { code: 'message-size', data: { bytes: bytesOf(step.sent) }, step };
  return { code: decisive?.step ?? 'unknown', data: {}, step };
}

/** Size of a message of these lines. */
function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 2, 0);
}

/** The address of a MAIL or RCPT command; empty where it has none. */
export function envelopeAddress(command: string): string {
  const text = command.slice(command.indexOf(':') + 1).trim();
  return (/<([^<>]*)>/.exec(text)?.[1] ?? /^\S*/.exec(text)?.[0] ?? '').trim();
}

/** Addresses of the MAIL or RCPT commands of a replay, in their order. */
export function envelopeAddresses({ steps }: ReplayResult, verb: 'mail' | 'rcpt'): readonly string[] {
  return steps
    .filter(({ kind, sent }) => kind === 'command' && verbOf(sent[0] ?? '') === verb)
    .map(({ sent }) => envelopeAddress(sent[0] ?? ''));
}
