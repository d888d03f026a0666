import { expect, test } from 'vitest';
import { namesOf, noNames } from '../../../../renderer/src/devices/device-names.ts';
import { cellsOf } from '../../../../renderer/src/sessions/log-cell.ts';
import { SessionLog } from '../../../../renderer/src/sessions/session-log.ts';
import { line, summary } from './session-examples.ts';

function conversation(): SessionLog {
  const log = new SessionLog();
  log.describe([summary('A', { verdict: 'refused' })]);
  log.add([
    line('A', 0, '', { event: '+', atMs: 1000 }),
    line('A', 1, '220 ready', { atMs: 1001 }),
    line('A', 2, 'RCPT TO:<x@y>', { event: '<', atMs: 1002 }),
    line('A', 3, '550 5.7.54 SMTP; Unable to relay', { atMs: 6002 }),
  ]);
  log.addGap(7);
  return log;
}

test('the head says who and how it went, and a time is said once a moment', () => {
  const cells = cellsOf(conversation().rows, { start: 0, end: 5 }, noNames);
  expect(cells.map(({ who, connector, verdict }) => [who, connector, verdict])).toEqual([
    ['from 192.168.0.180', 'Default Frontend OFFICE', 'refused'],
    ...Array.from({ length: 4 }, () => ['', null, null]),
  ]);
  expect(cells.map(({ time }) => time !== '')).toEqual([true, false, false, true, false]);
  expect(cells.map(({ tone }) => tone)).toEqual(['plain', 'plain', 'plain', 'bad', 'plain']);
  expect(cells[4]).toMatchObject({ event: 'gap', text: expect.stringContaining('7 lines') as string });
});

test('a window of it knows its places and the row before', () => {
  const [cell] = cellsOf(conversation().rows, { start: 2, end: 3 }, noNames);
  expect(cell).toMatchObject({ at: 2, time: '', text: 'RCPT TO:<x@y>' });
});

test('a device that has a name is called by it', () => {
  const names = namesOf([{ address: '192.168.0.180', name: 'Accounting printer' }]);
  const [cell] = cellsOf(conversation().rows, { start: 0, end: 1 }, names);
  expect(cell?.who).toBe('Accounting printer');
});
