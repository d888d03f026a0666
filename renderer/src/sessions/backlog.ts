import type { SessionLine, SessionsDelta, SessionSummary } from '../../../main/contract/session-view.ts';

/** What has come and is not shown yet: until the next frame, or as long as the log is paused. Bounded. */

export interface Backlogged {
  readonly summaries: readonly SessionSummary[];
  readonly lines: readonly SessionLine[];
  /** Lines that were not sent, or had no place here: they are missing before the others. */
  readonly missing: number;
}

const MAX_SUMMARIES = 5000;

export class Backlog {
  #summaries = new Map<string, SessionSummary>();
  #batches: (readonly SessionLine[])[] = [];
  #lines = 0;
  #missing = 0;
  readonly #maxLines: number;

  constructor(maxLines: number) {
    this.#maxLines = maxLines;
  }

  /** Lines that wait; those that had no place count, too. */
  get waiting(): number {
    return this.#lines + this.#missing;
  }

  add({ changed, lines, skippedLines }: SessionsDelta): void {
    for (const summary of changed) this.#remember(summary);
    if (lines.length > 0) this.#batches.push(lines);
    this.#lines += lines.length;
    this.#missing += skippedLines;
    while (this.#lines > this.#maxLines) {
      const oldest = this.#batches.shift()?.length ?? 0;
      this.#lines -= oldest;
      this.#missing += oldest;
    }
  }

  /** Everything, and the backlog is empty. */
  take(): Backlogged {
    const taken = { summaries: [...this.#summaries.values()], lines: this.#batches.flat(), missing: this.#missing };
    this.#summaries = new Map();
    this.#batches = [];
    this.#lines = 0;
    this.#missing = 0;
    return taken;
  }

  #remember(summary: SessionSummary): void {
    // The latest stands last, so that the first is the one to go.
    this.#summaries.delete(summary.id);
    this.#summaries.set(summary.id, summary);
    if (this.#summaries.size <= MAX_SUMMARIES) return;
    const oldest = this.#summaries.keys().next();
    if (oldest.done !== true) this.#summaries.delete(oldest.value);
  }
}
