import type { MessageStatus, QueueCounts } from '../queue.ts';

/** The figures of the queue, kept by adding and subtracting, so that nobody has to count a million rows. */

export const UNREACHABLE = 'Unreachable';
export const POISON = 'Poison';
export const SUBMISSION = 'Submission';

/** What a row adds to the figures. */
export interface Standing {
  readonly status: MessageStatus;
  readonly queue: string;
  readonly attempts: number;
  readonly lastError: string | null;
}

interface QueueFigures {
  messages: number;
  lastError: string | null;
}

export class Tally {
  readonly #counts = { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 };
  readonly #queues = new Map<string, QueueFigures>();
  #pending: { standing: Standing; sign: 1 | -1; times: number }[] = [];

  /** Notes that a row changed from one standing to another; null: it was not there, or is no longer. */
  change(before: Standing | null, after: Standing | null, times = 1): void {
    if (before !== null) this.#pending.push({ standing: before, sign: -1, times });
    if (after !== null) this.#pending.push({ standing: after, sign: 1, times });
  }

  /** Takes the noted changes into the figures; call it when the transaction is committed. */
  commit(): void {
    for (const { standing, sign, times } of this.#pending) this.#apply(standing, sign * times);
    this.#pending = [];
  }

  rollback(): void {
    this.#pending = [];
  }

  counts(): QueueCounts {
    return { ...this.#counts };
  }

  /** Queues with at least one message that is not leased. */
  queues(): { queue: string; messages: number; lastError: string | null }[] {
    return [...this.#queues].map(([queue, figures]) => ({ queue, ...figures }));
  }

  #apply(standing: Standing, difference: number): void {
    const { status, queue } = standing;
    if (status === 'leased') {
      this.#counts.active += difference;
      return;
    }
    if (status === 'ready') {
      this.#counts.waiting += difference;
      if (standing.attempts > 0) this.#counts.retry += difference;
      if (queue === UNREACHABLE) this.#counts.unreachable += difference;
    } else {
      this.#counts[status] += difference;
    }
    const figures = this.#queues.get(queue) ?? { messages: 0, lastError: null };
    figures.messages += difference;
    if (difference > 0) figures.lastError = standing.lastError ?? figures.lastError;
    if (figures.messages > 0) this.#queues.set(queue, figures);
    else this.#queues.delete(queue);
  }
}
