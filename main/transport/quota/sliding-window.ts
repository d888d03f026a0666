/** What was counted in a stretch of time. Times in ms on one clock that never jumps. */
export interface CountedSpan {
  /** The last count in it: it counts until a whole window has passed since. */
  readonly lastMs: number;
  readonly count: number;
}

interface Bucket {
  readonly firstMs: number;
  lastMs: number;
  count: number;
}

/** Buckets of a window at most, so that a limit of a million needs no more memory than one of ten. */
const RESOLUTION = 500;

/**
 * Counts against a limit that holds in every span of the length of the window. What is under way counts from its
 * beginning and until a window after its end: nobody outside can see when in between the other side counts it.
 */
export class SlidingWindow {
  readonly limit: number;
  readonly windowMs: number;
  #buckets: Bucket[] = [];
  #counted = 0;
  #underWay = 0;

  constructor(limit: number, windowMs: number, counted: readonly CountedSpan[] = []) {
    this.limit = limit;
    this.windowMs = windowMs;
    for (const { lastMs, count } of counted) this.#count(count, lastMs);
  }

  /** What counts now. */
  used(nowMs: number): number {
    this.#forget(nowMs);
    return this.#counted + this.#underWay;
  }

  free(nowMs: number): number {
    return Math.max(0, this.limit - this.used(nowMs));
  }

  /** How long until `amount` fits: 0 now; as long as the window where that depends on what is under way. */
  waitMs(amount: number, nowMs: number): number {
    let excess = this.used(nowMs) + Math.min(amount, this.limit) - this.limit;
    if (excess <= 0) return 0;
    for (const { lastMs, count } of this.#buckets) {
      excess -= count;
      if (excess <= 0) return Math.max(1, lastMs + this.windowMs - nowMs);
    }
    return this.windowMs;
  }

  begin(amount: number): void {
    this.#underWay += amount;
  }

  /** `counted` of the `amount` that began were handed over; the rest counts no more. */
  end(amount: number, counted: number, nowMs: number): void {
    this.#underWay -= amount;
    if (counted > 0) this.#count(counted, nowMs);
  }

  get underWay(): number {
    return this.#underWay;
  }

  counted(nowMs: number): readonly CountedSpan[] {
    this.#forget(nowMs);
    return this.#buckets.map(({ lastMs, count }) => ({ lastMs, count }));
  }

  /** The same under another limit. */
  limitedTo(limit: number, nowMs: number): SlidingWindow {
    const other = new SlidingWindow(limit, this.windowMs, this.counted(nowMs));
    other.#underWay = this.#underWay;
    return other;
  }

  #count(amount: number, nowMs: number): void {
    const last = this.#buckets.at(-1);
    this.#counted += amount;
    // What shares a bucket counts as long as the latest of it: never too little.
    if (last !== undefined && nowMs - last.firstMs < this.windowMs / RESOLUTION) {
      last.lastMs = Math.max(last.lastMs, nowMs);
      last.count += amount;
    } else this.#buckets.push({ firstMs: nowMs, lastMs: nowMs, count: amount });
  }

  #forget(nowMs: number): void {
    let gone = 0;
    for (const { lastMs, count } of this.#buckets) {
      if (nowMs - lastMs < this.windowMs) break;
      this.#counted -= count;
      gone += 1;
    }
    if (gone > 0) this.#buckets.splice(0, gone);
  }
}
