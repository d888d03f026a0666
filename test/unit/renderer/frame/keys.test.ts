import { expect, test } from 'vitest';
import { KeySequence, letterOf } from '../../../../renderer/src/frame/keys.ts';
import { pages } from '../../../../renderer/src/routes.ts';

const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

test('every page has a letter of its own', () => {
  const letters = pages.map(letterOf);
  expect(letters).not.toContain(null);
  expect(new Set(letters).size).toBe(pages.length);
});

test('g and a letter go to a page, while the letter comes soon', () => {
  const keys = new KeySequence();
  expect(keys.take(press('g'), false, 0)).toBeNull();
  expect(keys.take(press('s'), false, 1500)).toEqual({ kind: 'page', page: 'sessions' });
  expect(keys.take(press('s'), false, 1600)).toBeNull();
  keys.take(press('g'), false, 2000);
  expect(keys.take(press('s'), false, 3501)).toBeNull();
  keys.take(press('g'), false, 4000);
  expect(keys.take(press('x'), false, 4100)).toBeNull();
  expect(keys.take(press('s'), false, 4200)).toBeNull();
});

test('in a field only the palette has a key', () => {
  const keys = new KeySequence();
  for (const key of ['g', '/', '?']) expect(keys.take(press(key), true, 0)).toBeNull();
  expect(keys.take(press('s'), false, 10)).toBeNull();
  expect(keys.take(press('k', { ctrlKey: true }), true, 20)).toEqual({ kind: 'palette' });
  expect(keys.take(press('K', { metaKey: true }), false, 30)).toEqual({ kind: 'palette' });
});

test('other keys of the browser stay its own', () => {
  const keys = new KeySequence();
  expect(keys.take(press('/', { ctrlKey: true }), false, 0)).toBeNull();
  expect(keys.take(press('?', { altKey: true }), false, 0)).toBeNull();
  expect(keys.take(press('k', { ctrlKey: true, altKey: true }), false, 0)).toBeNull();
  expect(keys.take(press('/'), false, 0)).toEqual({ kind: 'filter' });
  expect(keys.take(press('?'), false, 0)).toEqual({ kind: 'help' });
});
