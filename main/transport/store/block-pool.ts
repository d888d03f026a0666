/** Size of the blocks in which bodies go to the spool and come back. */
export const BLOCK_BYTES = 262_144;
/** Blocks kept for the next body, as many as ten large ones at once take; more are left to the garbage collector. */
const MOST_KEPT = 192;

/** Blocks of memory that are used again: the collector notices large buffers late, and takes long over them. */
export class BlockPool {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  /** Takes back a block, or the part of one that was handed out; nobody may look at it any more. */
  give({ buffer }: Buffer): void {
    if (buffer.byteLength === BLOCK_BYTES && this.#free.length < MOST_KEPT) this.#free.push(Buffer.from(buffer));
  }
}
