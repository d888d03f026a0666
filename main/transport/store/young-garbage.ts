import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_BYTES = 8_388_608;

type Collect = (options: { type: 'minor' }) => void;

/**
 * Keeps the memory low while large bodies pass. Their buffers are dead within milliseconds, but V8 counts only the
 * few bytes in its heap that refer to them: left alone it lets tens of megabytes pile up before it looks.
 */
export class YoungGarbage {
  #bytes = 0;
  #collect: Collect | null = null;

  /** Notes that so many bytes went through buffers. Now and then that collects, in about half a millisecond. */
  passed(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < EVERY_BYTES) return;
    this.#bytes = 0;
    this.#collect ??= minorCollection();
    this.#collect({ type: 'minor' });
  }
}

/** V8's own function, or one that does nothing where it cannot be had. */
function minorCollection(): Collect {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return typeof found === 'function' ? (found as Collect) : () => undefined;
}
