import type { Clock } from '../clock.ts';
import type { DayFigures, Throughput } from '../contract/status-view.ts';
import type { Figures } from './figures-file.ts';
import type { Counter } from './journal.ts';
import { lastMidnight } from './midnight.ts';

/** Totals since start, and messages per minute of the last 24 hours, those before the start too. */

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
  private readonly changed: () => void;
  /** When counting began: by this process, or by one before whose figures were kept. */
  private readonly sinceMs: number;
  /** The minute the rings stand at, counted from 1970. */
  private minute: number;

  constructor(clock: Clock, kept: Pick<Figures, 'sinceMs' | 'minutes'> | null, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
    this.minute = Math.floor(clock.now() / MINUTE_MS);
    this.sinceMs = Math.min(kept?.sinceMs ?? Infinity, clock.now());
    for (const [minute, ...counts] of kept?.minutes ?? []) {
      // Kept by a clock that ran ahead, or older than a day.
      if (minute > this.minute || minute <= this.minute - MINUTES) continue;
      for (const [index, name] of PER_MINUTE.entries()) this.count(name, minute, counts[index] ?? 0);
    }
  }

  add(counter: Counter, by: number): void {
    this.totals[counter] += by;
    if (counter === 'dropped-log-lines') this.lastDropMs = this.clock.now();
    if (!this.minutes.has(counter)) return;
    this.turn();
    this.count(counter, this.minute, by);
    this.changed();
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

  /** Since midnight, or since counting began where that came later. */
  today(): DayFigures {
    const sinceMs = Math.max(this.sinceMs, lastMidnight(this.clock.now()));
    this.turn();
    const count = Math.min(MINUTES, this.minute - Math.floor(sinceMs / MINUTE_MS) + 1);
    const { accepted, delivered, refused } = this.throughput(Math.max(1, count));
    return { sinceMs, accepted: sum(accepted), delivered: sum(delivered), refused: sum(refused) };
  }

  /** What is to be kept for the next process. */
  figures(): Pick<Figures, 'sinceMs' | 'minutes'> {
    const { firstMinuteMs, accepted, delivered, refused } = this.throughput(MINUTES);
    const first = firstMinuteMs / MINUTE_MS;
    const minutes = accepted.map((taken, index): Figures['minutes'][number] => {
      return [first + index, taken, delivered[index] ?? 0, refused[index] ?? 0];
    });
    return { sinceMs: this.sinceMs, minutes: minutes.filter(([, ...counts]) => sum(counts) > 0) };
  }

  private count(counter: Counter, minute: number, by: number): void {
    const ring = this.minutes.get(counter);
    const slot = minute % MINUTES;
    if (ring) ring[slot] = (ring[slot] ?? 0) + by;
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
