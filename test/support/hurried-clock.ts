import { systemClock, type Clock } from '../../main/clock.ts';

/** The real clock, only that `times` as much time passes. */
export function hurriedClock(times: number): Clock {
  const wallMs = systemClock.now();
  const steadyMs = systemClock.monotonic();
  const passed = (): number => (systemClock.monotonic() - steadyMs) * times;
  return {
    // Whole, as Date.now() is: the queue's tables take no fractions of a millisecond.
    now: () => wallMs + Math.floor(passed()),
    monotonic: () => steadyMs + passed(),
    after: (ms, action) => systemClock.after(ms / times, action),
  };
}
