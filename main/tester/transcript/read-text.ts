import type { TranscriptFormat } from '../../contract/tester-view.ts';
import type { DialogueList } from './dialogue-list.ts';
import { readDialogues, type ReaderOptions } from './dialogue-reader.ts';
import { isExchangeLog, readExchangeLog } from './exchange-log.ts';
import { findMarks } from './marks.ts';
import { isOpenssl, readOpenssl } from './openssl.ts';
import { LOG_REMARK, readJsonLog, withoutLogPrefix } from './program-log.ts';
import { createRemarks, type Remarks } from './reading.ts';
import { readSessionLog } from './session-log.ts';
import { isReply } from './smtp-line.ts';
import { isSmtplib, readSmtplib } from './smtplib.ts';
import { readRows, type SourceRow } from './source-text.ts';
import { createTerminalWrap } from './terminal-wrap.ts';
import { unmarked, type Utterance } from './utterance.ts';

/** A text taken apart by the kind that it is of. */
export interface ReadText {
  readonly format: TranscriptFormat;
  readonly list: DialogueList;
  /** About rows of no session. */
  readonly remarks: Remarks;
}

const BOTH_MARKED: ReaderOptions['marked'] = { client: true, server: true };
const NEITHER_MARKED: ReaderOptions['marked'] = { client: false, server: false };

export function readText(text: string): ReadText {
  const rows = readRows(text);
  return readLog(rows) ?? readProgram(rows) ?? readMarked(rows) ?? readUnmarked(rows);
}

function readLog(rows: readonly SourceRow[]): ReadText | null {
  if (isExchangeLog(rows)) return { format: 'exchange-log', ...readExchangeLog(rows) };
  const log = readSessionLog(rows);
  return log === null ? null : { format: 'session-log', ...log };
}

/** Programs whose lines need more than a look at their marks. */
function readProgram(rows: readonly SourceRow[]): ReadText | null {
  if (isSmtplib(rows)) return dialogue(readSmtplib(rows), 'smtplib', { marked: BOTH_MARKED });
  if (isOpenssl(rows)) return openssl(rows);
  const json = readJsonLog(rows);
  return json === null ? null : dialogue(json, 'marked', { marked: BOTH_MARKED, otherwise: LOG_REMARK });
}

function openssl(rows: readonly SourceRow[]): ReadText {
  const { said, startTlsRow } = readOpenssl(rows);
  const read = dialogue(said, 'openssl', { marked: NEITHER_MARKED, wrap: createTerminalWrap(rows), startTlsRow });
  const first = read.list.all[0]?.dialogue;
  if (first !== undefined) first.hints.implicitTls = startTlsRow === null && first.greeting !== null;
  return read;
}

function readMarked(rows: readonly SourceRow[]): ReadText | null {
  const logged = withoutLogPrefix(rows);
  const bare = logged ?? rows;
  const marks = findMarks(bare);
  if (marks === null) return null;
  const format = logged === null ? formatOf(rows) : 'marked';
  return dialogue(
    bare.map((row) => marks.read(row)),
    format,
    logged === null
      ? { marked: marks, wrap: createTerminalWrap(rows) }
      : { marked: BOTH_MARKED, otherwise: LOG_REMARK },
  );
}

function readUnmarked(rows: readonly SourceRow[]): ReadText {
  const format = hasServer(rows) ? 'telnet' : 'client-only';
  return dialogue(rows.map(unmarked), format, { marked: NEITHER_MARKED, wrap: createTerminalWrap(rows) });
}

/** A message may have lines that look like replies, so that only what stands before the first one counts. */
function hasServer(rows: readonly SourceRow[]): boolean {
  const filled = rows.map(({ raw }) => raw.trim()).filter((text) => text !== '');
  const data = filled.findIndex((text) => /^data$/i.test(text));
  return filled.slice(0, data === -1 ? filled.length : data + 2).some(isReply);
}

function dialogue(said: readonly Utterance[], format: TranscriptFormat, options: Partial<ReaderOptions>): ReadText {
  const defaults = { marked: NEITHER_MARKED, wrap: null, otherwise: null, startTlsRow: null };
  return { format, list: readDialogues(said, { ...defaults, ...options, format }), remarks: createRemarks() };
}

/** Whose marks these are. */
function formatOf(rows: readonly SourceRow[]): TranscriptFormat {
  const has = (pattern: RegExp): boolean => rows.some(({ raw }) => pattern.test(raw));
  if (has(/^(?:=== (?:Trying|Connected)| ->| ~>|<\*\* |<~)/)) return 'swaks';
  if (has(/^(?:-->|<--) /)) return 'msmtp';
  return has(/^(?:\* +(?:Trying|Connected|Connection #|Closing connection|Host )|[{}] \[\d+ bytes data\])/)
    ? 'curl'
    : 'marked';
}
