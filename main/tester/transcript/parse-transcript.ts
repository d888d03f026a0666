import type {
  ParsedTranscript,
  TranscriptHints,
  TranscriptNote,
  TranscriptSession,
} from '../../contract/tester-view.ts';
import { PostroomError } from '../../errors.ts';
import { isCanonical, readCanonical } from './canonical-reader.ts';
import type { DialogueList, ReadDialogue } from './dialogue-list.ts';
import { learnFromHello } from './hints.ts';
import { readText, type ReadText } from './read-text.ts';
import { noHints } from './reading.ts';
import { verbOf } from './smtp-line.ts';

export interface ParseOptions {
  /** Id of the session to read where the text holds several; the first otherwise. */
  readonly session?: string;
}

/**
 * Reads whatever a person pastes: a telnet session, the output of a mail program, a protocol log, or client lines
 * alone. Every row that is not blank becomes part of the dialogue, a note, or a problem with its place. Credentials
 * are not kept. Never fails on a text; a session that is not in it is `not-found`.
 */
export function parseTranscript(text: string, options: ParseOptions = {}): ParsedTranscript {
  if (isCanonical(text)) return readCanonical(text);
  const read = readText(text);
  const sessions = read.list.all.filter(({ dialogue }) => dialogue.begun);
  for (const session of sessions) learnHello(session);
  const chosen = choose(sessions, options.session);
  const { greeting, steps, hints } = chosen?.dialogue ?? { ...NOTHING, hints: learntAnyway(read) };
  return {
    format: read.format,
    greeting,
    steps,
    hints,
    ...remarks(read, chosen),
    sessions: isLog(read) || sessions.length > 1 ? sessions.map(asSession) : [],
  };
}

const NOTHING = { greeting: null, steps: [] };

/** Rows around a dialogue may tell of the connection although nobody spoke. */
function learntAnyway({ list }: ReadText): TranscriptHints {
  return list.all[0]?.dialogue.hints ?? noHints();
}

function isLog({ format }: ReadText): boolean {
  return format === 'exchange-log' || format === 'session-log';
}

function choose(sessions: readonly ReadDialogue[], id: string | undefined): ReadDialogue | undefined {
  if (id === undefined) return sessions[0];
  const found = sessions.find(({ dialogue }) => dialogue.id === id);
  if (found === undefined) throw new PostroomError('not-found', `There is no session ${id} in this text.`);
  return found;
}

function learnHello({ dialogue }: ReadDialogue): void {
  const hello = dialogue.steps.find(
    ({ text, reply }) => reply !== null && /^(?:he|eh|lh)lo$/.test(verbOf(text[0] ?? '')),
  );
  learnFromHello(dialogue.hints, hello?.reply?.lines);
}

function remarks(
  { list, remarks: own }: ReadText,
  chosen: ReadDialogue | undefined,
): Pick<ParsedTranscript, 'notes' | 'problems'> {
  const read = [own, ...list.all.filter((one) => one === chosen || !one.dialogue.begun).map((one) => one.remarks)];
  const notes = [...read.flatMap((one) => one.notes), ...(chosen === undefined ? [] : notesOfOthers(list, chosen))];
  return {
    notes: notes.sort((one, other) => one.line - other.line),
    problems: read.flatMap((one) => one.problems).sort((one, other) => one.line - other.line),
  };
}

function notesOfOthers(list: DialogueList, chosen: ReadDialogue): readonly TranscriptNote[] {
  return list.others(chosen).map(({ id, first, last }) => ({
    line: first,
    lastLine: last,
    text: `Belongs to session ${id}, which is read when it is chosen.`,
  }));
}

function asSession({ dialogue: { id, line, hints } }: ReadDialogue): TranscriptSession {
  return { id, line, remoteAddress: hints.remoteAddress, connector: hints.connector };
}
