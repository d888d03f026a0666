import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ClockWatch,
  jittered,
  longestWaitMs,
  nextAttemptMs,
  nextHopRetryMs,
  observationMs,
  slowDownMs,
} from '../../../main/transport/retry-schedule.ts';
import { MINUTE, snapshotOf } from './relay.ts';

const settings = snapshotOf().transport;
const MIDDLE = 0.5;

describe('retries of a next hop', () => {
  it('follow glitch, transient and failure intervals in that order', () => {
    const waits = Array.from({ length: 12 }, (_, index) => nextHopRetryMs(settings, index + 1, MIDDLE) / MINUTE);
    expect(waits).toEqual([1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 10, 10]);
  });

  it('skip a phase whose count is zero', () => {
    expect(nextHopRetryMs({ ...settings, glitchRetryCount: 0 }, 1, MIDDLE)).toBe(5 * MINUTE);
  });

  it('differ by at most a tenth', () => {
    expect([jittered(1000, 0), jittered(1000, 0.5), jittered(1000, 0.999_999)]).toEqual([900, 1000, 1100]);
  });

  it('pause longer each time a next hop asks for less, up to a minute', () => {
    expect([1, 2, 3, 7, 50].map((strikes) => slowDownMs(strikes, false, MIDDLE))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ]);
    expect([1, 2, 5].map((strikes) => slowDownMs(strikes, true, MIDDLE))).toEqual([300_000, 600_000, 3_600_000]);
  });
});

describe('the next attempt', () => {
  it('is never in the past and never later than the longest wait', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.array(fc.integer()), (wanted, moments) => {
        const next = nextAttemptMs(wanted, 1000, settings, moments);
        expect(next).toBeGreaterThanOrEqual(1000);
        expect(next).toBeLessThanOrEqual(1000 + longestWaitMs(settings));
      }),
    );
  });

  it('comes forward to a moment at which something has to happen', () => {
    expect(nextAttemptMs(90_000, 1000, settings, [500, 60_000, 70_000])).toBe(60_000);
  });
});

describe('the clock', () => {
  it('is believed again only after it has been steady', () => {
    const watch = new ClockWatch(1_000_000, 0);
    expect(watch.jumped(1_010_000, 10_000)).toBe(false);
    expect(watch.steadyForMs(1_010_000, 10_000)).toBe(10_000);
    // Four hundred days ahead, not yet noticed by the regular look.
    expect(watch.steadyForMs(1_020_000 + 400 * 86_400_000, 20_000)).toBe(0);
    expect(watch.jumped(1_020_000 + 400 * 86_400_000, 20_000)).toBe(true);
    expect(watch.steadyForMs(1_025_000 + 400 * 86_400_000, 25_000)).toBe(5000);
  });

  it('is watched for an hour, or half the lifetime of a message', () => {
    expect(observationMs({ messageExpirationMs: 2 * 86_400_000 })).toBe(60 * MINUTE);
    expect(observationMs({ messageExpirationMs: 10_000 })).toBe(5000);
  });
});
