import type { Clock, Timer } from '../clock.ts';

/**
 * Ends sessions of clients that drip bytes to stay. A client has its patience for each command; in
 * DATA, where it runs out all the time, the bytes that arrive buy it back, at 500 a second. So a device may be slow
 * for long or silent for as long as the connection may be idle, but not both for ever. Sessions are looked at from
 * outside, every ten seconds, which costs commands and bytes nothing.
 */

const LEAST_BYTES_PER_SECOND = 500;
/** RFC 5321 4.5.3.2.7: a server waits five minutes for a command. */
const LEAST_PATIENCE_MS = 300_000;
const LOOK_EVERY_MS = 10_000;

export interface Progress {
  /** Commands so far. */
  readonly commands: number;
  /** Bytes of the message that is arriving. */
  readonly bodyBytes: number;
  /** It is for us to answer. */
  readonly waitsForUs: boolean;
}

export interface PacedSession {
  readonly isOver: boolean;
  readonly progress: Progress;
  readonly inactivityTimeoutMs: number;
  /** The client is too slow. */
  lag(): void;
}

/** What is left of one client's patience. Times are monotonic. */
export class Pace {
  private readonly patienceMs: number;
  private leftMs: number;
  private atMs: number;
  private seen: Progress;

  constructor(inactivityTimeoutMs: number, progress: Progress, nowMs: number) {
    this.patienceMs = Math.max(LEAST_PATIENCE_MS, inactivityTimeoutMs);
    this.leftMs = this.patienceMs;
    this.atMs = nowMs;
    this.seen = progress;
  }

  /** False where the client has used up its patience. */
  keeps(progress: Progress, nowMs: number): boolean {
    const { seen } = this;
    const bytes = progress.bodyBytes - seen.bodyBytes;
    // Fewer: the message before has ended.
    const hasGoneOn = progress.waitsForUs || progress.commands !== seen.commands || bytes < 0;
    const boughtMs = (bytes / LEAST_BYTES_PER_SECOND) * 1000;
    this.leftMs = hasGoneOn ? this.patienceMs : Math.min(this.patienceMs, this.leftMs - (nowMs - this.atMs) + boughtMs);
    this.atMs = nowMs;
    this.seen = progress;
    return this.leftMs > 0;
  }
}

/** Looks at all sessions as long as it runs. */
export class PaceWatch {
  private readonly paces = new WeakMap<PacedSession, Pace>();
  private readonly sessions: Iterable<PacedSession>;
  private readonly clock: Clock;
  private timer: Timer | null = null;

  constructor(sessions: Iterable<PacedSession>, clock: Clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  start(): void {
    this.timer ??= this.clock.after(LOOK_EVERY_MS, () => {
      this.timer = null;
      this.look();
      this.start();
    });
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  private look(): void {
    const nowMs = this.clock.monotonic();
    for (const session of this.sessions) {
      if (session.isOver) continue;
      const pace = this.paces.get(session);
      if (pace === undefined) this.paces.set(session, new Pace(session.inactivityTimeoutMs, session.progress, nowMs));
      else if (!pace.keeps(session.progress, nowMs)) session.lag();
    }
  }
}
