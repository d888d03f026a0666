import type { Clock, Timer } from '../clock.ts';

/**
 * The time by which a peer has to do something. It is set anew several times for each message, so the timer behind it
 * is not: where the time was put off, it looks again when it fires.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #passed: () => void;
  #dueMs = Number.POSITIVE_INFINITY;
  #timer: Timer | null = null;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, passed: () => void) {
    this.#clock = clock;
    this.#passed = passed;
  }

  /** Counts from now, whatever was set before. */
  set(ms: number): void {
    this.#dueMs = this.#clock.monotonic() + ms;
    if (this.#dueMs >= this.#timerDueMs) return;
    this.#timer?.cancel();
    this.#arm(ms);
  }

  clear(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  /** Ends the timer too; for when nothing will be waited for any more. */
  stop(): void {
    this.clear();
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerDueMs = Number.POSITIVE_INFINITY;
  }

  #arm(ms: number): void {
    this.#timerDueMs = this.#clock.monotonic() + ms;
    this.#timer = this.#clock.after(ms, () => this.#look());
  }

  #look(): void {
    this.#timer = null;
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    if (this.#dueMs === Number.POSITIVE_INFINITY) return;
    const leftMs = this.#dueMs - this.#clock.monotonic();
    if (leftMs > 0) {
      this.#arm(leftMs);
      return;
    }
    this.clear();
    this.#passed();
  }
}
