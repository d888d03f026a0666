import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsOf, rowsInSight, scrollToRow } from '../../../renderer/src/row-heights.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const heights = new Map([
  ['a', 60],
  ['c', 100],
]);

describe('the rows of a list that differ in height', () => {
  it('stand one below the other, those not seen yet as high as usual', () => {
    expect(offsetsOf(keys, heights, 80)).toEqual([0, 60, 140, 240, 320, 400]);
    expect(offsetsOf([], heights, 80)).toEqual([0]);
  });

  it('are drawn where they are in sight, and a few more', () => {
    const offsets = offsetsOf(keys, heights, 80);
    expect(rowsInSight(offsets, { scrollTop: 0, viewHeight: 100 }, 0)).toEqual({ start: 0, end: 2 });
    expect(rowsInSight(offsets, { scrollTop: 150, viewHeight: 100 }, 0)).toEqual({ start: 2, end: 4 });
    expect(rowsInSight(offsets, { scrollTop: 150, viewHeight: 100 }, 1)).toEqual({ start: 1, end: 5 });
    expect(rowsInSight(offsets, { scrollTop: 9999, viewHeight: 100 }, 0)).toEqual({ start: 4, end: 5 });
    expect(rowsInSight([0], { scrollTop: 0, viewHeight: 100 }, 3)).toEqual({ start: 0, end: 0 });
  });

  it('cover what is in sight, wherever the list is scrolled to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }),
        fc.nat(4000),
        fc.integer({ min: 1, max: 900 }),
        (rows, wanted, viewHeight) => {
          const names = rows.map((_, at) => String(at));
          const offsets = offsetsOf(names, new Map(rows.map((height, at) => [String(at), height])), 1);
          const end = offsets.at(-1) ?? 0;
          const scrollTop = Math.min(wanted, Math.max(0, end - viewHeight));
          const drawn = rowsInSight(offsets, { scrollTop, viewHeight }, 0);
          expect(offsets[drawn.start]).toBeLessThanOrEqual(scrollTop);
          expect(offsets[drawn.end]).toBeGreaterThanOrEqual(Math.min(end, scrollTop + viewHeight));
        },
      ),
    );
  });

  it('come wholly into sight by the shortest way', () => {
    const offsets = offsetsOf(keys, heights, 80);
    const view = { scrollTop: 100, viewHeight: 160 };
    expect(scrollToRow(offsets, 0, view)).toBe(0);
    expect(scrollToRow(offsets, 2, view)).toBe(100);
    expect(scrollToRow(offsets, 4, view)).toBe(240);
  });
});
