import { DialogueList } from './dialogue-list.ts';
import { isLogEvent, readRecords, type LogRecord } from './log-record.ts';
import { createRemarks, type Remarks } from './reading.ts';
import { isBlank, type SourceRow } from './source-text.ts';

/** An extract of the SMTP protocol log that Exchange writes, and Postroom after it: CSV. */

const FIELDS = [
  'date-time',
  'connector-id',
  'session-id',
  'sequence-number',
  'local-endpoint',
  'remote-endpoint',
  'event',
  'data',
  'context',
];
const BEGINS_RECORD = /^"?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?"?[,\t]/;
const BEGINS_HEADER = /^#(?:Software|Version|Log-type|Date|Fields): /i;
const HEADER = 'A header line of the log.';

export function isExchangeLog(rows: readonly SourceRow[]): boolean {
  return rows.some(({ raw }) => /^#Fields: .*session-id/i.test(raw) || BEGINS_RECORD.test(raw));
}

export function readExchangeLog(rows: readonly SourceRow[]): {
  readonly list: DialogueList;
  readonly remarks: Remarks;
} {
  const remarks = createRemarks();
  const records: LogRecord[] = [];
  let fields: readonly string[] = FIELDS;
  for (let index = 0; index < rows.length;) {
    const { raw, number, indent } = rows[index] ?? { raw: '', number: 0, indent: 0 };
    const { text, rowCount, isClosed } = wholeRecord(rows, index);
    index += rowCount;
    if (isBlank(raw)) continue;
    if (BEGINS_HEADER.test(raw)) {
      if (/^#Fields: /i.test(raw)) fields = raw.slice(9).trim().toLowerCase().split(/[,\t]/);
      remarks.note(number, HEADER);
      continue;
    }
    const record = BEGINS_RECORD.test(raw) ? toRecord(fields, splitFields(text), number, rowCount) : null;
    if (record !== null) records.push(record);
    if (record === null) wrong(remarks, number, rowCount, indent, 'Not a record of the protocol log.');
    else if (!isClosed) remarks.problem(number, indent + 1, 'The quoted text of this record does not end.');
  }
  const list = new DialogueList();
  readRecords(records, list);
  return { list, remarks };
}

function wrong(remarks: Remarks, row: number, rowCount: number, indent: number, text: string): void {
  for (let at = row; at < row + rowCount; at += 1) remarks.problem(at, indent + 1, text);
}

/** A quoted field may go over several rows, but a row that begins a record is never inside one. */
function wholeRecord(
  rows: readonly SourceRow[],
  from: number,
): { readonly text: string; readonly rowCount: number; readonly isClosed: boolean } {
  const first = rows[from]?.raw ?? '';
  const parts = [first];
  let isOpen = BEGINS_RECORD.test(first) && quotes(first) % 2 === 1;
  while (isOpen) {
    const next = rows[from + parts.length]?.raw;
    if (next === undefined || BEGINS_RECORD.test(next)) return { text: first, rowCount: 1, isClosed: false };
    parts.push(next);
    isOpen = quotes(next) % 2 === 0;
  }
  return { text: parts.join('\n'), rowCount: parts.length, isClosed: true };
}

function quotes(text: string): number {
  return text.split('"').length - 1;
}

/** RFC 4180; tabs where the text was copied out of a spreadsheet. */
function splitFields(text: string): readonly string[] {
  const delimiter = /^[^,\t]*\t/.test(text) ? '\t' : ',';
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const end = text[at] === '"' ? quotedEnd(text, at) : at;
    const next = text.indexOf(delimiter, end);
    const stop = next === -1 ? text.length : next;
    const field = text.slice(at, stop);
    fields.push(field.startsWith('"') ? field.slice(1, end - at - 1).replaceAll('""', '"') : field);
    at = stop + 1;
  }
  return fields;
}

/** Index behind the closing quote. */
function quotedEnd(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? text.length + 1 : at + 1;
}

function toRecord(
  names: readonly string[],
  fields: readonly string[],
  row: number,
  rowCount: number,
): LogRecord | null {
  const value = (name: string): string | undefined => fields[names.indexOf(name)];
  const event = value('event');
  const session = value('session-id');
  if (!isLogEvent(event) || session === undefined || session === '') return null;
  return {
    row,
    lastRow: row + rowCount - 1,
    session,
    connector: value('connector-id') ?? null,
    localEndpoint: value('local-endpoint') ?? null,
    remoteEndpoint: value('remote-endpoint') ?? null,
    event,
    // An apostrophe keeps a spreadsheet from taking the text for a formula.
    data: (value('data') ?? '').replace(/^'(?=[=+\-@])/, ''),
    context: value('context') ?? '',
  };
}
