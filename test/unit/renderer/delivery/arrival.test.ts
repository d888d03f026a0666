import { expect, test } from 'vitest';
import type { ArrivalResult } from '../../../../main/contract/arrival-view.ts';
import { overallOf, zoneText } from '../../../../renderer/src/delivery/arrival.ts';

const found = (...verdicts: readonly ArrivalResult['verdict'][]): readonly ArrivalResult[] =>
  verdicts.map((verdict) => ({ check: 'spf', verdict, text: '', advice: '', found: [], record: null }));

test.each([
  [found('good', 'good'), 'good'],
  [found('good', 'unknown'), 'unknown'],
  [found('unknown', 'warn', 'good'), 'warn'],
  [found('warn', 'bad', 'unknown'), 'bad'],
])('the worst of what was found counts', (results, overall) => {
  expect(overallOf(results)).toBe(overall);
});

test('a long value is written in pieces, each between quotes', () => {
  expect(zoneText(['v=DKIM1; p=MIIB', 'abc="\\"'])).toBe(String.raw`"v=DKIM1; p=MIIB" "abc=\"\\\""`);
});
