import { expect, test } from 'vitest';
import type { MessageRow } from '../../../../main/contract/queue-view.ts';
import { nearestTo, positionOf, withPage } from '../../../../renderer/src/queue/message-rows.ts';
import {
  everything,
  extended,
  nothingSelected,
  toggled,
  withoutGone,
} from '../../../../renderer/src/queue/selection.ts';

const rows = (...ids: number[]): readonly MessageRow[] => ids.map((id) => ({ id }) as MessageRow);
const idsOf = (found: readonly MessageRow[]): number[] => found.map(({ id }) => id);
const page = (after: number | null, upTo: number | null, ...ids: number[]) => ({ after, upTo, messages: rows(...ids) });

test.each([
  ['the first page of an empty list', [], page(null, 3, 1, 3), [1, 3]],
  ['what is behind a page stays', [1, 3, 5], page(null, 3, 2, 3), [2, 3, 5]],
  ['what left within a page goes', [1, 2, 3, 4, 5], page(1, 4, 3), [1, 3, 5]],
  ['a page to the end ends the list', [1, 2, 3], page(1, null), [1]],
  ['new ones come at the end', [1, 2], page(2, null, 3, 4), [1, 2, 3, 4]],
  ['a page that a filter emptied', [1, 2, 3, 9], page(1, 3), [1, 9]],
])('%s', (_, before, read, after) => {
  expect(idsOf(withPage(rows(...before), read))).toEqual(after);
});

test('positions are found by id', () => {
  const list = rows(2, 4, 6);
  expect([2, 4, 6, 5, 1, 9, null].map((id) => positionOf(list, id))).toEqual([0, 1, 2, -1, -1, -1, -1]);
  expect([nearestTo(list, 4)?.id, nearestTo(list, 5)?.id, nearestTo(list, 9)?.id]).toEqual([4, 6, 6]);
  expect(nearestTo([], 1)).toBeNull();
});

test('one is chosen and let go, and a stretch is added from the last one', () => {
  const list = rows(1, 2, 3, 4, 5);
  const one = toggled(nothingSelected, 2);
  expect([...extended(one, list, 4).ids]).toEqual([2, 3, 4]);
  expect([...extended(extended(one, list, 4), list, 1).ids].sort()).toEqual([1, 2, 3, 4]);
  expect([...toggled(one, 2).ids]).toEqual([]);
  expect([...extended(nothingSelected, list, 3).ids]).toEqual([3]);
  expect(everything(list).ids.size).toBe(5);
});

test('a choice lets go only of what has left', () => {
  const all = everything(rows(1, 2, 3));
  expect(withoutGone(all, rows(1, 2, 3, 4))).toBe(all);
  expect([...withoutGone(all, rows(2, 4)).ids]).toEqual([2]);
});
