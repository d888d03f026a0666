import { LogSegment, SEGMENT_BYTES } from './log-segment.ts';

/** The segments of the append log, in the order in which they were begun; the last one is written to. */

/** Beyond this the oldest are cleared. */
const MOST_SEGMENTS = 16;
const MOST_SPARES = 2;

export interface LogChainDeps {
  readonly folder: string;
  /** Number of the first segment. */
  readonly firstNumber: number;
  /** What is alive in a segment has to go to the database. */
  readonly evacuate: (segment: LogSegment) => void;
  /** A segment, and all before it, are gone for good. */
  readonly removed: (segment: number) => void;
}

export class LogChain {
  readonly #deps: LogChainDeps;
  readonly #segments: LogSegment[] = [];
  readonly #spares: string[] = [];
  #nextNumber: number;
  #sweeping: Promise<void> | null = null;

  constructor(deps: LogChainDeps) {
    this.#deps = deps;
    this.#nextNumber = deps.firstNumber;
  }

  get current(): LogSegment | null {
    return this.#segments.at(-1) ?? null;
  }

  /** The segment in which so many bytes have room; a new one where the current one is full or broken. */
  async withRoom(bytes: number): Promise<LogSegment> {
    const { current } = this;
    if (current !== null && !current.isBroken && current.position + bytes <= SEGMENT_BYTES) return current;
    // Nobody looks after a segment that is full.
    if (current !== null && !current.isBroken) await current.sync();
    const spare = this.#spares.pop() ?? null;
    const next = await LogSegment.create(this.#deps.folder, this.#nextNumber, spare);
    this.#nextNumber += 1;
    this.#segments.push(next);
    for (const old of this.#segments.slice(0, -MOST_SEGMENTS)) this.#deps.evacuate(old);
    return next;
  }

  /** Gives up a segment that could not be written or brought to disk. */
  abandon(segment: LogSegment): void {
    segment.isBroken = true;
    this.#deps.evacuate(segment);
  }

  /** How much of the segment before this one has to be readable. */
  bytesBefore(segment: LogSegment): number {
    return this.#segments[this.#segments.indexOf(segment) - 1]?.synced ?? 0;
  }

  /** Takes away what is no longer needed. */
  sweep(): void {
    if (this.#sweeping !== null || !this.#isFrontDone()) return;
    this.#sweeping = this.#removeFront()
      // A file that someone holds is tried again behind the next one that is done with.
      .catch(() => undefined)
      .finally(() => (this.#sweeping = null));
  }

  /** With nothing alive in them, no files are left. */
  async close(): Promise<void> {
    await this.#sweeping;
    const isDone = this.#segments.every(({ live }) => live === 0);
    const { current } = this;
    if (!isDone && current !== null && !current.isBroken) await current.sync();
    for (const segment of this.#segments) {
      if (isDone) await segment.remove(this.#deps.folder, null);
      else await segment.close();
    }
    if (isDone && current !== null) this.#deps.removed(current.number);
    this.#segments.length = 0;
  }

  #isFrontDone(): boolean {
    const [front] = this.#segments;
    return this.#segments.length > 1 && front?.live === 0;
  }

  /** Only ever the oldest: what is settled in a later one may have been accepted in an earlier one. */
  async #removeFront(): Promise<void> {
    for (let [front] = this.#segments; front !== undefined && this.#isFrontDone(); [front] = this.#segments) {
      const isReusable = !front.isBroken && this.#spares.length < MOST_SPARES;
      const spare = isReusable ? `spare-${front.number}` : null;
      await front.remove(this.#deps.folder, spare);
      this.#segments.shift();
      if (spare !== null) this.#spares.push(spare);
      this.#deps.removed(front.number);
    }
  }
}
