import type { ReplyOutcome, ReplayStep, TranscriptStep } from '../contract/tester-view.ts';
import { codeOf, compareReply } from './verdict.ts';

/** One step of a replay and what may be said of it. Pure. */

export interface Played extends Pick<ReplayStep, 'kind' | 'line' | 'sent' | 'expected' | 'trace' | 'deviations'> {
  /** Everything that was answered, the closing reply behind a last refusal too. */
  readonly actual: readonly string[];
  /** The command that is answered; '' for the connection. */
  readonly command: string;
  readonly tarpitMs: number;
  readonly assumptions: readonly string[];
}

export function judgeStep({ command, ...played }: Played): ReplayStep {
  const { expected, actual } = played;
  const compared = compareReply(expected && firstReply(expected), firstReply(actual), command);
  // A transcript that ends with a refusal may leave out that the session was over; one that says so means it.
  const goesOn = expected !== null && isEnding(expected) && !isEnding(actual);
  const { verdict, difference } = goesOn && compared.verdict !== 'different' ? WENT_ON : compared;
  return { ...played, outcome: outcomeOf(actual), verdict, difference };
}

const WENT_ON = {
  verdict: 'different',
  difference: 'The session goes on behind it, where the recorded one was ended (421).',
} as const;

/** Whether another reply behind the first ends the session. */
function isEnding(lines: readonly string[]): boolean {
  return lines.slice(firstReply(lines).length).some((line) => line.startsWith('421'));
}

/** A step that could not be taken; `why` is a sentence. */
export function notReached({ kind, line, text, reply }: TranscriptStep, why: string): ReplayStep {
  return {
    kind,
    line,
    sent: text,
    expected: reply?.lines ?? null,
    actual: [],
    outcome: 'not reached',
    verdict: reply === null ? 'not compared' : 'different',
    difference: why,
    trace: [],
    tarpitMs: 0,
    deviations: [],
    assumptions: [],
  };
}

/** The lines of the first of several replies. */
export function firstReply(lines: readonly string[]): readonly string[] {
  const last = lines.findIndex((line) => /^\d{3}(?: |$)/.test(line));
  return last < 0 ? lines : lines.slice(0, last + 1);
}

function outcomeOf(actual: readonly string[]): ReplyOutcome {
  const code = codeOf(actual);
  if (code >= 500) return 'refused';
  if (code >= 400) return 'deferred';
  if (code >= 300) return 'continue';
  return code >= 200 ? 'accepted' : 'not reached';
}
