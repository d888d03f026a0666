import type { Clock } from '../clock.ts';
import { nextMidnight } from './midnight.ts';

/** Messages per receive connector since midnight of this machine's time zone. In memory, so also since the start. */

export interface DayCount {
  readonly accepted: number;
  readonly refused: number;
}

export class ConnectorDays {
  private readonly clock: Clock;
  private counts = new Map<string, { accepted: number; refused: number }>();
  private endsMs: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.endsMs = nextMidnight(clock.now());
  }

  add(connector: string, accepted: boolean): void {
    this.turn();
    const count = this.counts.get(connector) ?? { accepted: 0, refused: 0 };
    if (accepted) count.accepted += 1;
    else count.refused += 1;
    this.counts.set(connector, count);
  }

  of(connector: string): DayCount {
    this.turn();
    return { ...(this.counts.get(connector) ?? { accepted: 0, refused: 0 }) };
  }

  private turn(): void {
    const now = this.clock.now();
    if (now < this.endsMs) return;
    this.counts = new Map();
    this.endsMs = nextMidnight(now);
  }
}
