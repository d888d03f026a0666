import type { Clock } from '../clock.ts';
import type { DayFigures, Throughput } from '../contract/status-view.ts';
import type { Counter } from './journal.ts';
import { lastMidnight } from './midnight.ts';

/** Totals since start, and messages per minute of the last 24 hours. */

const MINUTE_MS = 60_000;
const MINUTES = 1440;
const PER_MINUTE = ['accepted', 'delivered', 'refused'] as const;

export class Counters {
  readonly totals: Record<Counter, number> = {
    accepted: 0,
    delivered: 0,
    refused: 0,
    deferred: 0,
    failed: 0,
    'dropped-log-lines': 0,
    sessions: 0,
  };
  /** When a log line was last dropped, or null. */
  lastDropMs: number | null = null;
  private readonly minutes = new Map(PER_MINUTE.map((name) => [name as Counter, new Uint32Array(MINUTES)]));
  private readonly clock: Clock;
  private readonly startedMs: number;
  /** The minute the rings stand at, counted from 1970. */
  private minute: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.startedMs = clock.now();
    this.minute = Math.floor(clock.now() / MINUTE_MS);
  }

  add(counter: Counter, by: number): void {
    this.totals[counter] += by;
    if (counter === 'dropped-log-lines') this.lastDropMs = this.clock.now();
    const ring = this.minutes.get(counter);
    if (!ring) return;
    this.turn();
    const slot = this.minute % MINUTES;
    ring[slot] = (ring[slot] ?? 0) + by;
  }

  /** The last `count` minutes, oldest first. */
  throughput(count: number): Throughput {
    this.turn();
    const first = this.minute - count + 1;
    const series = (name: Counter): number[] => {
      const ring = this.minutes.get(name);
      return Array.from({ length: count }, (_, index) => ring?.[(first + index) % MINUTES] ?? 0);
    };
    return {
      firstMinuteMs: first * MINUTE_MS,
      accepted: series('accepted'),
      delivered: series('delivered'),
      refused: series('refused'),
    };
  }

  /** Since midnight, or since the start where that came later. */
  today(): DayFigures {
    const sinceMs = Math.max(this.startedMs, lastMidnight(this.clock.now()));
    this.turn();
    const count = Math.min(MINUTES, this.minute - Math.floor(sinceMs / MINUTE_MS) + 1);
    const { accepted, delivered, refused } = this.throughput(Math.max(1, count));
    return { sinceMs, accepted: sum(accepted), delivered: sum(delivered), refused: sum(refused) };
  }

  /** Empties the slots of the minutes that passed without a message. A clock set back stays in the minute it left. */
  private turn(): void {
    const now = Math.floor(this.clock.now() / MINUTE_MS);
    const from = Math.max(this.minute + 1, now - MINUTES + 1);
    for (let minute = from; minute <= now; minute += 1) {
      for (const ring of this.minutes.values()) ring[minute % MINUTES] = 0;
    }
    this.minute = Math.max(this.minute, now);
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
