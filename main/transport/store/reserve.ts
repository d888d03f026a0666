import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { isDiskFull } from './store-error.ts';

/** The log between two checkpoints, and as much again for the database to grow by. */
const RESERVE_BYTES = 16_777_216;
const PIECE_BYTES = 1_048_576;

/**
 * Disk space kept for the worst hour. On a full disk not even a removal can be committed, and mail that was
 * delivered would be delivered again; so a file is given up, and no mail accepted until it could be written again.
 */
export class Reserve {
  readonly #path: string;
  #isHeld = false;

  constructor(path: string) {
    this.#path = path;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Whether the space is held; takes it if it can be had. */
  hold(): boolean {
    if (this.#isHeld) return true;
    try {
      this.#write();
      this.#isHeld = true;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      truncateSync(this.#path);
    }
    return this.#isHeld;
  }

  /** Whether there was space to give up. */
  release(): boolean {
    this.#isHeld = false;
    const bytes = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > 0) truncateSync(this.#path);
    return bytes > 0;
  }

  #write(): void {
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return;
    const file = openSync(this.#path, 'w', 0o600);
    try {
      // Zeros would take no space where the file system compresses.
      const piece = randomBytes(PIECE_BYTES);
      for (let at = 0; at < RESERVE_BYTES;)
        at += writeSync(file, piece, 0, Math.min(PIECE_BYTES, RESERVE_BYTES - at), at);
    } finally {
      closeSync(file);
    }
  }
}
