import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Throughput } from '../../../../main/contract/status-view.ts';
import {
  minutesMissing,
  peakOf,
  pointsOf,
  rowsOf,
  spans,
  sum,
  withNewer,
} from '../../../../renderer/src/overview/throughput.ts';

const MINUTE_MS = 60_000;

function throughput(firstMinute: number, accepted: readonly number[]): Throughput {
  const zeros = accepted.map(() => 0);
  return { firstMinuteMs: firstMinute * MINUTE_MS, accepted, delivered: zeros, refused: zeros };
}

test('asks for all at first, then for the running minute and what came since', () => {
  expect(minutesMissing(null, 0)).toBe(1440);
  const known = throughput(100, [1, 2, 3]);
  expect(minutesMissing(known, 102 * MINUTE_MS + 5000)).toBe(1);
  expect(minutesMissing(known, 105 * MINUTE_MS)).toBe(4);
  // A clock that was set back, and a page that slept for days.
  expect(minutesMissing(known, 0)).toBe(1);
  expect(minutesMissing(known, 9999 * MINUTE_MS)).toBe(1440);
});

test('newer minutes replace the running one and push out the oldest', () => {
  const known = throughput(100, [1, 2, 3]);
  expect(withNewer(known, throughput(102, [4, 5]))).toEqual(throughput(101, [2, 4, 5]));
  expect(withNewer(known, throughput(102, [4]))).toEqual(throughput(100, [1, 2, 4]));
  // They do not meet: what is between is not known.
  expect(withNewer(known, throughput(104, [9]))).toEqual(throughput(104, [9]));
  expect(withNewer(null, known)).toBe(known);
});

test('brought up to date minute by minute it is what would have been asked for at once', () => {
  const counts = fc.array(fc.nat(50), { minLength: 20, maxLength: 80 });
  const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 10 });
  fc.assert(
    fc.property(counts, cuts, (all, steps) => {
      const length = 15;
      let end = length;
      let known = throughput(0, all.slice(0, end));
      for (const step of steps) {
        const next = Math.min(all.length, end + step);
        known = withNewer(known, throughput(end - 1, all.slice(end - 1, next)));
        end = next;
      }
      expect(known).toEqual(throughput(end - length, all.slice(end - length, end)));
    }),
  );
});

test('points begin at multiples of their length and lose nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 1440 }),
      (first, all) => {
        for (const span of spans) {
          const points = pointsOf(throughput(first, all), span);
          expect(sum(points.accepted)).toBe(sum(all.slice(-span)));
          const step = span === 60 ? 1 : span === 360 ? 5 : 15;
          expect(points.startsMs.every((ms) => ms % (step * MINUTE_MS) === 0)).toBe(true);
          expect(points.accepted).toHaveLength(points.startsMs.length);
        }
      },
    ),
  );
});

test('the table holds the points with mail, newest first', () => {
  const points = pointsOf(throughput(100, [1, 0, 3]), 60);
  expect(peakOf(points)).toBe(3);
  expect(rowsOf(points)).toEqual([
    { startMs: 102 * MINUTE_MS, accepted: 3, delivered: 0, refused: 0 },
    { startMs: 100 * MINUTE_MS, accepted: 1, delivered: 0, refused: 0 },
  ]);
});
