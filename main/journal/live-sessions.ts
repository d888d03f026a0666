import type { Clock, Timer } from '../clock.ts';
import type { SessionFilter } from '../contract/calls.ts';
import type { SessionDetail, SessionLine, SessionPage, SessionsDelta } from '../contract/session-view.ts';
import type { LiveSession } from './live-session.ts';

/** Recent sessions, bounded in number and size, and what changes of them for those who watch. */

const MAX_SESSIONS = 5000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const TICK_MS = 100;
const STATE_EVERY_MS = 250;
// What a person can follow, and what a page can draw; the rest is counted and can be asked for.
const MAX_LINES_PER_TICK = 200;
const MAX_SESSIONS_PER_STATE = 200;

export type SessionsListener = (delta: SessionsDelta) => void;

export class LiveSessions {
  private readonly open = new Map<string, LiveSession>();
  private readonly ended = new Map<string, LiveSession>();
  /** One for good: a new iterator would walk over the places of all that have been forgotten. */
  private readonly endedInOrder = this.ended.values();
  private readonly clock: Clock;
  private readonly listeners = new Set<SessionsListener>();
  private characters = 0;
  private lines: SessionLine[] = [];
  private skippedLines = 0;
  private readonly changed = new Set<LiveSession>();
  private stateSentMs = -Infinity;
  private timer: Timer | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(session: LiveSession): void {
    this.open.set(session.id, session);
    if (this.open.size + this.ended.size > MAX_SESSIONS) this.forgetOldest();
    this.markChanged(session);
  }

  /** Called for every line of every session: a push, and nothing more while nobody watches. */
  addLine(session: LiveSession, line: SessionLine): void {
    if (!session.isKept) return;
    this.characters += session.keep(line);
    while (this.characters > MAX_CHARACTERS) this.forgetOldest();
    if (this.listeners.size === 0) return;
    if (this.lines.length < MAX_LINES_PER_TICK) this.lines.push(line);
    else this.skippedLines += 1;
    this.arm();
  }

  markChanged(session: LiveSession): void {
    if (this.listeners.size === 0) return;
    this.changed.add(session);
    this.arm();
  }

  markEnded(session: LiveSession): void {
    this.open.delete(session.id);
    if (session.isKept) this.ended.set(session.id, session);
    this.markChanged(session);
  }

  get(id: string): SessionDetail | null {
    return (this.open.get(id) ?? this.ended.get(id))?.detail() ?? null;
  }

  /** Newest first. `before` is the `next` of the page before. */
  page(filter: SessionFilter, before: number | null, limit: number): SessionPage {
    const fits = matcher(filter);
    const all = [...this.open.values(), ...this.ended.values()].filter(
      (session) => before === null || session.number < before,
    );
    const found = all.sort((a, b) => b.number - a.number).filter(fits);
    const page = found.slice(0, limit);
    return {
      sessions: page.map((session) => session.summary()),
      next: found.length > limit ? (page.at(-1)?.number ?? null) : null,
    };
  }

  subscribe(listener: SessionsListener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.forgetDelta();
    };
  }

  close(): void {
    this.listeners.clear();
    this.forgetDelta();
  }

  private forgetOldest(): void {
    const hasEnded = this.ended.size > 0;
    const oldest = hasEnded ? this.endedInOrder.next() : this.open.values().next();
    if (oldest.done === true) {
      this.characters = 0;
      return;
    }
    (hasEnded ? this.ended : this.open).delete(oldest.value.id);
    this.characters -= oldest.value.size;
    oldest.value.letGo();
  }

  private arm(): void {
    this.timer ??= this.clock.after(TICK_MS, () => {
      this.timer = null;
      this.tick();
    });
  }

  private tick(): void {
    const now = this.clock.monotonic();
    const isStateDue = now - this.stateSentMs >= STATE_EVERY_MS;
    const sessions = isStateDue ? [...this.changed] : [];
    if (isStateDue) this.changed.clear();
    else if (this.changed.size > 0) this.arm();
    if (sessions.length > 0) this.stateSentMs = now;
    const shown = sessions.slice(-MAX_SESSIONS_PER_STATE);
    const delta: SessionsDelta = {
      changed: shown.map((session) => session.summary()),
      lines: this.lines,
      skippedLines: this.skippedLines,
      skippedSessions: sessions.length - shown.length,
    };
    this.lines = [];
    this.skippedLines = 0;
    if (delta.lines.length === 0 && delta.changed.length === 0 && delta.skippedLines === 0) return;
    for (const listener of this.listeners) listener(delta);
  }

  private forgetDelta(): void {
    this.timer?.cancel();
    this.timer = null;
    this.lines = [];
    this.skippedLines = 0;
    this.changed.clear();
  }
}

function matcher(filter: SessionFilter): (session: LiveSession) => boolean {
  const { direction, connector, remoteAddress, verdict } = filter;
  const text = filter.text?.toLowerCase() ?? '';
  return (session) =>
    (direction === undefined || session.start.direction === direction) &&
    (connector === undefined || session.start.connector === connector) &&
    (remoteAddress === undefined || addressOf(session.start.remoteEndpoint) === remoteAddress) &&
    (verdict === undefined || session.verdict() === verdict) &&
    (text === '' || session.lines.some((line) => line.data.toLowerCase().includes(text)));
}

/** The address of `ip:port` or `[ip]:port`. */
export function addressOf(endpoint: string): string {
  const host = endpoint.slice(0, Math.max(0, endpoint.lastIndexOf(':')));
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
