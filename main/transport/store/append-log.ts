import type { Clock, Timer } from '../../clock.ts';
import type { LogChain } from './log-chain.ts';
import { mostFrameBytes, writeFrame, type FrameContent } from './log-frame.ts';
import { SEGMENT_BYTES, type LogSegment } from './log-segment.ts';
import { removedDatabase, storeError } from './store-error.ts';

/**
 * The append log with group commit: one batch of frames is written and brought to disk at a time; all that waits when
 * that is done goes into the next one.
 */

const BATCH_BYTES = 1_048_576;
/** What was settled is brought to disk with the next message, or after this time. */
const SYNC_AFTER_MS = 1000;
/** After a failure the log is left alone for so long. */
const PAUSE_MS = 1000;

/** A message whose frame, in that segment, must not count any more. */
export interface Concluded {
  readonly id: number;
  readonly segment: number;
}

export interface AppendLogDeps {
  readonly chain: LogChain;
  readonly clock: Clock;
  /** Highest id given out so far. */
  readonly lastId: () => number;
  /** False when queue.db was taken away: no mail is accepted then. */
  readonly isInPlace: () => boolean;
  /** Whether the disk has room for all that is in the log to move to the database. */
  readonly hasRoom: () => boolean;
  /** Messages that are done, while the log may not say so: somebody else has to remember. */
  readonly stranded: (messages: readonly Concluded[]) => void;
}

interface Waiting {
  readonly content: FrameContent;
  /** Where a settled message stands. */
  readonly segment: LogSegment | null;
  readonly resolve: (segment: LogSegment) => void;
  readonly reject: (error: Error) => void;
}

