import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOf, isAtEnd, scrollTo, windowOf } from '../../../../renderer/src/sessions/virtual-window.ts';

const lists = fc.record({
  rows: fc.integer({ min: 0, max: 30_000 }),
  viewHeight: fc.integer({ min: 0, max: 2000 }),
  rowHeight: fc.integer({ min: 10, max: 40 }),
  scrollTop: fc.integer({ min: -100, max: 1_000_000 }),
});

test('every row in sight is drawn, and a bounded number of others', () => {
  fc.assert(
    fc.property(lists, fc.integer({ min: 0, max: 10 }), (given, overscan) => {
      const list = { ...given, scrollTop: Math.min(Math.max(0, given.scrollTop), endOf(given)) };
      const { start, end } = windowOf(list, overscan);
      const inSight = Array.from({ length: list.rows }, (_, row) => row).filter((row) => {
        const top = row * list.rowHeight;
        return top < list.scrollTop + list.viewHeight && top + list.rowHeight > list.scrollTop;
      });
      expect(start).toBeLessThanOrEqual(inSight[0] ?? start);
      expect(end).toBeGreaterThan(inSight.at(-1) ?? -1);
      expect(end - start).toBeLessThanOrEqual(Math.ceil(list.viewHeight / list.rowHeight) + 1 + 2 * overscan);
    }),
    { numRuns: 60 },
  );
});

test('a position beyond the end, as after the list became shorter, still draws its last rows', () => {
  const list = { rows: 10, viewHeight: 100, rowHeight: 20, scrollTop: 90_000 };
  expect(windowOf(list, 0)).toEqual({ start: 4, end: 10 });
  expect(windowOf({ ...list, rows: 0 }, 3)).toEqual({ start: 0, end: 0 });
});

test('the end is in sight at the end, also where the browser rounds, and not one row above it', () => {
  const list = { rows: 100, viewHeight: 205, rowHeight: 20 };
  const end = endOf(list);
  expect(end).toBe(1795);
  expect(isAtEnd({ ...list, scrollTop: end })).toBe(true);
  expect(isAtEnd({ ...list, scrollTop: end - 0.6 })).toBe(true);
  expect(isAtEnd({ ...list, scrollTop: end - 20 })).toBe(false);
  expect(isAtEnd({ ...list, rows: 3, scrollTop: 0 })).toBe(true);
});

test.each([
  ['in sight', 7, 100, 100],
  ['above', 2, 100, 40],
  ['below', 30, 100, 420],
  ['cut off at the lower edge', 14, 100, 100],
  ['one further', 15, 100, 120],
])('a row %s is brought into sight by the shortest way', (_, row, scrollTop, expected) => {
  expect(scrollTo(row, { rows: 100, viewHeight: 200, rowHeight: 20, scrollTop })).toBe(expected);
});
