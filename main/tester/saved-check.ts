import type { CheckDocument, ConfigDocument } from '../contract/document.ts';
import type { ReplayConditions, ReplayResult, ReplayStep, Transcript } from '../contract/tester-view.ts';
import { PostroomError } from '../errors.ts';
import { printTranscript } from './transcript/print-transcript.ts';

/** Replays kept as checks of the document. */

/** A check that expects what the transcript records. Throws 'usage' where it records nothing, or was not understood. */
export function checkOf(name: string, transcript: Transcript, conditions: ReplayConditions): CheckDocument {
  const [problem] = transcript.problems;
  if (problem !== undefined) {
    const text = `Line ${String(problem.line)} cannot be understood, so the check could not be trusted: ${problem.text}`;
    throw new PostroomError('usage', text, { path: 'text' });
  }
  if (transcript.greeting === null && transcript.steps.every(({ reply }) => reply === null)) {
    const text = 'The transcript records no replies, so nothing would be compared. Save what is answered now instead.';
    throw new PostroomError('usage', text, { path: 'expectation' });
  }
  // The conditions stand in the check itself.
  const hints = { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null };
  return { name, enabled: true, ...conditions, transcript: printTranscript({ ...transcript, hints }) };
}

/** The transcript with the replies that a replay got; what was not reached is left out. */
export function asAnswered(transcript: Transcript, { steps }: ReplayResult): Transcript {
  const [first] = steps;
  const connected = first?.kind === 'connect' ? first : null;
  // What the tester said by itself has no line, and is said again.
  const answers = steps.filter(({ line }) => line !== null);
  return {
    ...transcript,
    greeting: connected === null ? null : replyOf(connected),
    steps: transcript.steps.flatMap((step, index) => {
      const answer = answers[index];
      return answer === undefined || answer.outcome === 'not reached' ? [] : [{ ...step, reply: replyOf(answer) }];
    }),
  };
}

function replyOf({ actual, line }: ReplayStep): Transcript['greeting'] {
  return actual.length === 0 ? null : { line: line ?? 1, lines: actual };
}

/** The checks of a document with one more. Throws 'not-allowed' where the name is taken and may not be replaced. */
export function withCheck(
  { checks }: ConfigDocument,
  check: CheckDocument,
  replace: boolean,
): readonly CheckDocument[] {
  const others = checks.filter(({ name }) => !isSameName(name, check.name));
  if (others.length < checks.length && !replace)
    throw new PostroomError('not-allowed', `There is a check named "${check.name}". Say that it is to be replaced.`);
  return [...others, check];
}

/** Throws 'not-found'. */
export function withoutCheck({ checks }: ConfigDocument, name: string): readonly CheckDocument[] {
  const others = checks.filter((check) => !isSameName(check.name, name));
  if (others.length === checks.length)
    throw new PostroomError('not-found', `There is no saved check named "${name}". Built-in ones always stay.`);
  return others;
}

/** The checks of a document with one of them switched on or off. Throws 'not-found'. */
export function withCheckEnabled({ checks }: ConfigDocument, name: string, enabled: boolean): readonly CheckDocument[] {
  if (checks.some((check) => isSameName(check.name, name)))
    return checks.map((check) => (isSameName(check.name, name) ? { ...check, enabled } : check));
  throw new PostroomError('not-found', `There is no saved check named "${name}". Built-in ones are always on.`);
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
