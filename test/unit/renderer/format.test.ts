import { expect, test } from 'vitest';
import { formatLogTime, formatSize, formatTime, joinWords } from '../../../renderer/src/format.ts';
import { pageOf } from '../../../renderer/src/routes.ts';

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1.0 KB'],
  [4_404_019, '4.2 MB'],
])('%i bytes are shown as %s', (bytes, text) => {
  expect(formatSize(bytes).replace(/(\d)[. ](\d{3})/, '$1,$2')).toBe(text);
});

test.each([
  [[], ''],
  [['25'], '25'],
  [['25', '587'], '25 and 587'],
  [['25', '465', '587'], '25, 465 and 587'],
])('%j are joined as "%s"', (words, text) => {
  expect(joinWords(words, 'and')).toBe(text);
});

test('a time of another day names its day, one of this day does not', () => {
  const now = new Date(2026, 9, 8, 9, 41, 7).getTime();
  expect(formatTime(now, now)).toBe('09:41:07');
  expect(formatTime(now - 2 * 86_400_000, now)).toMatch(/6.*09:41:07$/);
  expect(formatLogTime(now + 12)).toBe('09:41:07.012');
});

test.each([
  ['', 'overview'],
  ['#queue', 'queue'],
  ['#sessions', 'sessions'],
  ['#tester', 'tester'],
  ['#tester:0123456789ABCDEF', 'tester'],
  ['#testers', 'overview'],
  ['#<script>', 'overview'],
])('the address %s opens the page %s', (hash, page) => {
  expect(pageOf(hash)).toBe(page);
});
