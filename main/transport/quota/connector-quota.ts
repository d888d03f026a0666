import type { SendQuota } from '../../config/snapshot.ts';
import { QuotaPlan, amountOf, type PlannedLimit } from './quota-plan.ts';
import { SlidingWindow, type CountedSpan } from './sliding-window.ts';

/** The limits of one send connector and what has been used of them. Pure; times in ms on a clock that never jumps. */

export type QuotaName = 'messagesPerMinute' | 'messagesPerHour' | 'messagesPerDay' | 'recipientsPerDay';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const kinds: Readonly<Record<QuotaName, { readonly unit: 'messages' | 'recipients'; readonly windowMs: number }>> = {
  messagesPerMinute: { unit: 'messages', windowMs: MINUTE_MS },
  messagesPerHour: { unit: 'messages', windowMs: 60 * MINUTE_MS },
  messagesPerDay: { unit: 'messages', windowMs: DAY_MS },
  recipientsPerDay: { unit: 'recipients', windowMs: DAY_MS },
};
export const quotaNames = Object.keys(kinds) as readonly QuotaName[];

/** What is kept of a limit over a restart. */
export interface UsedLimit {
  readonly counted: readonly CountedSpan[];
  /** May have been used between the writing and a crash: it counts from the restart on. */
  readonly ahead: number;
}

export type UsedQuota = Readonly<Partial<Record<QuotaName, UsedLimit>>>;

export interface QuotaUse {
  readonly name: QuotaName;
  readonly limit: number;
  readonly windowMs: number;
  readonly used: number;
  /** Until one more fits; 0: it does. */
  readonly waitMs: number;
}

interface Limit extends PlannedLimit {
  readonly name: QuotaName;
  /** What may still begin before it has to be written down anew. */
  covered: number;
}

/** A part of these limits is written down ahead: after a crash it counts as used. */
const AHEAD_OF_A_DAY = 0.01;
const AHEAD_OF_LESS = 0.1;

export class ConnectorQuota {
  #limits: readonly Limit[];
  #recipientsPerMessage: number;
  readonly #underWay = { messages: 0, recipients: 0 };

  constructor(quota: SendQuota, used: UsedQuota, nowMs: number) {
    this.#limits = quotaNames.flatMap((name) => limitOf(name, quota[name], used[name], nowMs));
    this.#recipientsPerMessage = quota.recipientsPerMessage ?? Number.POSITIVE_INFINITY;
  }

