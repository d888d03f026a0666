import type { SessionDetail, SessionLine, SessionSummary } from '../../../main/contract/session-view.ts';

/**
 * The lines of all sessions as one log. Lines come in the order in which they were said; those of one session stand
 * together as long as that session has spoken lately, so that a conversation reads as one.
 */

/** A session as far as the log knows it. */
export interface LogSession {
  readonly id: string;
  /** null until it has come: lines may be quicker. */
  summary: SessionSummary | null;
  /** The last line that was taken. */
  lastSequence: number;
  /** Rows in the log. */
  rows: number;
}

export type LogRow =
  | {
      readonly kind: 'line';
      readonly session: LogSession;
      readonly line: SessionLine;
      /** The first of its group. */
      isHead: boolean;
    }
  | { readonly kind: 'gap'; readonly lines: number };

export interface LogLimits {
  readonly rows: number;
  readonly characters: number;
}

interface Group {
  /** Index of the row behind its last one. */
  end: number;
}

export const logLimits: LogLimits = { rows: 20_000, characters: 8_000_000 };

/** How far from the end of the log a group still grows; a session that speaks later begins a new one. */
const OPEN_ROWS = 200;
// Rows are let go in slices: one at a time would move all others each time.
const SLICE = 0.05;

export class SessionLog {
  readonly rows: LogRow[] = [];
  /** Rows that were let go at the front, all told. */
  dropped = 0;
  readonly #sessions = new Map<string, LogSession>();
  readonly #groups = new Map<LogSession, Group>();
  readonly #limits: LogLimits;
  #characters = 0;

  constructor(limits = logLimits) {
    this.#limits = limits;
  }

  /** What is known of sessions: verdict, connector, who it was. */
  describe(summaries: readonly SessionSummary[]): void {
    for (const summary of summaries) this.#session(summary.id).summary = summary;
    this.#forgetSessions();
  }

  /** Takes lines; those that are there already are left out. Lines of one session are in order. */
  add(lines: readonly SessionLine[]): void {
    for (const [session, own] of this.#bySession(lines)) this.#append(session, own);
    this.#closeGroups();
    this.#trim();
  }

  /** Puts sessions that ended before in front, oldest first; those that are there already are left out. */
  prepend(sessions: readonly SessionDetail[]): void {
    const rows: LogRow[] = [];
    for (const { lines, ...summary } of sessions) {
      const session = this.#session(summary.id);
      if (session.rows > 0) continue;
      session.summary = summary;
      session.rows = lines.length;
      session.lastSequence = lines.at(-1)?.sequence ?? session.lastSequence;
      for (const [index, line] of lines.entries()) {
        rows.push({ kind: 'line', session, line, isHead: index === 0 });
        this.#characters += sizeOf(line);
      }
    }
    this.rows.unshift(...rows);
    for (const group of this.#groups.values()) group.end += rows.length;
    this.#trim();
  }

  /** Says that lines were not sent. */
  addGap(lines: number): void {
    const last = this.rows.at(-1);
    // Under lasting load a gap follows a gap; one row says it all.
    if (last?.kind === 'gap') this.rows[this.rows.length - 1] = { kind: 'gap', lines: last.lines + lines };
    else this.rows.push({ kind: 'gap', lines });
  }

  #session(id: string): LogSession {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = { id, summary: null, lastSequence: -1, rows: 0 };
      this.#sessions.set(id, session);
    }
    return session;
  }

  #bySession(lines: readonly SessionLine[]): ReadonlyMap<LogSession, readonly SessionLine[]> {
    const found = new Map<LogSession, SessionLine[]>();
    for (const line of lines) {
      const session = this.#session(line.session);
      if (line.sequence <= session.lastSequence) continue;
      session.lastSequence = line.sequence;
      const own = found.get(session);
      if (own) own.push(line);
      else found.set(session, [line]);
    }
    return found;
  }

  #append(session: LogSession, lines: readonly SessionLine[]): void {
    const open = this.#groups.get(session);
    const group: Group = open ?? { end: this.rows.length };
    const rows = lines.map((line, index): LogRow => ({
      kind: 'line',
      session,
      line,
      isHead: open === undefined && index === 0,
    }));
    this.rows.splice(group.end, 0, ...rows);
    for (const other of this.#groups.values()) {
      if (other !== group && other.end > group.end) other.end += rows.length;
    }
    group.end += rows.length;
    this.#groups.set(session, group);
    session.rows += rows.length;
    for (const line of lines) this.#characters += sizeOf(line);
  }

  #closeGroups(): void {
    for (const [session, { end }] of this.#groups) {
      if (end < this.rows.length - OPEN_ROWS) this.#groups.delete(session);
    }
  }

  #trim(): void {
    if (this.rows.length <= this.#limits.rows && this.#characters <= this.#limits.characters) return;
    let count = Math.max(this.rows.length - this.#limits.rows, Math.ceil(this.#limits.rows * SLICE));
    count = Math.min(count, this.rows.length);
    this.#release(count);
    while (this.#characters > this.#limits.characters && this.rows.length > 0) {
      this.#release(Math.ceil(this.rows.length * SLICE));
    }
  }

  #release(count: number): void {
    for (const row of this.rows.splice(0, count)) {
      if (row.kind === 'gap') continue;
      row.session.rows -= 1;
      this.#characters -= sizeOf(row.line);
    }
    this.dropped += count;
    for (const [session, group] of this.#groups) {
      group.end -= count;
      if (group.end <= 0) this.#groups.delete(session);
    }
    const [first] = this.rows;
    if (first?.kind === 'line') first.isHead = true;
    this.#forgetSessions();
  }

  /** Those without a row have nothing to say about the log; a bounded number of them may still speak. */
  #forgetSessions(): void {
    let spare = this.#sessions.size - this.#limits.rows;
    for (const session of this.#sessions.values()) {
      if (spare <= 0) return;
      if (session.rows > 0) continue;
      this.#sessions.delete(session.id);
      spare -= 1;
    }
  }
}

function sizeOf({ data, context }: SessionLine): number {
  return data.length + context.length;
}
