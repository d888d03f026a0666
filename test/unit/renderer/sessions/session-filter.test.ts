import { expect, test } from 'vitest';
import { sessionFilter } from '../../../../main/contract/calls.ts';
import { filterOf, isFiltering, noFilter, RowFilter } from '../../../../renderer/src/sessions/session-filter.ts';
import type { FilterChoice } from '../../../../renderer/src/sessions/session-filter.ts';
import { SessionLog } from '../../../../renderer/src/sessions/session-log.ts';
import { line, summary } from './session-examples.ts';

function log(): SessionLog {
  const made = new SessionLog();
  made.describe([
    summary('A', { verdict: 'refused' }),
    summary('B', { verdict: 'accepted', remoteEndpoint: '[2001:db8::1]:25', connector: 'OFFICE\\Relay' }),
  ]);
  made.add([line('A', 0, 'EHLO a'), line('A', 1, '550 5.7.54 Unable to relay'), line('B', 0, 'EHLO b')]);
  made.addGap(3);
  // Of this one nothing is known yet.
  made.add([line('C', 0, 'EHLO c 5.7.54')]);
  return made;
}

test.each<readonly [Partial<FilterChoice>, string]>([
  [{ verdict: 'refused' }, 'A A'],
  [{ device: '2001:db8::1' }, 'B'],
  [{ connector: 'OFFICE\\Default Frontend OFFICE' }, 'A A'],
  [{ text: 'UNABLE to' }, 'A A'],
  [{ text: '5.7.54', verdict: 'accepted' }, ''],
  [{ text: 'nowhere' }, ''],
])('%j shows whole sessions: %j', (chosen, sessions) => {
  const rows = new RowFilter({ ...noFilter, ...chosen }).rows(log().rows);
  expect(rows.map((row) => (row.kind === 'line' ? row.session.id : '…')).join(' ')).toBe(sessions);
});

test('a session comes into sight when what it says begins to fit', () => {
  const made = log();
  const filter = new RowFilter({ ...noFilter, text: 'data' });
  expect(filter.rows(made.rows)).toEqual([]);
  made.add([line('B', 1, 'DATA')]);
  expect(filter.rows(made.rows)).toHaveLength(2);
});

test('without a filter the rows are the very same', () => {
  const { rows } = log();
  expect(new RowFilter(noFilter).rows(rows)).toBe(rows);
  expect(isFiltering(noFilter)).toBe(false);
});

test('the engine is asked for the same', () => {
  const choice: FilterChoice = { device: '10.0.0.1', connector: 'OFFICE\\Relay', verdict: 'mixed', text: '550' };
  const filter = filterOf(choice);
  expect(sessionFilter.parse(filter)).toEqual({
    remoteAddress: '10.0.0.1',
    connector: 'OFFICE\\Relay',
    verdict: 'mixed',
    text: '550',
  });
  expect(filterOf(noFilter)).toEqual({});
});
