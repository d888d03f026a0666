import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { BodyWriter, StoredBody } from '../queue.ts';
import { BLOCK_BYTES } from './block-pool.ts';
import { checksumText } from './checksum.ts';
import { MOST_BLOCKS } from './kept-bodies.ts';
import type { Spool } from './spool.ts';
import { storeError } from './store-error.ts';

/** Up to here a body lives in the database. */
export const INLINE_BYTES = 262_144;
/** Full blocks that may wait while another is being written, before the writer is held up. */
const MOST_WAITING = 2;

/** Memory stays below about 2 MiB: what is being written, and what arrives meanwhile. */
export class SpoolingBody implements BodyWriter {
  bytes = 0;
  readonly #spool: Spool;
  readonly #name: string;
  /** The body while it may still stay out of the spool. */
  #chunks: Buffer[] = [];
  /** Blocks to be written, in order; only the last one is not full. */
  #blocks: Buffer[] = [];
  /** What was written, as long as all of it is kept for who reads it first. */
  #kept: Buffer[] | null = null;
  /** Bytes in the last block. */
  #filled = 0;
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
    this.bytes += chunk.length;
    if (this.bytes <= INLINE_BYTES) {
      this.#chunks.push(chunk);
      return null;
    }
    if (this.#blocks.length === 0 && this.#file === null && this.#writing === null) this.#kept = this.#admit();
    for (const early of this.#chunks) this.#append(early);
    this.#chunks = [];
    this.#append(chunk);
    if (this.#blocks.length > 1) this.#writing ??= this.#writeBlocks(1);
    return this.#writing !== null && this.#blocks.length > MOST_WAITING ? this.#settled() : null;
  }

  async finish(): Promise<StoredBody> {
    if (this.bytes <= INLINE_BYTES) {
      const bytes = Buffer.concat(this.#chunks, this.bytes);
      this.#chunks = [];
      return { kind: 'inline', bytes };
    }
    await this.#settled();
    this.#writing = this.#writeBlocks(0);
    await this.#settled();
    try {
      await this.#file?.sync();
      await this.#close();
      await this.#spool.rename(`${this.#name}.part`, this.#name);
      this.#created = this.#name;
      this.#spool.unclaimed.add(this.#name);
      await this.#spool.sync();
      if (this.#kept !== null) this.#spool.kept.put(this.#name, this.#kept);
      this.#kept = null;
    } catch (error) {
      throw storeError(error);
    }
    return { kind: 'file', name: this.#name, size: this.bytes, checksum: checksumText(this.#crc) };
  }

  async abort(): Promise<void> {
    this.#isAborted = true;
    this.#chunks = [];
    await this.#writing;
    this.#drop();
    // A file that cannot be closed was not written well; it is removed all the same.
    await this.#close().catch(() => undefined);
    const created = this.#created;
    this.#created = null;
    // A whole file that accept() has taken belongs to the queue.
    if (created === this.#name && !this.#spool.unclaimed.delete(created)) return;
    if (created !== null) await this.#spool.discard(created);
  }

  /** Copies: a chunk from the network dies young and costs nothing, one that waits for the disk has to be collected. */
  #append(chunk: Buffer): void {
    for (let from = 0; from < chunk.length;) {
      let block = this.#blocks.at(-1);
      if (block === undefined || this.#filled === BLOCK_BYTES) {
        block = this.#spool.blocks.take();
        this.#blocks.push(block);
        this.#filled = 0;
      }
      const copied = chunk.copy(block, this.#filled, from);
      this.#filled += copied;
      from += copied;
    }
  }

  /** Resolves when nothing is being written; rejects if anything failed so far. */
  async #settled(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Writes blocks, also those that fill up meanwhile, until only `left` are there. Never rejects: keeps the failure. */
  async #writeBlocks(left: number): Promise<void> {
    try {
      while (this.#blocks.length > left && !this.#isAborted) {
        const [block] = this.#blocks;
        if (block === undefined) break;
        const bytes = block.subarray(0, this.#blocks.length > 1 ? BLOCK_BYTES : this.#filled);
        this.#crc = crc32(bytes, this.#crc);
        await this.#writeAll(bytes);
        this.#blocks.shift();
        this.#keep(bytes);
      }
    } catch (error) {
      this.#failure = storeError(error);
      this.#drop();
    } finally {
      this.#writing = null;
    }
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    if (this.#file === null) {
      this.#file = await this.#spool.create(`${this.#name}.part`);
      this.#created = `${this.#name}.part`;
    }
    // Cut short, most likely by a full disk: the next write says why.
    for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten;
  }

  #admit(): Buffer[] | null {
    return this.#spool.kept.admit() ? [] : null;
  }

  #keep(block: Buffer): void {
    if (this.#kept?.length === MOST_BLOCKS) this.#forget();
    if (this.#kept === null) this.#spool.blocks.give(block);
    else this.#kept.push(block);
  }

  #forget(): void {
    if (this.#kept !== null) this.#spool.kept.dismiss(this.#kept);
    this.#kept = null;
  }

  #drop(): void {
    this.#forget();
    for (const block of this.#blocks.splice(0)) this.#spool.blocks.give(block);
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}
