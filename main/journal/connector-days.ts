import type { Clock } from '../clock.ts';
import type { Figures } from './figures-file.ts';
import { lastMidnight, nextMidnight } from './midnight.ts';

/** Messages per receive connector since midnight of this machine's time zone. */

export interface DayCount {
  readonly accepted: number;
  readonly refused: number;
}

export class ConnectorDays {
  private readonly clock: Clock;
  private readonly changed: () => void;
  private counts = new Map<string, { accepted: number; refused: number }>();
  private endsMs: number;

  constructor(clock: Clock, kept: Pick<Figures, 'dayMs' | 'connectors'> | null, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
    this.endsMs = nextMidnight(clock.now());
    if (kept?.dayMs !== lastMidnight(clock.now())) return;
    this.counts = new Map(kept.connectors.map(([connector, accepted, refused]) => [connector, { accepted, refused }]));
  }

  add(connector: string, accepted: boolean): void {
    this.turn();
    const count = this.counts.get(connector) ?? { accepted: 0, refused: 0 };
    if (accepted) count.accepted += 1;
    else count.refused += 1;
    this.counts.set(connector, count);
    this.changed();
  }

  of(connector: string): DayCount {
    this.turn();
    return { ...(this.counts.get(connector) ?? { accepted: 0, refused: 0 }) };
  }

  /** What is to be kept for the next process. */
  figures(): Pick<Figures, 'dayMs' | 'connectors'> {
    this.turn();
    const connectors = [...this.counts].map(([connector, { accepted, refused }]): Figures['connectors'][number] => {
      return [connector, accepted, refused];
    });
    return { dayMs: lastMidnight(this.clock.now()), connectors };
  }

  private turn(): void {
    const now = this.clock.now();
    if (now < this.endsMs) return;
    this.counts = new Map();
    this.endsMs = nextMidnight(now);
  }
}
