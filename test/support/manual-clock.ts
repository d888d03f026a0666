import type { Clock } from '../../main/clock.ts';

/** A clock that a test turns by hand. */
export interface ManualClock extends Clock {
  /** Lets time pass: timers run in their order, and between them everything that was waiting for I/O gets its turn. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock alone, as an administrator or NTP does. */
  jump(ms: number): void;
  readonly pending: number;
}

interface Armed {
  readonly dueMs: number;
  readonly action: () => void;
}

export function manualClock(startMs = 1_800_000_000_000): ManualClock {
  let wallMs = startMs;
  let steadyMs = 0;
  const timers = new Set<Armed>();

  function next(untilMs: number): Armed | null {
    let first: Armed | null = null;
    for (const timer of timers) {
      if (timer.dueMs <= untilMs && (first === null || timer.dueMs < first.dueMs)) first = timer;
    }
    return first;
  }

  return {
    now: () => wallMs,
    monotonic: () => steadyMs,
    after(ms, action) {
      const armed = { dueMs: steadyMs + Math.max(0, ms), action };
      timers.add(armed);
      return { cancel: () => void timers.delete(armed) };
    },
    async advance(ms) {
      const untilMs = steadyMs + ms;
      for (let timer = next(untilMs); timer !== null; timer = next(untilMs)) {
        timers.delete(timer);
        wallMs += timer.dueMs - steadyMs;
        steadyMs = timer.dueMs;
        timer.action();
        await turns();
      }
      wallMs += untilMs - steadyMs;
      steadyMs = untilMs;
      await turns();
    },
    jump(ms) {
      wallMs += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** A few turns of the event loop. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits, turn by turn of the event loop, until something is true. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
