import type { Clock, Timer } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import type { AttemptRecord, LeasedMessage, MessageQueue, QueuedRecipient, RecipientOutcome } from './queue.ts';

/** The messages this process holds a lease on: their outcomes on the way to the store, and the lease itself. */

export interface Held {
  readonly message: LeasedMessage;
  /** Groups whose outcome is not known yet. */
  open: number;
  /** Attempts under way. */
  active: number;
  /** Outcomes not yet settled. */
  outcomes: RecipientOutcome[];
  /** What the attempts came to that these outcomes are of. */
  attempts: AttemptRecord[];
  /** Recipients that stay in the queue, with what they wait for. */
  waiting: { readonly recipient: QueuedRecipient; readonly error: string | null; readonly scheduled: boolean }[];
  nextAttemptMs: number;
  lastError: string | null;
  delayNotified: boolean;
  delivered: boolean;
  failed: boolean;
  deferred: boolean;
  /** The body as it was accepted cannot be read. */
  bodyError: Error | null;
  /** A settlement is on its way, and whether there is more to settle behind it: one at a time keeps their order. */
  settling: boolean;
  settleAgain: boolean;
  released: boolean;
  whenReleased: (() => void)[];
}

export const LEASE_MS = 300_000;
const RENEW_EVERY_MS = 60_000;
const SETTLE_RETRY_MS = 2000;

export interface HeldMessagesDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly owner: string;
  readonly report: (error: unknown, doing: string) => void;
  /** The message is out of our hands; `gone` when nothing of it waits any more. */
  readonly released: (held: Held, gone: boolean) => void;
}

export class HeldMessages {
  readonly #deps: HeldMessagesDeps;
  readonly #held = new Map<number, Held>();
  readonly #retries = new Map<Held, Timer>();
  #bytes = 0;
  #renewal: Timer | null = null;
  #whenEmpty: (() => void)[] = [];
  /** The store refused the last settlement; null when it works. */
  trouble: string | null = null;

  constructor(deps: HeldMessagesDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Bytes of the bodies that came along in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  find(id: number): Held | null {
    return this.#held.get(id) ?? null;
  }

  all(): readonly Held[] {
    return [...this.#held.values()];
  }

  /** Null where the message is held already: its lease ran out on the wall clock, not in fact. */
  take(message: LeasedMessage): Held | null {
    if (this.#held.has(message.id)) return null;
    const held: Held = {
      message,
      open: 0,
      active: 0,
      outcomes: [],
      attempts: [],
      waiting: [],
      nextAttemptMs: Number.POSITIVE_INFINITY,
      lastError: null,
      delayNotified: message.delayNotified,
      delivered: false,
      failed: false,
      deferred: false,
      bodyError: null,
      settling: false,
      settleAgain: false,
      released: false,
      whenReleased: [],
    };
    this.#held.set(message.id, held);
    this.#bytes += message.body?.length ?? 0;
    this.#renewal ??= this.#deps.clock.after(RENEW_EVERY_MS, () => this.#renew());
    return held;
  }

  /** Writes the outcomes known so far; with no group open the lease goes back. A store that fails is asked again. */
  settle(held: Held): void {
    if (held.settling || this.#retries.has(held)) {
      held.settleAgain = true;
      return;
    }
    const { outcomes, attempts, message } = held;
    const last = held.open === 0;
    // A message without anybody left needs a time all the same; it is removed.
    const nextAttemptMs = Number.isFinite(held.nextAttemptMs) ? held.nextAttemptMs : message.nextAttemptMs;
    const release = last ? { nextAttemptMs, lastError: held.lastError, delayNotified: held.delayNotified } : null;
    held.outcomes = [];
    held.attempts = [];
    held.settling = true;
    held.settleAgain = false;
    this.#deps.queue.settle(this.#deps.owner, { id: message.id, outcomes, attempts, release }).then(
      () => {
        held.settling = false;
        this.trouble = null;
        if (last) this.#forget(held);
        else if (held.settleAgain) this.settle(held);
      },
      (error: unknown) => this.#settleFailed(held, { outcomes, attempts }, error),
    );
  }

  /** Resolves when the message is out of our hands. */
  untilReleased(held: Held): Promise<void> {
    return held.released ? Promise.resolve() : new Promise((resolve) => held.whenReleased.push(resolve));
  }

  untilEmpty(): Promise<void> {
    return this.#held.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Stops asking a store that fails; what is still held is found by its lease at the next start. */
  giveUp(): void {
    for (const timer of this.#retries.values()) timer.cancel();
    this.#retries.clear();
    for (const held of this.#held.values()) this.#forget(held);
  }

  #settleFailed(held: Held, unsettled: Pick<Held, 'outcomes' | 'attempts'>, error: unknown): void {
    held.settling = false;
    if (error instanceof PostroomError && error.code === 'not-found') {
      // Somebody else has the message now; what he finds out counts.
      this.#deps.report(error, `settling message ${held.message.id}`);
      this.#forget(held);
      return;
    }
    if (this.trouble === null) this.#deps.report(error, `settling message ${held.message.id}`);
    this.trouble = error instanceof Error ? error.message : String(error);
    held.outcomes.unshift(...unsettled.outcomes);
    held.attempts.unshift(...unsettled.attempts);
    if (held.released) return;
    const timer = this.#deps.clock.after(SETTLE_RETRY_MS, () => {
      this.#retries.delete(held);
      this.settle(held);
    });
    this.#retries.set(held, timer);
  }

  #forget(held: Held): void {
    if (held.released) return;
    held.released = true;
    this.#held.delete(held.message.id);
    this.#bytes -= held.message.body?.length ?? 0;
    this.#deps.released(held, held.waiting.length === 0);
    for (const resolve of held.whenReleased) resolve();
    if (this.#held.size > 0) return;
    this.#renewal?.cancel();
    this.#renewal = null;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  #renew(): void {
    const { queue, clock, owner, report } = this.#deps;
    this.#renewal = clock.after(RENEW_EVERY_MS, () => this.#renew());
    queue
      .renew(owner, [...this.#held.keys()], clock.now() + LEASE_MS)
      .catch((error: unknown) => report(error, 'renewing leases'));
  }
}
