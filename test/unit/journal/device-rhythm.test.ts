import { expect, test } from 'vitest';
import { silentSince, usualPause } from '../../../main/journal/device-rhythm.ts';
import { lastMidnight } from '../../../main/journal/midnight.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A Wednesday. */
const noon = new Date(2026, 10, 18, 12).getTime();
/** Midnights of weekdays of the last four weeks, oldest first; `skip` days ago are left out. */
const weekdays = Array.from({ length: 28 }, (_, back) => lastMidnight(noon, 27 - back)).filter((ms) => {
  const day = new Date(ms).getDay();
  return day !== 0 && day !== 6;
});
const longAgo = noon - 60 * DAY;

test('a device that sends on weekdays pauses from Friday to Monday', () => {
  expect(usualPause(weekdays, longAgo, noon)).toBe(3);
});

test.each([
  ['sent today', 0, null],
  ['sent on Tuesday', 1, null],
  ['sent on Sunday', 3, null],
  ['sent on Saturday: a whole day more than ever', 4, 'silent'],
] as const)('of weekdays, one that %s', (_, daysAgo, expected) => {
  const lastAcceptedMs = lastMidnight(noon, daysAgo) + 9 * HOUR;
  const since = silentSince({ lastAcceptedMs, pauseDays: 3 }, null, noon);
  expect(since).toBe(expected === null ? null : lastAcceptedMs);
});

test('nothing is said of a device known for less than two weeks, or with mail on fewer than eight days', () => {
  expect(usualPause(weekdays, noon - 13 * DAY, noon)).toBeNull();
  expect(usualPause(weekdays.slice(-7), longAgo, noon)).toBeNull();
  expect(silentSince({ lastAcceptedMs: longAgo, pauseDays: null }, null, noon)).toBeNull();
});

test('what a person set is what counts, to the minute', () => {
  const sent = { lastAcceptedMs: noon - HOUR - 1, pauseDays: 3 };
  expect(silentSince(sent, HOUR, noon)).toBe(sent.lastAcceptedMs);
  expect(silentSince(sent, HOUR + 1, noon)).toBeNull();
  expect(silentSince({ ...sent, lastAcceptedMs: 0 }, Infinity, noon)).toBeNull();
});

test('days are days where clocks change', () => {
  const before = new Date(2026, 9, 24).getTime();
  const after = new Date(2026, 9, 26).getTime();
  expect(
    usualPause([...Array.from({ length: 7 }, (_, at) => lastMidnight(before, 7 - at)), before, after], longAgo, noon),
  ).toBe(2);
});
