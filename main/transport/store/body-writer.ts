import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { BodyWriter, StoredBody } from '../queue.ts';
import { checksumText } from './checksum.ts';
import type { Spool } from './spool.ts';
import { storeError } from './store-error.ts';

/** Up to here a body lives in the database. */
export const INLINE_BYTES = 262_144;
/** Written in pieces of at least this size, one at a time; as much again may wait before the writer is held up. */
const PIECE_BYTES = 524_288;
const HELD_BYTES = 1_048_576;

/** Memory stays below about 2 MiB: what is being written, and what arrives meanwhile. */
export class SpoolingBody implements BodyWriter {
  bytes = 0;
  readonly #spool: Spool;
  readonly #name: string;
  #chunks: Buffer[] = [];
  #held = 0;
  #crc = 0;
  #file: FileHandle | null = null;
  #writing: Promise<void> | null = null;
  #failure: Error | null = null;
  /** What stands in the spool folder now. */
  #created: string | null = null;
  #isAborted = false;

  constructor(spool: Spool, id: number) {
    this.#spool = spool;
    this.#name = `${id}.eml`;
  }

  write(chunk: Buffer): Promise<void> | null {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    this.bytes += chunk.length;
    if (this.bytes <= INLINE_BYTES) return null;
    if (this.#held >= PIECE_BYTES) this.#writing ??= this.#writeHeld();
    return this.#writing !== null && this.#held >= HELD_BYTES ? this.#settled() : null;
  }

  async finish(): Promise<StoredBody> {
    if (this.bytes <= INLINE_BYTES) {
      const bytes = Buffer.concat(this.#chunks, this.bytes);
      this.#chunks = [];
      return { kind: 'inline', bytes };
    }
    await this.#settled();
    if (this.#held > 0) {
      this.#writing = this.#writeHeld();
      await this.#settled();
    }
    try {
      await this.#file?.sync();
      await this.#close();
      await this.#spool.rename(`${this.#name}.part`, this.#name);
      this.#created = this.#name;
      this.#spool.unclaimed.add(this.#name);
      await this.#spool.sync();
    } catch (error) {
      throw storeError(error);
    }
    return { kind: 'file', name: this.#name, size: this.bytes, checksum: checksumText(this.#crc) };
  }

  async abort(): Promise<void> {
    this.#isAborted = true;
    this.#chunks = [];
    this.#held = 0;
    await this.#writing;
    // A file that cannot be closed was not written well; it is removed all the same.
    await this.#close().catch(() => undefined);
    const created = this.#created;
    this.#created = null;
    // A whole file that accept() has taken belongs to the queue.
    if (created === this.#name && !this.#spool.unclaimed.delete(created)) return;
    if (created !== null) await this.#spool.discard(created);
  }

  /** Resolves when nothing is being written; rejects if anything failed so far. */
  async #settled(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Writes all that is held, and what comes meanwhile if that is a piece. Never rejects: keeps the failure. */
  async #writeHeld(): Promise<void> {
    try {
      do {
        const chunks = this.#chunks;
        const bytes = this.#held;
        this.#chunks = [];
        this.#held = 0;
        for (const chunk of chunks) this.#crc = crc32(chunk, this.#crc);
        await this.#append(chunks, bytes);
        this.#spool.garbage.passed(bytes);
      } while (this.#held >= PIECE_BYTES && !this.#isAborted);
    } catch (error) {
      this.#failure = storeError(error);
      this.#chunks = [];
      this.#held = 0;
    } finally {
      this.#writing = null;
    }
  }

  async #append(chunks: readonly Buffer[], bytes: number): Promise<void> {
    if (this.#file === null) {
      this.#file = await this.#spool.create(`${this.#name}.part`);
      this.#created = `${this.#name}.part`;
    }
    const { bytesWritten } = await this.#file.writev(chunks);
    if (bytesWritten === bytes) return;
    // Cut short, most likely by a full disk: the next write says why.
    const rest = Buffer.concat(chunks).subarray(bytesWritten);
    for (let at = 0; at < rest.length;) at += (await this.#file.write(rest, at)).bytesWritten;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}
