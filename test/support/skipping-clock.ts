import { systemClock, type Clock, type Timer } from '../../main/clock.ts';

/** The real clock, only that a test can let a stretch of time be over at once. */
export interface SkippingClock extends Clock {
  /** So many ms have passed: what was to happen in them happens now, in its order. */
  skip(ms: number): void;
}

interface Armed {
  readonly dueMs: number;
  readonly action: () => void;
  timer: Timer;
}

export function skippingClock(): SkippingClock {
  const timers = new Set<Armed>();
  let skippedMs = 0;
  const monotonic = (): number => systemClock.monotonic() + skippedMs;
  const arm = (armed: Armed): void => {
    armed.timer = systemClock.after(armed.dueMs - monotonic(), () => {
      timers.delete(armed);
      armed.action();
    });
  };
  return {
    now: () => systemClock.now() + skippedMs,
    monotonic,
    after(ms, action) {
      const armed: Armed = { dueMs: monotonic() + ms, action, timer: { cancel: () => undefined } };
      timers.add(armed);
      arm(armed);
      return {
        cancel() {
          timers.delete(armed);
          armed.timer.cancel();
        },
      };
    },
    skip(ms) {
      skippedMs += ms;
      for (const armed of [...timers].sort((a, b) => a.dueMs - b.dueMs)) {
        armed.timer.cancel();
        arm(armed);
      }
    },
  };
}
