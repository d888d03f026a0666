import type { Clock, Timer } from '../clock.ts';

/**
 * How long a session may be silent, and how long it may take in all. One timer for both, which looks when it rings
 * whether anything was heard since: bytes come and go too often to arm it again each time.
 */
export class Patience {
  private readonly clock: Clock;
  private readonly silenceMs: number;
  private readonly expire: (limit: 'silence' | 'total') => void;
  private heardAt: number;
  private endsAt = Infinity;
  private timer: Timer | null = null;
  private isOver = false;

  constructor(clock: Clock, silenceMs: number, expire: (limit: 'silence' | 'total') => void) {
    this.clock = clock;
    this.silenceMs = silenceMs;
    this.expire = expire;
    this.heardAt = clock.monotonic();
  }

  /** Begins to count; all must be over in `totalMs`, unless it is begun again. A silence is told of each time. */
  begin(totalMs: number): void {
    this.endsAt = this.clock.monotonic() + totalMs;
    this.timer?.cancel();
    this.arm();
  }

  /** Something has been heard or said. */
  touch(): void {
    this.heardAt = this.clock.monotonic();
  }

  cancel(): void {
    this.isOver = true;
    this.timer?.cancel();
    this.timer = null;
  }

  private arm(): void {
    const dueAt = Math.min(this.endsAt, this.heardAt + this.silenceMs);
    this.timer = this.clock.after(dueAt - this.clock.monotonic(), () => {
      this.ring();
    });
  }

  private ring(): void {
    this.timer = null;
    const now = this.clock.monotonic();
    if (now >= this.endsAt) {
      this.endsAt = Infinity;
      this.expire('total');
    } else if (now >= this.heardAt + this.silenceMs) {
      this.heardAt = now;
      this.expire('silence');
    }
    this.rearm();
  }

  /** Whoever was told may have begun anew, or be done with it. */
  private rearm(): void {
    if (this.timer === null && !this.isOver) this.arm();
  }
}
