/** The only place that reads the time or arms a timer; everything else is handed a Clock, so tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number;
  /** Runs `action` after `ms`; the timer does not keep the process alive. */
  after(ms: number, action: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

// Node clamps longer timers to 1 ms.
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, action) {
    const handle = setTimeout(action, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    handle.unref();
    return {
      cancel: () => {
        clearTimeout(handle);
      },
    };
  },
};
