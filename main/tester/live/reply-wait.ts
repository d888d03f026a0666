import type { Clock, Timer } from '../../clock.ts';

/** Gathers the lines of the reply that is due. One at a time. */
export class ReplyWait {
  readonly #clock: Clock;
  #lines: string[] = [];
  #resolve: ((lines: readonly string[]) => void) | null = null;
  #timer: Timer | null = null;
  /** Lines that came since the last reply was complete. */
  stray = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with the reply's lines, or with what there is of it when time is up or settle() is called. */
  next(ms: number, late: () => void): Promise<readonly string[]> {
    return new Promise((resolve) => {
      this.#lines = [];
      this.stray = 0;
      this.#resolve = resolve;
      this.#timer = this.#clock.after(ms, () => {
        late();
        this.settle();
      });
    });
  }

  /** A line came; the last one of a reply has no hyphen behind its code (RFC 5321 4.2.1). */
  take(line: string): void {
    if (this.#resolve === null) {
      this.stray += 1;
      return;
    }
    this.#lines.push(line);
    if (/^\d{3}(?: |$)/.test(line)) this.settle();
  }

  settle(): void {
    const resolve = this.#resolve;
    this.#resolve = null;
    this.#timer?.cancel();
    resolve?.(this.#lines);
  }
}

/** Code of a reply; NaN where it has none. */
export function replyCode(lines: readonly string[]): number {
  return Number(/^\d{3}/.exec(lines.at(-1) ?? '')?.[0] ?? Number.NaN);
}
