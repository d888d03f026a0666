import type { Clock, Timer } from '../clock.ts';
import { LEASE_MS } from './held-messages.ts';
import type { LeasedMessage, MessageQueue } from './queue.ts';

/** Takes due messages out of the store: only when something is due and there is room, never by polling. */

/** A row is cheap, but what is claimed has to be looked at before the next batch. */
const BATCH = 128;
const RETRY_AFTER_FAILURE_MS = 2000;
/** Something due that cannot be claimed (a suspect waits for another) is looked at again after this time. */
const SHORTEST_WAIT_MS = 100;

export interface ClaimsDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly owner: string;
  /** Messages that may be claimed now. */
  readonly room: () => number;
  readonly claimed: (messages: readonly LeasedMessage[]) => void;
  /** Longest sensible wait: a message due later than that was written under another clock. */
  readonly longestWaitMs: () => number;
  readonly report: (error: unknown, doing: string) => void;
}

export class Claims {
  readonly #deps: ClaimsDeps;
  #running = false;
  /** The claim under way; it never rejects. */
  #claim: Promise<void> | null = null;
  #backlog = false;
  #behind = false;
  /** Something became due while a claim was under way. */
  #again = false;
  #timer: Timer | null = null;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(deps: ClaimsDeps) {
    this.#deps = deps;
  }

  /** More is due in the store than could be claimed: new messages have to queue up behind it. */
  get behind(): boolean {
    return this.#behind;
  }

  start(): void {
    this.#running = true;
    this.due();
  }

  /** Resolves when no claim is under way any more. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#behind = false;
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    await this.#claim;
  }

  /** Something may be due now. */
  due(): void {
    this.#backlog = true;
    this.#again = true;
    this.proceed();
  }

  /** Something will be due at a time. */
  dueAt(dueMs: number): void {
    if (!this.#running || dueMs >= this.#timerDueMs) return;
    this.#arm(dueMs, dueMs - this.#deps.clock.now());
  }

  /** There may be room again. Cheap: it is called behind each message. */
  proceed(): void {
    if (!this.#backlog || this.#claim !== null || !this.#running) return;
    const limit = Math.min(BATCH, this.#deps.room());
    if (limit <= 0) {
      this.#behind = true;
      return;
    }
    this.#again = false;
    this.#claim = this.#take(limit)
      .catch((error: unknown) => {
        this.#deps.report(error, 'claiming messages');
        this.#backlog = false;
        this.#arm(Number.NEGATIVE_INFINITY, RETRY_AFTER_FAILURE_MS);
      })
      .then(() => {
        this.#claim = null;
        this.proceed();
      });
  }

  async #take(limit: number): Promise<void> {
    const { queue, clock, owner, claimed } = this.#deps;
    const nowMs = clock.now();
    const messages = await queue.claim({ owner, nowMs, untilMs: nowMs + LEASE_MS, limit });
    this.#behind = messages.length === limit;
    claimed(messages);
    if (messages.length === limit || this.#again) return;
    this.#backlog = false;
    const dueMs = await queue.nextDueMs();
    if (dueMs !== null) await this.#wait(dueMs);
  }

  async #wait(dueMs: number): Promise<void> {
    const { queue, clock, longestWaitMs } = this.#deps;
    const nowMs = clock.now();
    if (dueMs > nowMs + 1.5 * longestWaitMs()) {
      // Nothing is ever given back for so long: the clock was ahead then. Nobody shall wait for that day.
      if ((await queue.retry({}, nowMs)) > 0) this.#backlog = true;
      else this.dueAt(nowMs + longestWaitMs());
      return;
    }
    this.dueAt(Math.max(dueMs, nowMs + SHORTEST_WAIT_MS));
  }

  #arm(dueMs: number, waitMs: number): void {
    this.#timer?.cancel();
    if (!this.#running) return;
    this.#timerDueMs = dueMs;
    this.#timer = this.#deps.clock.after(Math.max(0, waitMs), () => {
      this.#timer = null;
      this.#timerDueMs = Number.POSITIVE_INFINITY;
      this.due();
    });
  }
}