export class AppendLog {
  /** Batches that were brought to disk. */
  syncs = 0;
  readonly #deps: AppendLogDeps;
  #staging: Buffer | null = null;
  #waiting: Waiting[] = [];
  /** Settled and written, but not yet on disk. */
  #unsynced: Concluded[] = [];
  #syncTimer: Timer | null = null;
  #isSyncDue = false;
  #isScheduled = false;
  #work: Promise<void> | null = null;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(deps: AppendLogDeps) {
    this.#deps = deps;
  }

  /** Whether it takes messages now. Disk space is looked at once for those that come together. */
  get isAccepting(): boolean {
    return this.#isOpen && (this.#isScheduled || this.#deps.hasRoom());
  }

  get #isOpen(): boolean {
    return !this.#isClosed && this.#deps.clock.monotonic() >= this.#pausedUntilMs;
  }

  /** Whether a message of this size has a place here. */
  fits(text: string, body: Buffer): boolean {
    return mostFrameBytes({ text, body }) <= BATCH_BYTES / 2;
  }

  /** Resolves with its segment when the message is on disk. Rejects with 'disk-full' or 'store-failed'. */
  accept(id: number, text: string, body: Buffer): Promise<LogSegment> {
    return this.#append({ kind: 'accepted', id, text, body }, null);
  }

  /** Resolves when it is written: the death of the process leaves it there, a power cut within a second might not. */
  settle(id: number, segment: LogSegment): Promise<unknown> {
    return this.#append({ kind: 'settled', id, text: '', body: null }, segment);
  }

  /** A message that stands in the segment is settled or in the database. */
  release(segment: LogSegment): void {
    segment.live -= 1;
    if (segment.live === 0 && this.#work === null) this.#deps.chain.sweep();
  }

  /** Works off what waits. May be called again. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#syncTimer?.cancel();
    while (this.#isScheduled || this.#work !== null)
      await (this.#work ?? new Promise((resolve) => setImmediate(resolve)));
    await this.#deps.chain.close();
  }

  #append(content: FrameContent, segment: LogSegment | null): Promise<LogSegment> {
    if (!this.#isOpen) return Promise.reject(storeError(new Error('the append log takes nothing now')));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ content, segment, resolve, reject });
      this.#schedule();
    });
  }

  /** Lets all that becomes ready in this turn of the event loop share a batch. */
  #schedule(): void {
    if (this.#isScheduled || this.#work !== null) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#work ??= this.#workOff().finally(() => {
        this.#work = null;
        this.#deps.chain.sweep();
        if (this.#waiting.length > 0 || this.#isSyncDue) this.#schedule();
      });
    });
  }

  async #workOff(): Promise<void> {
    while (this.#waiting.length > 0 || this.#isSyncDue) {
      if (!this.#deps.isInPlace()) this.#refuse(isAccept, removedDatabase());
      if (this.#waiting.length === 0 && !this.#isSyncDue) return;
      try {
        const [next] = this.#waiting;
        const segment = await this.#deps.chain.withRoom(next === undefined ? 0 : mostFrameBytes(next.content));
        await this.#writeBatch(segment);
      } catch (error) {
        this.#failed(this.#deps.chain.current, [], storeError(error));
      }
    }
  }

  /** Never rejects. */
  async #writeBatch(segment: LogSegment): Promise<void> {
    const { batch, bytes } = this.#stage(segment);
    try {
      await segment.write(bytes);
      for (const waiting of batch) if (!isAccept(waiting)) this.#settled(waiting, segment);
      if (this.#isSyncDue || segment.synced === 0 || batch.some(isAccept)) await this.#sync(segment);
      for (const waiting of batch) {
        if (!isAccept(waiting)) continue;
        segment.live += 1;
        waiting.resolve(segment);
      }
    } catch (error) {
      this.#failed(segment, batch, storeError(error));
    }
  }

  /** Puts as much of what waits into one block of memory as the block and the segment hold. */
  #stage(segment: LogSegment): { batch: Waiting[]; bytes: Buffer } {
    this.#staging ??= Buffer.allocUnsafeSlow(BATCH_BYTES);
    const place = { marker: segment.marker, batch: segment.position };
    const room = Math.min(BATCH_BYTES, SEGMENT_BYTES - segment.position);
    let end = 0;
    if (segment.position === 0) {
      const text = JSON.stringify({ before: this.#deps.chain.bytesBefore(segment) });
      end = writeFrame(this.#staging, 0, { kind: 'begun', id: this.#deps.lastId(), text, body: null }, place);
    }
    let count = 0;
    for (const { content } of this.#waiting) {
      if (end + mostFrameBytes(content) > room) break;
      end = writeFrame(this.#staging, end, content, place);
      count += 1;
    }
    return { batch: this.#waiting.splice(0, count), bytes: this.#staging.subarray(0, end) };
  }

  #settled(waiting: Waiting, segment: LogSegment): void {
    this.#unsynced.push({ id: waiting.content.id, segment: waiting.segment?.number ?? segment.number });
    this.#syncTimer ??= this.#deps.clock.after(SYNC_AFTER_MS, () => {
      this.#syncTimer = null;
      this.#isSyncDue = this.#unsynced.length > 0;
      if (this.#isSyncDue) this.#schedule();
    });
    waiting.resolve(segment);
  }

  async #sync(segment: LogSegment): Promise<void> {
    this.#isSyncDue = false;
    await segment.sync();
    this.#unsynced = [];
    this.syncs += 1;
  }

  /** The file is not trusted any more, in neither direction: who was refused must not come back, nor who was settled. */
  #failed(segment: LogSegment | null, batch: readonly Waiting[], error: Error): void {
    this.#isSyncDue = false;
    this.#pausedUntilMs = this.#deps.clock.monotonic() + PAUSE_MS;
    const stranded = this.#unsynced.splice(0);
    for (const waiting of batch) {
      if (segment !== null && isAccept(waiting)) stranded.push({ id: waiting.content.id, segment: segment.number });
      waiting.reject(error);
    }
    this.#refuse(() => true, error);
    if (segment !== null) this.#deps.chain.abandon(segment);
    if (stranded.length > 0) this.#deps.stranded(stranded);
  }

  #refuse(whom: (waiting: Waiting) => boolean, error: Error): void {
    const refused = this.#waiting.filter(whom);
    this.#waiting = this.#waiting.filter((waiting) => !whom(waiting));
    for (const waiting of refused) waiting.reject(error);
  }
}

function isAccept({ content }: Waiting): boolean {
  return content.kind === 'accepted';
}
