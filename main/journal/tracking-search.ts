import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TrackingFilter, TrackingRow } from '../contract/tracking-calls.ts';
import { logPlace } from './log-files.ts';
import { TRACKING_FIELDS } from './message-tracking.ts';

/** Looks through the files of the message tracking log, line by line, without holding one of them in memory. */

const NAMES = TRACKING_FIELDS.split(',');

/** The first `limit` events that fit, oldest first. Rejects with the system's error where the log cannot be read. */
export async function searchTracking(
  dataFolder: string,
  filter: TrackingFilter,
  limit: number,
): Promise<readonly TrackingRow[]> {
  const rows: TrackingRow[] = [];
  const fits = matcherOf(filter);
  for (const path of await filesOf(dataFolder, filter.startMs ?? 0)) {
    const input = createReadStream(path, 'utf8');
    // A file may be removed by its age between the listing and now.
    input.on('error', () => input.destroy());
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const row = readRow(line);
      if (row === null || !fits(row)) continue;
      rows.push(row);
      if (rows.length >= limit) {
        input.destroy();
        return rows;
      }
    }
  }
  return rows;
}

/** Files by their names, which begin with the time; those that were last written before `sinceMs` are left out. */
async function filesOf(dataFolder: string, sinceMs: number): Promise<readonly string[]> {
  const { folder, prefix } = logPlace(dataFolder, 'tracking');
  const names = (await namesIn(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.LOG')).sort();
  const paths: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && found.mtimeMs >= sinceMs) paths.push(path);
  }
  return paths;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** One line of the log, or null for its header and for what is no line of it. */
export function readRow(line: string): TrackingRow | null {
  if (line.startsWith('#') || line === '') return null;
  const cells = fieldsOf(line);
  const field = (name: string): string => cells[NAMES.indexOf(name)] ?? '';
  const list = (name: string): readonly string[] => field(name).split(';').filter(Boolean);
  const atMs = Date.parse(field('date-time'));
  if (Number.isNaN(atMs)) return null;
  return {
    atMs,
    eventId: field('event-id'),
    source: field('source'),
    sender: field('sender-address'),
    recipients: list('recipient-address'),
    recipientStatus: list('recipient-status'),
    messageSubject: field('message-subject'),
    messageId: field('message-id'),
    internalMessageId: field('internal-message-id'),
    clientIp: field('client-ip'),
    clientHostname: field('client-hostname'),
    serverIp: field('server-ip'),
    serverHostname: field('server-hostname'),
    connectorId: field('connector-id'),
    sourceContext: field('source-context'),
    totalBytes: Number(field('total-bytes')) || 0,
    recipientCount: Number(field('recipient-count')) || 0,
    relatedRecipientAddress: field('related-recipient-address'),
    reference: field('reference'),
    returnPath: field('return-path'),
    directionality: field('directionality'),
  };
}

/** The fields of a line of CSV; quotes around a field hold commas, a doubled one stands for itself. */
function fieldsOf(line: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    let text = '';
    at += 1;
    while (at < line.length && (line[at] !== '"' || line[at + 1] === '"')) {
      text += line.charAt(at);
      at += line[at] === '"' ? 2 : 1;
    }
    fields.push(text);
    at += 2;
  }
  return fields;
}

function matcherOf(filter: TrackingFilter): (row: TrackingRow) => boolean {
  const { startMs = 0, endMs = Infinity } = filter;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[<>]/g, '');
  const isSame = (wanted: string | undefined, given: string): boolean =>
    wanted === undefined || plain(wanted) === plain(given);
  const recipients = filter.recipients?.map(plain);
  const subject = filter.messageSubject?.toLowerCase();
  return (row) =>
    row.atMs >= startMs &&
    row.atMs <= endMs &&
    isSame(filter.eventId, row.eventId) &&
    isSame(filter.source, row.source) &&
    isSame(filter.sender, row.sender) &&
    isSame(filter.messageId, row.messageId) &&
    isSame(filter.internalMessageId, row.internalMessageId) &&
    isSame(filter.reference, row.reference) &&
    (subject === undefined || row.messageSubject.toLowerCase().includes(subject)) &&
    (recipients === undefined || row.recipients.some((one) => recipients.includes(plain(one))));
}
