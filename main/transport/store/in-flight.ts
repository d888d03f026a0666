import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { storeError } from './store-error.ts';

/**
 * Which messages are in the hands of delivery, in a file of 8-byte slots. Written without fsync: what the system
 * took survives the death of the process, and after a power cut there is nobody to blame.
 */

const SLOT_BYTES = 8;
/** Room for this many at once before the file has to grow. */
const SLOTS = 4096;

export class InFlightFile {
  readonly #file: number;
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #buffer = Buffer.alloc(SLOT_BYTES);
  #isClosed = false;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Ids that a process left behind. A torn or foreign file names none. */
  static leftBehind(path: string): number[] {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw storeError(error);
    }
    const slots = Math.floor(bytes.length / SLOT_BYTES);
    const ids = Array.from({ length: slots }, (_, slot) => bytes.readDoubleLE(slot * SLOT_BYTES));
    return [...new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0))];
  }

  /** Starts afresh: call it when what was left behind has been dealt with. */
  static open(path: string): InFlightFile {
    try {
      const file = openSync(path, 'w', 0o600);
      writeSync(file, Buffer.alloc(SLOT_BYTES * SLOTS));
      return new InFlightFile(file);
    } catch (error) {
      throw storeError(error);
    }
  }

  begin(id: number): void {
    if (this.#slots.has(id)) return;
    const slot = this.#free.pop() ?? this.#slots.size;
    this.#slots.set(id, slot);
    this.#write(slot, id);
  }

  end(id: number): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#free.push(slot);
    this.#write(slot, 0);
  }

  /** Leaves an empty file: nothing was in flight. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    ftruncateSync(this.#file);
    closeSync(this.#file);
  }

  #write(slot: number, id: number): void {
    // The number of a closed file may by now be another file's.
    if (this.#isClosed) return;
    this.#buffer.writeDoubleLE(id);
    try {
      writeSync(this.#file, this.#buffer, 0, SLOT_BYTES, slot * SLOT_BYTES);
    } catch {
      // Mail goes on without the mark: all that is lost is whom to blame if the process dies now.
    }
  }
}
