import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeWindow } from '../../../app/placement.ts';

const primary = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: -200, width: 1280, height: 984 };
const saved = { x: 2000, y: 100, width: 1000, height: 700 };

test('begins in the middle, no larger than the display', () => {
  expect(placeWindow(null, [primary])).toEqual({ width: 1280, height: 800 });
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 728 }])).toEqual({ width: 1024, height: 728 });
});

test('comes back where it was, on a second display too', () => {
  expect(placeWindow(saved, [primary, right])).toEqual(saved);
});

test('comes back to the middle when that display is gone', () => {
  expect(placeWindow(saved, [primary])).toEqual({ width: 1000, height: 700 });
});

test('shrinks with a display that became smaller', () => {
  expect(placeWindow({ ...saved, x: 100 }, [{ ...primary, width: 800, height: 600 }])).toEqual({
    ...{ x: 100, y: 100 },
    ...{ width: 800, height: 600 },
  });
});

test.each([
  ['above the display', { ...saved, x: 100, y: -40 }],
  ['left of it, all but a rim', { ...saved, x: -950 }],
  ['under the task bar', { ...saved, x: 100, y: 1030 }],
])('is not left %s, where nobody could take hold of it', (_where, lost) => {
  expect(placeWindow(lost, [primary])).not.toHaveProperty('x');
});

test('a part of the title bar is always in reach', () => {
  const integer = fc.integer({ min: -5000, max: 5000 });
  const size = fc.integer({ min: 1, max: 6000 });
  const area = fc.record({ x: integer, y: integer, width: size, height: size });
  const display = fc.record({
    ...{ x: integer, y: integer },
    width: fc.integer({ min: 640, max: 4000 }),
    height: fc.integer({ min: 480, max: 4000 }),
  });
  fc.assert(
    fc.property(area, fc.array(display, { minLength: 1, maxLength: 3 }), (window, displays) => {
      const { x, y, width } = placeWindow(window, displays);
      if (x === undefined || y === undefined) return;
      const inReach = displays.some(
        (one) => y >= one.y && y < one.y + one.height && x < one.x + one.width - 100 && x + width > one.x + 100,
      );
      expect(inReach).toBe(true);
    }),
  );
});
