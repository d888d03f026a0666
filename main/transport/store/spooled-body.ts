import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { BLOCK_BYTES, type BlockPool } from './block-pool.ts';
import { checksumText } from './checksum.ts';
import { storeError } from './store-error.ts';

/** A file of the spool from its first byte, one block ahead of its reader. A checksum that differs ends it with 'store-failed'. */
export class SpooledBody extends Readable {
  readonly #path: string;
  readonly #size: number;
  readonly #checksum: string;
  readonly #blocks: BlockPool;
  #file: Promise<FileHandle> | null = null;
  #bytes = 0;
  #crc = 0;

  constructor(path: string, size: number, checksum: string, blocks: BlockPool) {
    // Object mode hands on each block as it is; byte mode would join two that wait.
    super({ objectMode: true, highWaterMark: 1 });
    this.#path = path;
    this.#size = size;
    this.#checksum = checksum;
    this.#blocks = blocks;
  }

  /** For a reader that is done with a chunk and has handed it to nobody else: its memory is used again. */
  recycle(chunk: Buffer): void {
    this.#blocks.give(chunk);
  }

  override _read(): void {
    this.#next().catch((error: unknown) => this.destroy(storeError(error)));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#file === null) {
      callback(error);
      return;
    }
    // Closing waits for a read that is under way.
    this.#file
      .then((file) => file.close())
      .then(
        () => callback(error),
        (failure: unknown) => callback(error ?? storeError(failure)),
      );
  }

  async #next(): Promise<void> {
    if (this.#bytes === this.#size) {
      if (checksumText(this.#crc) !== this.#checksum) throw this.#differs();
      this.push(null);
      return;
    }
    // Opened here and not before: a stream that nobody reads has nothing to close.
    const file = await (this.#file ??= open(this.#path, 'r'));
    const block = this.#blocks.take();
    const wanted = Math.min(BLOCK_BYTES, this.#size - this.#bytes);
    const { bytesRead } = await file.read(block, 0, wanted);
    if (this.destroyed) return;
    if (bytesRead === 0) throw this.#differs();
    const chunk = block.subarray(0, bytesRead);
    this.#crc = crc32(chunk, this.#crc);
    this.#bytes += bytesRead;
    this.push(chunk);
  }

  #differs(): Error {
    return new Error(`${this.#path}: body differs from what was accepted`);
  }
}
