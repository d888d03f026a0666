import { open, stat, rename, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { BlockPool } from './block-pool.ts';
import { KeptBodies, type KeptBody } from './kept-bodies.ts';
import { SpooledBody } from './spooled-body.ts';
import { storeError } from './store-error.ts';

/** The folder of bodies that are too large for the database. */

// Scanners and indexers on Windows hold a new file for a moment.
const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 100;

export class Spool {
  readonly folder: string;
  /** Whole files that no message names yet. */
  readonly unclaimed = new Set<string>();
  readonly blocks = new BlockPool();
  readonly kept: KeptBodies;
  readonly #clock: Clock;
  #syncing: Promise<void> | null = null;
  #nextSync: Promise<void> | null = null;

  constructor(folder: string, clock: Clock) {
    this.folder = folder;
    this.#clock = clock;
    this.kept = new KeptBodies(this.blocks, clock);
  }

  create(name: string): Promise<FileHandle> {
    return open(join(this.folder, name), 'wx', 0o600);
  }

  async rename(from: string, to: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await rename(join(this.folder, from), join(this.folder, to));
        return;
      } catch (error) {
        if (process.platform !== 'win32' || tries >= RENAME_TRIES) throw error;
      }
      await new Promise<void>((resolve) => {
        this.#clock.after(RENAME_PAUSE_MS, resolve);
      });
    }
  }

  /** Brings the names in the folder to disk. Calls that come while one is under way share the next one. */
  sync(): Promise<void> {
    if (this.#syncing === null) {
      this.#syncing = syncFolder(this.folder).finally(() => {
        this.#syncing = null;
      });
      return this.#syncing;
    }
    this.#nextSync ??= this.#syncing
      // Those who asked for it are told; the next one tries for itself.
      .catch(() => undefined)
      .then(() => {
        this.#nextSync = null;
        return this.sync();
      });
    return this.#nextSync;
  }

  /** What cannot be removed now is found without a row, and removed, at the next start. */
  async discard(name: string): Promise<void> {
    this.kept.drop(name);
    await unlink(join(this.folder, name)).catch(() => undefined);
  }

  /** The body from its first byte, out of memory where it was just written. Rejects with 'store-failed' if the size differs; a checksum that differs ends the stream with it. */
  async read(name: string, size: number, checksum: string): Promise<SpooledBody | KeptBody> {
    const kept = this.kept.read(name);
    if (kept !== null) return kept;
    const path = join(this.folder, name);
    const found = await stat(path).catch((error: unknown) => {
      throw storeError(error);
    });
    if (found.size !== size) throw storeError(new Error(`${name}: ${found.size} bytes instead of ${size}`));
    return new SpooledBody(path, size, checksum, this.blocks);
  }
}

/** Windows has no such thing; its file systems journal the names. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
