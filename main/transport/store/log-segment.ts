import { fstatSync, writeSync } from 'node:fs';
import { open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { newMarker } from './log-frame.ts';
import { syncFolder } from './spool.ts';

/** One file of the append log. */

/**
 * All of it is written with zeros before it is used, and used again when it is done with: bringing frames to disk then
 * touches neither the length of the file nor the list of its blocks, which costs a third less than appending does.
 */
export const SEGMENT_BYTES = 4_194_304;
const PIECE_BYTES = 1_048_576;
/** To copy so much to the system costs less than to have another thread do it. */
const WRITTEN_AT_ONCE_BYTES = 131_072;
const NAME = /^(\d{8,})-([0-9a-f]{16})\.log$/;
const SPARE = /^spare-\d+$/;

/** What a name in the folder of the log stands for; null: it is not ours. */
export function parseSegmentName(name: string): { readonly number: number; readonly marker: Buffer } | 'spare' | null {
  if (SPARE.test(name)) return 'spare';
  const [, number, marker] = NAME.exec(name) ?? [];
  return number === undefined || marker === undefined
    ? null
    : { number: Number(number), marker: Buffer.from(marker, 'hex') };
}

export class LogSegment {
  readonly number: number;
  readonly marker: Buffer;
  /** Where the next batch begins. */
  position = 0;
  /** Up to here it is on disk. */
  synced = 0;
  /** Messages in it that are neither settled nor in the database. */
  live = 0;
  /** A write or a sync failed: nothing more is written here. */
  isBroken = false;
  readonly #path: string;
  #file: FileHandle | null;

  private constructor(number: number, marker: Buffer, path: string, file: FileHandle) {
    this.number = number;
    this.marker = marker;
    this.#path = path;
    this.#file = file;
  }

  /** Resolves when the name of the file is on disk too. `spare`: name of a file that may be used again. */
  static async create(folder: string, number: number, spare: string | null): Promise<LogSegment> {
    const marker = newMarker();
    const path = join(folder, `${String(number).padStart(8, '0')}-${marker.toString('hex')}.log`);
    if (spare === null || !(await isRenamed(join(folder, spare), path))) await writeZeros(path);
    const file = await open(path, 'r+');
    try {
      await syncFolder(folder);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new LogSegment(number, marker, path, file);
  }

  /** Writes at the end, without bringing it to disk. */
  async write(bytes: Buffer): Promise<void> {
    if (this.#file === null) throw new Error(`${this.#path} is closed`);
    if (fstatSync(this.#file.fd).nlink === 0) throw new Error(`${this.#path} was removed`);
    for (let at = 0; at < bytes.length;) {
      const [left, position] = [bytes.length - at, this.position + at];
      at +=
        left <= WRITTEN_AT_ONCE_BYTES
          ? writeSync(this.#file.fd, bytes, at, left, position)
          : (await this.#file.write(bytes, at, left, position)).bytesWritten;
    }
    this.position += bytes.length;
  }

  async sync(): Promise<void> {
    const { position } = this;
    await this.#file?.datasync();
    this.synced = position;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  /** Takes the file away, or makes it the spare of that name; resolves when that is on disk. */
  async remove(folder: string, spare: string | null): Promise<void> {
    await this.close();
    await (spare === null ? unlink(this.#path) : rename(this.#path, join(folder, spare))).catch(unlessGone);
    await syncFolder(folder);
  }
}

/** Numbers of the segments that are in a folder. */
export async function segmentNumbers(folder: string): Promise<number[]> {
  const parsed = (await readdir(folder)).map(parseSegmentName);
  return parsed.filter((segment) => segment !== null && segment !== 'spare').map(({ number }) => number);
}

export function unlessGone(error: unknown): void {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
}

/** False where the spare is gone, or something holds it (virus scanners do, on Windows): it is only a saving. */
async function isRenamed(spare: string, path: string): Promise<boolean> {
  return rename(spare, path).then(
    () => true,
    () => false,
  );
}

async function writeZeros(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < SEGMENT_BYTES;) at += (await file.write(piece, 0, PIECE_BYTES, at)).bytesWritten;
    await file.datasync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    // Half a segment would keep space that somebody needs.
    await unlink(path).catch(() => undefined);
    throw error;
  }
}
