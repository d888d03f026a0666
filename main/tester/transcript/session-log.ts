import { z } from 'zod';
import { DialogueList } from './dialogue-list.ts';
import { isLogEvent, readRecords, type LogRecord } from './log-record.ts';
import { createRemarks, type Remarks } from './reading.ts';
import { isBlank, type SourceRow } from './source-text.ts';

/** Our own session log: what `postroom log` prints, with or without `--json`, or a session as the API gives it. */

export interface SessionLog {
  readonly list: DialogueList;
  readonly remarks: Remarks;
}

const PRINTED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+) (\S+) ([-+<>*])(?: (.*))?$/;

const lineSchema = z.object({
  session: z.string(),
  event: z.enum(['+', '-', '>', '<', '*']),
  data: z.string(),
  context: z.string(),
  remoteEndpoint: z.string().optional(),
});
const detailSchema = z.object({
  id: z.string(),
  connector: z.string(),
  localEndpoint: z.string(),
  remoteEndpoint: z.string(),
  omittedLines: z.number().default(0),
  lines: z.array(lineSchema),
});
const documentSchema = z.union([detailSchema.transform((detail) => [detail]), z.array(detailSchema)]);

/** null where the text is none of these. */
export function readSessionLog(rows: readonly SourceRow[]): SessionLog | null {
  if (rows.some(({ raw }) => PRINTED.test(raw))) return readPrinted(rows);
  return rows.some(({ raw }) => /^[{[]/.test(raw)) ? (readDocument(rows) ?? readLines(rows)) : null;
}

function readPrinted(rows: readonly SourceRow[]): SessionLog {
  return collect(rows, ({ raw, number }) => {
    const [, , session = '', remoteEndpoint = '', event, text = ''] = PRINTED.exec(raw) ?? [];
    if (!isLogEvent(event)) return null;
    const isRemark = event === '*' || event === '-';
    return {
      ...at(number),
      session,
      remoteEndpoint,
      event,
      data: isRemark ? '' : text,
      context: isRemark ? text : '',
    };
  });
}

function readLines(rows: readonly SourceRow[]): SessionLog | null {
  const parsed = new Map(
    rows.map((row) => [row, row.raw.startsWith('{') ? lineSchema.safeParse(json(row.raw)) : null]),
  );
  if (![...parsed.values()].some((result) => result?.success === true)) return null;
  return collect(rows, (row) => {
    const line = parsed.get(row)?.data;
    return line === undefined ? null : { ...at(row.number), ...line, remoteEndpoint: line.remoteEndpoint ?? null };
  });
}

function readDocument(rows: readonly SourceRow[]): SessionLog | null {
  const text = rows.map(({ raw }) => raw).join('\n');
  if (!/^\s*[{[]/.test(text)) return null;
  const parsed = documentSchema.safeParse(json(text));
  if (!parsed.success) return null;
  const remarks = createRemarks();
  const list = new DialogueList();
  const places = rows.filter(({ raw }) => /"event":/.test(raw)).map(({ number }) => number);
  const lineCount = parsed.data.reduce((sum, { lines }) => sum + lines.length, 0);
  const records: LogRecord[] = [];
  for (const { id, connector, localEndpoint, remoteEndpoint, omittedLines, lines } of parsed.data) {
    for (const { event, data, context } of lines) {
      // Where each line stands can be told of an indented document only.
      const row = places.length === lineCount ? (places[records.length] ?? 1) : 1;
      records.push({ row, lastRow: row, session: id, connector, localEndpoint, remoteEndpoint, event, data, context });
    }
    if (omittedLines > 0)
      remarks.problem(1, 1, `${omittedLines} lines from the middle of session ${id} are not in this text.`);
  }
  readRecords(records, list);
  const filled = rows.filter(({ raw }) => !isBlank(raw));
  remarks.note(filled[0]?.number ?? 1, 'A session as JSON.', filled.at(-1)?.number ?? 1);
  return { list, remarks };
}

function at(row: number): Pick<LogRecord, 'row' | 'lastRow' | 'connector' | 'localEndpoint'> {
  return { row, lastRow: row, connector: null, localEndpoint: null };
}

function collect(rows: readonly SourceRow[], read: (row: SourceRow) => LogRecord | null): SessionLog {
  const remarks = createRemarks();
  const records: LogRecord[] = [];
  for (const row of rows) {
    if (isBlank(row.raw)) continue;
    const record = read(row);
    if (record === null) remarks.problem(row.number, row.indent + 1, 'Not a line of the session log.');
    else records.push(record);
  }
  const list = new DialogueList();
  readRecords(records, list);
  return { list, remarks };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not this kind of log.
    return undefined;
  }
}
