import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeDays, weekOf, withMessage } from '../../../main/journal/device-week.ts';
import { lastMidnight as midnight } from '../../../main/journal/midnight.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const HOUR_MS = 3_600_000;

test('a week is seven days that end with today', () => {
  const week = weekOf([], noon);
  expect(week.map(({ startMs }) => new Date(startMs).getDate())).toEqual([16, 17, 18, 19, 20, 21, 22]);
  expect(week.every(({ accepted, refused }) => accepted === 0 && refused === 0)).toBe(true);
});

test('a message counts on its day, and a day that has passed out of the four weeks is let go', () => {
  let days = withMessage([], true, midnight(noon, 3) + HOUR_MS);
  days = withMessage(days, false, noon);
  days = withMessage(days, true, noon);
  expect(weekOf(days, noon).map(({ accepted, refused }) => [accepted, refused])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 0],
    [1, 1],
  ]);
  const later = withMessage(days, true, midnight(noon, -27) + HOUR_MS);
  expect(later.map(({ startMs }) => startMs)).toEqual([midnight(noon), midnight(noon, -27)]);
  expect(activeDays(later, midnight(noon, -27))).toEqual([midnight(noon), midnight(noon, -27)]);
});

test('whatever the hours, no message of the week is lost and no more than 28 days are kept', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(24 * 20), fc.boolean()), { maxLength: 60 }), (given) => {
      const inOrder = given
        .toSorted(([a], [b]) => a - b)
        .map(([hour, accepted]) => ({ at: noon + hour * HOUR_MS, accepted }));
      const days = inOrder.reduce((known, { at, accepted }) => withMessage(known, accepted, at), weekOf([], 0));
      const end = inOrder.at(-1)?.at ?? noon;
      expect(days.length).toBeLessThanOrEqual(28);
      const kept = weekOf(days, end).reduce((sum, { accepted, refused }) => sum + accepted + refused, 0);
      expect(kept).toBe(inOrder.filter(({ at }) => at >= midnight(end, 6)).length);
    }),
  );
});
