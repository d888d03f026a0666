import type {
  ParsedTranscript,
  ReplayResult,
  ReplayStep,
  Transcript,
  TranscriptStep,
} from '../../../main/contract/tester-view.ts';
import { withoutCredential } from './history.ts';

/** The transcript that is typed, pasted and replayed in the tester. */

export const emptyTranscript: Transcript = {
  format: 'client-only',
  greeting: null,
  steps: [],
  problems: [],
  hints: { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null },
};

/** A step of the transcript and what it came to. The connection has no transcript step; one that the replay had to add neither. */
export interface Exchange {
  readonly wanted: TranscriptStep | null;
  /** null: not run yet. */
  readonly played: ReplayStep | null;
  /** The reply that the transcript has; null where it has none. */
  readonly recorded: readonly string[] | null;
}

/** Without what only the reading of the text was about. */
export function transcriptOf({ format, greeting, steps, problems, hints }: ParsedTranscript): Transcript {
  return { format, greeting, steps, problems, hints };
}

/** What the server waits for: a command, the next part of a login, or a message. */
export function expectedKind(result: Pick<ReplayResult, 'steps'> | null): TranscriptStep['kind'] {
  const reply = result?.steps.at(-1)?.actual.at(-1) ?? '';
  if (reply.startsWith('334')) return 'auth-answer';
  return reply.startsWith('354') ? 'body' : 'command';
}

/** With one more step behind the others, whose reply nobody knows. */
export function withTyped(transcript: Transcript, kind: TranscriptStep['kind'], text: readonly string[]): Transcript {
  const step: TranscriptStep = { kind, line: lastLine(transcript) + 1, text: shown(kind, text), reply: null };
  return { ...transcript, steps: [...transcript.steps, step] };
}

function shown(kind: TranscriptStep['kind'], text: readonly string[]): readonly string[] {
  if (kind === 'command') return text.map(withoutCredential);
  if (kind === 'auth-answer') return text.map((line) => (line === '*' || line === '' ? line : '********'));
  return text;
}

/** A pasted dialogue of its own takes the place of what is there; commands alone go on behind it. */
export function joined(transcript: Transcript, pasted: Transcript): Transcript {
  if (transcript.steps.length === 0 || beginsAnew(pasted)) return pasted;
  const offset = lastLine(transcript);
  const moved = pasted.steps.map((step) => ({
    ...step,
    line: step.line + offset,
    reply: step.reply && { ...step.reply, line: step.reply.line + offset },
  }));
  return { ...transcript, steps: [...transcript.steps, ...moved], problems: pasted.problems };
}

export function beginsAnew({ greeting, steps }: Transcript): boolean {
  return greeting !== null || /^\s*(?:EHLO|HELO|LHLO)\b/i.test(steps[0]?.text[0] ?? '');
}

function lastLine({ steps }: Transcript): number {
  return Math.max(0, ...steps.slice(-1).map(({ line, text, reply }) => (reply?.line ?? line) + text.length));
}

/** The first `steps` of it. */
export function upTo(transcript: Transcript, steps: number): Transcript {
  return { ...transcript, steps: transcript.steps.slice(0, steps) };
}

/** Step by step: transcript and replay beside each other, with what has not been run yet at the end. */
export function exchangesOf({ greeting, steps }: Transcript, result: ReplayResult | null): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let next = 0;
  for (const played of result?.steps ?? []) {
    const isOfTranscript = played.kind !== 'connect' && played.line !== null;
    exchanges.push({ wanted: isOfTranscript ? (steps[next] ?? null) : null, played, recorded: played.expected });
    if (isOfTranscript) next += 1;
  }
  if (result === null && greeting !== null) {
    exchanges.push({ wanted: null, played: null, recorded: greeting.lines });
  }
  const waiting = steps
    .slice(next)
    .map((wanted): Exchange => ({ wanted, played: null, recorded: wanted.reply?.lines ?? null }));
  return [...exchanges, ...waiting];
}

/** The transcript in which the exchange at `at` is the first that is refused: what advice is asked about. */
export function leadingTo(transcript: Transcript, exchanges: readonly Exchange[], at: number): Transcript {
  const steps = exchanges.slice(0, at + 1).flatMap(({ wanted, played }, index) => {
    const isInTheWay = index < at && (played?.outcome === 'refused' || played?.outcome === 'deferred');
    return wanted === null || isInTheWay ? [] : [wanted];
  });
  return { ...transcript, steps };
}

/** Lines of a message as they were typed, without the doubled dots (RFC 5321 4.5.2). */
export function unstuffed(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.startsWith('..') ? line.slice(1) : line));
}