  /** Other limits for what was used so far. */
  change(quota: SendQuota, nowMs: number): void {
    const before = new Map(this.#limits.map((limit) => [limit.name, limit]));
    this.#limits = quotaNames.flatMap((name) => {
      const limit = before.get(name);
      const most = quota[name];
      if (limit === undefined || most === null) return this.#begun(limitOf(name, most, undefined, nowMs));
      return most === limit.window.limit ? [limit] : [{ ...limit, window: limit.window.limitedTo(most, nowMs) }];
    });
    this.#recipientsPerMessage = quota.recipientsPerMessage ?? Number.POSITIVE_INFINITY;
  }

  /** How many of a message's recipients may go now; 0: it has to wait. Only what no limit can ever take goes in parts. */
  fitting(recipients: number, nowMs: number): number {
    let most = Math.min(recipients, this.#recipientsPerMessage);
    for (const { unit, window } of this.#limits) {
      const free = window.free(nowMs);
      const isTooMany = unit === 'messages' ? free < 1 : free < most && most <= window.limit;
      if (isTooMany) return 0;
      if (unit === 'recipients') most = Math.min(most, free);
    }
    return most;
  }

  /** How long until at least a part of a message with so many recipients fits. */
  waitMs(recipients: number, nowMs: number): number {
    const part = Math.min(recipients, this.#recipientsPerMessage);
    return Math.max(
      0,
      ...this.#limits.map(({ unit, window }) => {
        if (unit === 'messages') return window.waitMs(1, nowMs);
        return window.waitMs(part > window.limit ? 1 : part, nowMs);
      }),
    );
  }

  /** The limit that such a message waits for longest, or null. */
  narrowest(recipients: number, nowMs: number): QuotaUse | null {
    const waiting = this.use(nowMs, recipients).filter(({ waitMs }) => waitMs > 0);
    return waiting.reduce<QuotaUse | null>((most, one) => (one.waitMs > (most?.waitMs ?? 0) ? one : most), null);
  }

  /** Whether this much was written down ahead, so that it may begin. */
  isCovered(recipients: number): boolean {
    return this.#limits.every(({ unit, covered }) => covered >= amountOf(unit, recipients));
  }

  begin(recipients: number): void {
    this.#underWay.messages += 1;
    this.#underWay.recipients += recipients;
    for (const limit of this.#limits) {
      const amount = amountOf(limit.unit, recipients);
      limit.window.begin(amount);
      limit.covered -= amount;
    }
  }

  /** A message ended of whose `recipients` the other side took, or may have taken, `taken`. */
  end(recipients: number, taken: number, nowMs: number): void {
    this.#underWay.messages -= 1;
    this.#underWay.recipients -= recipients;
    for (const { unit, window } of this.#limits) {
      window.end(amountOf(unit, recipients), taken === 0 ? 0 : amountOf(unit, taken), nowMs);
    }
  }

  use(nowMs: number, recipients = 1): readonly QuotaUse[] {
    return this.#limits.map(({ name, unit, window }) => ({
      ...{ name, limit: window.limit, windowMs: window.windowMs, used: window.used(nowMs) },
      waitMs: window.waitMs(amountOf(unit, recipients), nowMs),
    }));
  }

  /** What was used; what is under way may be. */
  used(nowMs: number): UsedQuota {
    return this.#written(nowMs, ({ window }) => window.underWay);
  }

  /**
   * The same, and ahead of time what may begin already and what may begin when this is written down: call `written`
   * then. With 0 recipients nothing more may.
   */
  usedAhead(recipients: number, nowMs: number): { readonly used: UsedQuota; readonly written: () => void } {
    const ahead = new Map(
      this.#limits.map((limit) => [
        limit,
        recipients === 0 ? 0 : Math.max(amountOf(limit.unit, recipients), aheadOf(limit.window)),
      ]),
    );
    return {
      used: this.#written(nowMs, (limit) => limit.window.underWay + limit.covered + (ahead.get(limit) ?? 0)),
      written: () => {
        for (const [limit, more] of ahead) limit.covered += more;
      },
    };
  }

  /** When the next messages could go, one after the other, if nothing else came between. */
  plan(nowMs: number): QuotaPlan {
    const limits = this.#limits.map(({ unit, window }) => {
      const { limit, windowMs, underWay } = window;
      // What is under way counts as if it ended now.
      const counted = [...window.counted(nowMs), ...(underWay > 0 ? [{ lastMs: nowMs, count: underWay }] : [])];
      return { unit, window: new SlidingWindow(limit, windowMs, counted) };
    });
    return new QuotaPlan(limits, nowMs);
  }

  /** A new limit counts what is under way, too. */
  #begun(limits: readonly Limit[]): readonly Limit[] {
    for (const { unit, window } of limits) window.begin(this.#underWay[unit]);
    return limits;
  }

  #written(nowMs: number, more: (limit: Limit) => number): UsedQuota {
    return Object.fromEntries(
      this.#limits.map((limit) => {
        return [limit.name, { counted: limit.window.counted(nowMs), ahead: more(limit) }];
      }),
    );
  }
}

function limitOf(name: QuotaName, most: number | null, used: UsedLimit | undefined, nowMs: number): readonly Limit[] {
  if (most === null) return [];
  const { unit, windowMs } = kinds[name];
  const ahead = used?.ahead ?? 0;
  const counted = [...(used?.counted ?? []), ...(ahead > 0 ? [{ lastMs: nowMs, count: ahead }] : [])];
  return [{ name, unit, window: new SlidingWindow(most, windowMs, counted), covered: 0 }];
}

function aheadOf({ limit, windowMs }: SlidingWindow): number {
  return Math.ceil(limit * (windowMs >= DAY_MS ? AHEAD_OF_A_DAY : AHEAD_OF_LESS));
}
