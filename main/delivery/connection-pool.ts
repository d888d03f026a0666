import type { Clock, Timer } from '../clock.ts';
import type { SmtpClient } from './smtp-client.ts';

export interface PoolLimits {
  /** Messages under way at a time, and so connections. */
  readonly maxConnections: number;
  readonly maxMessagesPerConnection: number;
  readonly idleMs: number;
}

interface Idle {
  readonly client: SmtpClient;
  readonly sinceMs: number;
}

/**
 * Kept connections to one next hop. A slot is taken before each message, so that there are never more
 * connections than slots: a new one is opened only when none is idle.
 */
export class ConnectionPool {
  readonly #limits: PoolLimits;
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #idle: Idle[] = [];
  #active = 0;
  #sweep: Timer | null = null;
  #closed = false;

  constructor(limits: PoolLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Resolves when a message may go; every call needs one leave(). */
  enter(): Promise<void> | null {
    if (this.#active < this.#limits.maxConnections) {
      this.#active += 1;
      return null;
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  leave(): void {
    this.#active -= 1;
    while (this.#active < this.#limits.maxConnections) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#active += 1;
      next();
    }
  }

  /** The connection used last, which is the likeliest to be alive; `skip` names addresses that just failed. */
  take(skip: ReadonlySet<string>): SmtpClient | null {
    for (let entry = this.#idle.pop(); entry !== undefined; entry = this.#idle.pop()) {
      if (!entry.client.usable) continue;
      if (!skip.has(entry.client.address)) return entry.client;
      this.#retire(entry.client);
    }
    return null;
  }

  /** Keeps a connection for the next message, or says goodbye where it has served long enough. */
  give(client: SmtpClient): void {
    if (!client.usable) return;
    if (this.#closed || client.messages >= this.#limits.maxMessagesPerConnection) {
      this.#retire(client);
      return;
    }
    this.#idle.push({ client, sinceMs: this.#clock.monotonic() });
    this.#sweep ??= this.#clock.after(this.#limits.idleMs, () => this.#sweepIdle());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#sweep?.cancel();
    const idle = this.#idle;
    this.#idle = [];
    await Promise.all(idle.map(({ client }) => client.quit()));
  }

  /** Keeps the slot until the peer has said goodbye: providers that allow three connections count the closing one. */
  #retire(client: SmtpClient): void {
    this.#active += 1;
    void client.quit().finally(() => this.leave());
  }

  #sweepIdle(): void {
    this.#sweep = null;
    const { idleMs } = this.#limits;
    const nowMs = this.#clock.monotonic();
    const stale = this.#idle.filter(({ sinceMs }) => nowMs - sinceMs >= idleMs);
    for (const { client } of stale) this.#retire(client);
    this.#idle = this.#idle.filter((entry) => !stale.includes(entry) && entry.client.usable);
    const oldest = this.#idle[0];
    if (oldest === undefined) return;
    this.#sweep = this.#clock.after(Math.max(1, oldest.sinceMs + idleMs - nowMs), () => this.#sweepIdle());
  }
}
