import type { Clock } from '../../clock.ts';
import type { SendConnector, SendQuota } from '../../config/snapshot.ts';
import { ConnectorQuota, DAY_MS, quotaNames, type QuotaUse, type UsedQuota } from './connector-quota.ts';
import type { QuotaPlan } from './quota-plan.ts';

/** Lets send connectors hand over no more than their quotas allow, also across a restart and a crash. */

/** By connector identity; times in ms since 1970. */
export type QuotaRecord = Readonly<Record<string, UsedQuota>>;

/** Where it is written down what was used. */
export interface QuotaMemory {
  readonly record: QuotaRecord;
  save(record: QuotaRecord): Promise<void>;
}

export type LimitedConnector = SendConnector & { readonly quota: SendQuota };

/** How many recipients may go now; or how long to wait; or a promise after which to ask again. */
export type Admission = { readonly go: number } | { readonly waitMs: number } | { readonly written: Promise<void> };

interface Known {
  limits: SendQuota;
  readonly quota: ConnectorQuota;
  /** Recipients to cover with the next writing; 0: nobody waits for it. */
  wanted: number;
}

export interface GovernorDeps {
  readonly clock: Clock;
  readonly memory: QuotaMemory;
  readonly report: (error: unknown, doing: string) => void;
}

export class Governor {
  readonly #deps: GovernorDeps;
  readonly #known = new Map<string, Known>();
  #writing: Promise<void> | null = null;

  constructor(deps: GovernorDeps) {
    this.#deps = deps;
  }

  /** Call ended() for what may go. */
  admit(connector: LimitedConnector, recipients: number): Admission {
    const known = this.#of(connector);
    const nowMs = this.#deps.clock.monotonic();
    const fitting = known.quota.fitting(recipients, nowMs);
    if (fitting === 0) return { waitMs: Math.max(1, known.quota.waitMs(recipients, nowMs)) };
    if (!known.quota.isCovered(fitting)) {
      known.wanted = Math.max(known.wanted, fitting);
      this.#writing ??= this.#write();
      return { written: this.#writing };
    }
    known.quota.begin(fitting);
    return { go: fitting };
  }

  /** Of `recipients` that were let go, the next hop took `taken`. */
  ended(connector: string, recipients: number, taken: number): void {
    this.#known.get(connector)?.quota.end(recipients, taken, this.#deps.clock.monotonic());
  }

  plan(connector: LimitedConnector): QuotaPlan {
    return this.#of(connector).quota.plan(this.#deps.clock.monotonic());
  }

  /** What is used of each limit. */
  use(connector: LimitedConnector): readonly QuotaUse[] {
    return this.#of(connector).quota.use(this.#deps.clock.monotonic());
  }

  /** What such a message has to wait for, or null. */
  narrowest(connector: LimitedConnector, recipients: number): QuotaUse | null {
    return this.#of(connector).quota.narrowest(recipients, this.#deps.clock.monotonic());
  }

  /** Writes down exactly what was used. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#known.size === 0) return;
    await this.#save(this.#record((quota, nowMs) => quota.used(nowMs)));
  }

  #of({ identity, quota: limits }: LimitedConnector): Known {
    const known = this.#known.get(identity);
    if (known === undefined) {
      const fresh = { limits, quota: this.#remembered(identity, limits), wanted: 0 };
      this.#known.set(identity, fresh);
      return fresh;
    }
    if (known.limits !== limits) {
      known.limits = limits;
      known.quota.change(limits, this.#deps.clock.monotonic());
    }
    return known;
  }

  /** With what the last run left, on the clock of this one. What lies in the future by it counts from now. */
  #remembered(identity: string, limits: SendQuota): ConnectorQuota {
    const { clock, memory } = this.#deps;
    const nowMs = clock.monotonic();
    const offsetMs = nowMs - clock.now();
    const used = moved(memory.record[identity] ?? {}, (lastMs) => Math.min(nowMs, lastMs + offsetMs));
    return new ConnectorQuota(limits, used, nowMs);
  }

  /** One after the other; each covers what was asked for until it began. */
  async #write(): Promise<void> {
    const written: (() => void)[] = [];
    const record = this.#record((quota, nowMs, known) => {
      const ahead = quota.usedAhead(known.wanted, nowMs);
      known.wanted = 0;
      written.push(ahead.written);
      return ahead.used;
    });
    await this.#save(record);
    this.#writing = null;
    for (const cover of written) cover();
  }

  /** Mail goes on where it cannot be written down. */
  async #save(record: QuotaRecord): Promise<void> {
    try {
      await this.#deps.memory.save(record);
    } catch (error) {
      this.#deps.report(error, 'writing down how much was sent');
    }
  }

  #record(usedBy: (quota: ConnectorQuota, nowMs: number, known: Known) => UsedQuota): QuotaRecord {
    const { clock, memory } = this.#deps;
    const nowMs = clock.monotonic();
    const offsetMs = clock.now() - nowMs;
    const kept = Object.entries(memory.record).filter(([, used]) => isYoung(used, clock.now()));
    const own = [...this.#known].map(
      ([identity, known]) =>
        [identity, moved(usedBy(known.quota, nowMs, known), (lastMs) => Math.round(lastMs + offsetMs))] as const,
    );
    return Object.fromEntries([...kept, ...own]);
  }
}

function isYoung(used: UsedQuota, nowMs: number): boolean {
  return quotaNames.some((name) => used[name]?.counted.some(({ lastMs }) => nowMs - lastMs < DAY_MS) ?? false);
}

function moved(used: UsedQuota, move: (lastMs: number) => number): UsedQuota {
  return Object.fromEntries(
    Object.entries(used).map(([name, { counted, ahead }]) => [
      name,
      { ahead, counted: counted.map(({ lastMs, count }) => ({ lastMs: move(lastMs), count })) },
    ]),
  );
}
