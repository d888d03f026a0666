import { Readable } from 'node:stream';
import type { Clock, Timer } from '../../clock.ts';
import type { BlockPool } from './block-pool.ts';

/**
 * Bodies that were just written to the spool, and of which the blocks are still in memory. Most leave within
 * milliseconds: reading them back, and their checksums again, costs a third of sending them.
 */

const MOST_BODIES = 6;
/** Of a body that becomes larger nothing is kept. */
export const MOST_BLOCKS = 24;
/** What nobody has asked for by then has to wait. */
const KEEP_MS = 2000;

interface Kept {
  readonly blocks: Buffer[];
  readonly timer: Timer;
}

export class KeptBodies {
  readonly #pool: BlockPool;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  #places = MOST_BODIES;

  constructor(pool: BlockPool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Whether there is a place; it is taken until dismiss(). */
  admit(): boolean {
    if (this.#places === 0) return false;
    this.#places -= 1;
    return true;
  }

  /** Gives the place back, and blocks that nobody looks at any more. */
  dismiss(blocks: readonly Buffer[]): void {
    this.#places += 1;
    for (const block of blocks) this.#pool.give(block);
  }

  /** Keeps the whole body of a file for its first reader. */
  put(name: string, blocks: Buffer[]): void {
    this.#kept.set(name, { blocks, timer: this.#clock.after(KEEP_MS, () => this.drop(name)) });
  }

  /** The body from its first byte, once; null where it is not kept. */
  read(name: string): KeptBody | null {
    const blocks = this.#take(name);
    return blocks === null ? null : new KeptBody(blocks, this.#pool, this);
  }

  drop(name: string): void {
    const blocks = this.#take(name);
    if (blocks !== null) this.dismiss(blocks);
  }

  #take(name: string): Buffer[] | null {
    const kept = this.#kept.get(name);
    if (kept === undefined) return null;
    this.#kept.delete(name);
    kept.timer.cancel();
    return kept.blocks;
  }
}

/** Hands on block by block, like a body that is read from its file. */
export class KeptBody extends Readable {
  readonly #blocks: Buffer[];
  readonly #pool: BlockPool;
  readonly #bodies: KeptBodies;

  constructor(blocks: Buffer[], pool: BlockPool, bodies: KeptBodies) {
    super({ objectMode: true, highWaterMark: 1 });
    this.#blocks = blocks;
    this.#pool = pool;
    this.#bodies = bodies;
  }

  /** For a reader that is done with a chunk and has handed it to nobody else: its memory is used again. */
  recycle(chunk: Buffer): void {
    this.#pool.give(chunk);
  }

  override _read(): void {
    this.push(this.#blocks.shift() ?? null);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#bodies.dismiss(this.#blocks.splice(0));
    callback(error);
  }
}
