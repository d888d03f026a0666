import type { SlidingWindow } from './sliding-window.ts';

export interface PlannedLimit {
  readonly unit: 'messages' | 'recipients';
  readonly window: SlidingWindow;
}

export function amountOf(unit: PlannedLimit['unit'], recipients: number, messages = 1): number {
  return unit === 'messages' ? messages : recipients;
}

/** A forecast in which messages are handed over as early as the limits let them. */
export class QuotaPlan {
  readonly #limits: readonly PlannedLimit[];
  #atMs: number;

  /** The windows are the plan's own. */
  constructor(limits: readonly PlannedLimit[], nowMs: number) {
    this.#limits = limits;
    this.#atMs = nowMs;
  }

  /** When the next ones can go, at `earliestMs` at best. */
  next(recipients: number, earliestMs: number, messages = 1): number {
    this.#atMs = Math.max(this.#atMs, earliestMs);
    for (const { unit, window } of this.#limits) {
      this.#atMs += window.waitMs(amountOf(unit, recipients, messages), this.#atMs);
    }
    for (const { unit, window } of this.#limits) {
      const amount = amountOf(unit, recipients, messages);
      window.begin(amount);
      window.end(amount, amount, this.#atMs);
    }
    return this.#atMs;
  }
}

const MOST_STEPS = 2000;

/** How long until so many messages are gone, each taking `paceMs` of the next hop. */
export function clearsInMs(
  plan: QuotaPlan,
  messages: number,
  recipientsEach: number,
  paceMs: number,
  nowMs: number,
): number {
  const together = Math.ceil(messages / MOST_STEPS);
  let atMs = nowMs;
  for (let left = messages; left > 0; left -= together) {
    const step = Math.min(together, left);
    atMs = plan.next(step * recipientsEach, atMs, step) + step * paceMs;
  }
  return atMs - nowMs;
}
