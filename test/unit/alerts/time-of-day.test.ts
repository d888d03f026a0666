import { expect, test } from 'vitest';
import { lastTime, quietUntil } from '../../../main/alerts/time-of-day.ts';

const at = (hour: number, minute = 0, day = 22): number => new Date(2026, 10, day, hour, minute).getTime();
const night = { fromMinute: 22 * 60, untilMinute: 6 * 60 };
const lunch = { fromMinute: 12 * 60, untilMinute: 13 * 60 };

test.each([
  ['before the night', night, at(21, 59), null],
  ['as it begins', night, at(22), at(6, 0, 23)],
  ['behind midnight', night, at(3, 0, 23), at(6, 0, 23)],
  ['as it ends', night, at(6, 0, 23), null],
  ['at lunch', lunch, at(12, 30), at(13)],
  ['after lunch', lunch, at(13), null],
  ['without quiet hours', null, at(3), null],
])('%s', (_, quiet, now, expected) => {
  expect(quietUntil(quiet, now)).toBe(expected);
});

test('the last time it was seven', () => {
  expect([lastTime(7 * 60, at(7)), lastTime(7 * 60, at(6, 59))]).toEqual([at(7), at(7, 0, 21)]);
});
