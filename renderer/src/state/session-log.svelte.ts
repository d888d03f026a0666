import type { SessionFilter } from '../../../main/contract/calls.ts';
import type { SessionDetail } from '../../../main/contract/session-view.ts';
import { Backlog } from '../sessions/backlog.ts';
import { filterOf, RowFilter } from '../sessions/session-filter.ts';
import type { FilterChoice } from '../sessions/session-filter.ts';
import { logLimits, SessionLog } from '../sessions/session-log.ts';
import type { LogRow } from '../sessions/session-log.ts';
import type { Live } from './live.svelte.ts';

/** The live log of the sessions page: begins with what was said lately, goes on with what comes, one step a frame. */

const FIRST_SESSIONS = 40;
const FIRST_LINES = 2000;

export class LiveLog {
  /** A new wrapper around the same rows whenever they have changed; null until the first are there. */
  view = $state.raw<{ readonly rows: readonly LogRow[] } | null>(null);
  paused = $state(false);
  /** Lines that have come since the pause began. */
  waiting = $state(0);
  readonly #log = new SessionLog();
  readonly #backlog = new Backlog(logLimits.rows);
  /** Where earlier sessions begin; null where there are none. */
  earlier = $state<number | null>(null);
  readonly #live: Live;
  readonly #filter: SessionFilter;
  readonly #picked: RowFilter;
  #frame: number | null = null;
  #isBeginning = false;

  constructor(live: Live, choice: FilterChoice) {
    this.#live = live;
    this.#filter = filterOf(choice);
    this.#picked = new RowFilter(choice);
  }

  /** Begins to follow, also after a lost connection; returns what ends it. */
  follow(): () => void {
    let isOver = false;
    this.#isBeginning = true;
    const close = this.#live.watchSessions((delta) => {
      this.#backlog.add(delta);
      if (this.paused) this.waiting = this.#backlog.waiting;
      else this.#draw();
    });
    void this.#page(null).then((sessions) => {
      if (isOver) return;
      this.#log.describe(sessions);
      for (const { lines } of sessions) this.#log.add(lines);
      this.#show();
      this.#isBeginning = false;
      if (!this.paused) this.#draw();
    });
    return () => {
      isOver = true;
      close();
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#frame = null;
    };
  }

  togglePause(): void {
    this.paused = !this.paused;
    this.waiting = 0;
    if (!this.paused) this.#draw();
  }

  /** Puts the page of sessions before the first one in front. */
  async showEarlier(): Promise<void> {
    this.#log.prepend(await this.#page(this.earlier));
    this.#show();
  }

  /** Some sessions before a number, oldest first. One after the other: many at once would hold up what is live. */
  async #page(before: number | null): Promise<readonly SessionDetail[]> {
    const input = { filter: this.#filter, before, limit: FIRST_SESSIONS };
    const page = await this.#live.attempt('sessions.list', input);
    const found: SessionDetail[] = [];
    let lines = 0;
    let next = page?.next ?? null;
    for (const { id, number } of page?.sessions ?? []) {
      if (lines >= FIRST_LINES) break;
      const session = await this.#live.attempt('sessions.get', { id });
      // Let go in the meantime.
      if (session === null) continue;
      found.unshift(session);
      lines += session.lines.length;
      if (lines >= FIRST_LINES) next = number;
    }
    this.earlier = next;
    return found;
  }

  #show(): void {
    this.view = { rows: this.#picked.rows(this.#log.rows) };
  }

  #draw(): void {
    if (this.#isBeginning) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      if (this.paused) return;
      const { summaries, lines, missing } = this.#backlog.take();
      this.#log.describe(summaries);
      if (missing > 0) this.#log.addGap(missing);
      this.#log.add(lines);
      this.#show();
    });
  }
}
