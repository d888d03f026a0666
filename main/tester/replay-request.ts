import { isIP } from 'node:net';
import type { ParsedTranscript, ReplayConditions, Transcript, TranscriptHints } from '../contract/tester-view.ts';
import { PostroomError } from '../errors.ts';
import { parseTranscript } from './transcript/parse-transcript.ts';

/** What a person asked to have replayed: read, and completed by what the transcript itself tells. */

export interface ReplayRequest {
  readonly text?: string | undefined;
  readonly transcript?: Transcript | undefined;
  /** Session to take from a text that holds several. */
  readonly session?: string | undefined;
  readonly conditions: { readonly [Name in keyof ReplayConditions]?: ReplayConditions[Name] | undefined };
}

/** The transcript that is meant. Throws 'usage' where there is none, or nothing in it that a client said. */
export function transcriptOf({ text, transcript, session }: ReplayRequest): Transcript {
  if ((text === undefined) === (transcript === undefined))
    throw new PostroomError('usage', 'Give either a text or a transcript.', { path: 'text' });
  const read = transcript ?? parseTranscript(text ?? '', session === undefined ? {} : { session });
  if (read.steps.length > 0 || read.greeting !== null) return read;
  throw new PostroomError('usage', `There is no SMTP dialogue in this text.${firstProblem(read)}`, { path: 'text' });
}

function firstProblem({ problems }: Pick<ParsedTranscript, 'problems'>): string {
  const [problem] = problems;
  if (problem === undefined) return '';
  return ` Line ${String(problem.line)}, column ${String(problem.column)}: ${problem.text}`;
}

/** Given conditions before those that the transcript tells. Throws 'usage' with the path of the first that is missing. */
export function conditionsOf(given: ReplayRequest['conditions'], hints: TranscriptHints): ReplayConditions {
  return {
    remoteAddress: given.remoteAddress ?? addressHint(hints.remoteAddress) ?? missing('remoteAddress'),
    localAddress: given.localAddress ?? addressHint(hints.localAddress) ?? missing('localAddress'),
    localPort: given.localPort ?? hints.localPort ?? missing('localPort'),
    implicitTls: given.implicitTls ?? hints.implicitTls,
    userName: given.userName ?? null,
  };
}

/** A log may hold a name where an address is wanted. */
function addressHint(hint: string | null): string | null {
  return hint !== null && isIP(hint) !== 0 ? hint : null;
}

const meanings = {
  remoteAddress: 'from which address the client connects',
  localAddress: 'to which address of this server the client connects',
  localPort: 'to which port the client connects',
} as const;

function missing(name: keyof typeof meanings): never {
  throw new PostroomError('usage', `The transcript does not tell ${meanings[name]}, so say it.`, {
    path: `conditions.${name}`,
  });
}
