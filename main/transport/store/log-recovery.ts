import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageDraft } from '../queue.ts';
import { scanFrames, type Frame } from './log-frame.ts';
import { parseSegmentName } from './log-segment.ts';
import { acceptedMessage } from './message-json.ts';
import type { Store } from './store.ts';

/** What the append log of the last run still holds, on its way into the database. */

interface LogFile {
  readonly name: string;
  readonly number: number;
  readonly isDamaged: boolean;
}

export interface Replay {
  /** Messages that were brought back. */
  readonly messages: number;
  /** Highest id in the log. */
  readonly lastId: number;
  /** Oldest first. */
  readonly files: readonly LogFile[];
}

/** Brings back what is not settled and not in the database yet. Call it in a transaction. */
export function replayLog(store: Store, folder: string): Replay {
  const settled = new Set<number>();
  const files: LogFile[] = [];
  let [messages, lastId] = [0, 0];
  let next: { readonly number: number; readonly before: number } | null = null;
  // The newest first, so that what was settled is known when it comes; one at a time in memory.
  for (const { name, number, marker } of segmentsIn(folder).sort((a, b) => b.number - a.number)) {
    const { frames, end, isDamaged } = scanFrames(readFileSync(join(folder, name)), marker);
    const isShort = next?.number === number + 1 && end < next.before;
    files.unshift({ name, number, isDamaged: isDamaged || isShort });
    for (const { kind, id } of frames) {
      if (Number.isSafeInteger(id)) lastId = Math.max(lastId, id);
      if (kind === 'settled') settled.add(id);
    }
    const alive = frames.filter(({ kind, id }) => kind === 'accepted' && !settled.has(id));
    for (const frame of alive) if (bringBack(store, number, frame)) messages += 1;
    const begun = frames.find(({ kind }) => kind === 'begun');
    next = { number, before: begun === undefined ? 0 : bytesBefore(begun) };
  }
  return { messages, lastId, files };
}

/**
 * Takes the files away once what they held is committed. One that is damaged is set aside, never deleted; the answer
 * is the folder it went to. Files that cannot be moved now stay, with the marks that say they are dealt with.
 */
export function clearLog(
  { files }: Replay,
  folder: string,
  asideFolder: string,
): { readonly damagedLog: string | null; readonly isCleared: boolean } {
  const isDamaged = files.some((file) => file.isDamaged);
  const damagedLog = isDamaged ? asideFolder : null;
  try {
    if (isDamaged) mkdirSync(asideFolder, { recursive: true, mode: 0o700 });
    for (const file of files) {
      if (file.isDamaged) renameSync(join(folder, file.name), join(asideFolder, file.name));
      else unlinkSync(join(folder, file.name));
    }
    for (const name of readdirSync(folder)) if (parseSegmentName(name) === 'spare') unlinkSync(join(folder, name));
    syncFolderNow(folder);
    return { damagedLog, isCleared: true };
  } catch {
    return { damagedLog, isCleared: false };
  }
}

function segmentsIn(folder: string): { name: string; number: number; marker: Buffer }[] {
  return readdirSync(folder).flatMap((name) => {
    const parsed = parseSegmentName(name);
    return parsed === null || parsed === 'spare' ? [] : [{ name, ...parsed }];
  });
}

function bringBack(store: Store, segment: number, { text, body }: Frame): boolean {
  // Postroom wrote it, and its checksum is right.
  const draft = JSON.parse(text.toString()) as MessageDraft;
  return store.bringBack(segment, acceptedMessage(draft, body.length, false), body);
}

function bytesBefore({ text }: Frame): number {
  return (JSON.parse(text.toString()) as { readonly before: number }).before;
}

function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
