import type { DialogueList, ReadDialogue } from './dialogue-list.ts';
import { ehloLines } from './ehlo-record.ts';
import { learnFromRow, readEndpoint } from './hints.ts';
import { isCommand, isReply } from './smtp-line.ts';

/** One line of a protocol log, of Exchange's or of ours. */
export interface LogRecord {
  readonly row: number;
  readonly lastRow: number;
  readonly session: string;
  /** `SERVER\Connector`; null where the log does not say. */
  readonly connector: string | null;
  readonly localEndpoint: string | null;
  readonly remoteEndpoint: string | null;
  readonly event: '+' | '-' | '>' | '<' | '*';
  readonly data: string;
  readonly context: string;
}

const NOT_DIALOGUE = 'An entry of the log that is no line of the dialogue.';

export function isLogEvent(text: string | undefined): text is LogRecord['event'] {
  return text !== undefined && /^[-+<>*]$/.test(text);
}

/** Sessions in a log may lie across each other; each keeps its own order. */
export function readRecords(records: readonly LogRecord[], list: DialogueList): void {
  const sessions = new Map<string, LogRecord[]>();
  for (const record of records) {
    const known = sessions.get(record.session);
    if (known === undefined) sessions.set(record.session, [record]);
    else known.push(record);
  }
  for (const [id, own] of sessions) readSession(own, list.begin(id, own[0]?.row ?? 1), list);
}

function readSession(records: readonly LogRecord[], read: ReadDialogue, list: DialogueList): void {
  const serverEvent = eventOfServer(records);
  for (const record of records) {
    for (let row = record.row; row <= record.lastRow; row += 1) list.own(row, read);
    learnEndpoints(read, record, serverEvent);
    if (record.event === serverEvent) serverSays(read, record);
    else if (record.event === '<' || record.event === '>') clientSays(read, record);
    else {
      learnFromRow(read.dialogue.hints, record.context || record.data, read.dialogue.greeting !== null);
      read.remarks.note(record.row, NOT_DIALOGUE, record.lastRow);
    }
  }
  read.dialogue.markLoggedCredentials();
}

/** In the log of a receive connector `>` is the server's; in that of a send connector it is the client's. */
function eventOfServer(records: readonly LogRecord[]): '<' | '>' {
  let sent = 0;
  for (const { event, data } of records) {
    if (event !== '<' && event !== '>') continue;
    const weight = isReply(data) ? 1 : isCommand(data) ? -1 : 0;
    sent += event === '>' ? weight : -weight;
  }
  return sent < 0 ? '<' : '>';
}

function learnEndpoints({ dialogue: { hints } }: ReadDialogue, record: LogRecord, serverEvent: '<' | '>'): void {
  const isReceive = serverEvent === '>';
  const { localEndpoint, remoteEndpoint } = record;
  const [server, client] = isReceive ? [localEndpoint, remoteEndpoint] : [remoteEndpoint, localEndpoint];
  const serverEnd = readEndpoint(server ?? '');
  hints.localAddress ??= serverEnd.address;
  hints.localPort ??= serverEnd.port;
  hints.remoteAddress ??= readEndpoint(client ?? '').address;
  if (isReceive) hints.connector ??= connectorName(record.connector);
}

/** `SERVER\Name`, or the distinguished name that Exchange's documentation shows. */
function connectorName(identity: string | null): string | null {
  if (identity === null || identity === '') return null;
  const common = /^CN=([^,]{1,255}),/i.exec(identity)?.[1];
  return common ?? identity.slice(identity.indexOf('\\') + 1);
}

function serverSays({ dialogue, remarks }: ReadDialogue, { row, lastRow, data }: LogRecord): void {
  const lines = ehloLines(data) ?? data.split(/\r?\n/).filter((line) => line !== '');
  if (!lines.every(isReply) || lines.length === 0) remarks.note(row, NOT_DIALOGUE, lastRow);
  else for (const line of lines) dialogue.server(row, line);
}

function clientSays({ dialogue }: ReadDialogue, { row, data }: LogRecord): void {
  // Messages are not logged, so that this is what comes behind one.
  if (dialogue.expects === 'body') dialogue.messageNotShown(row);
  dialogue.client(row, data);
}
