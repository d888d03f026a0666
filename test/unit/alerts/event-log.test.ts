import { expect, test } from 'vitest';
import { createEventLogChannel, eventArguments } from '../../../main/alerts/event-log.ts';
import { compileAlerts } from '../../../main/config/compile-alerts.ts';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import { aNotice, anItem } from '../../support/alerts.ts';

// eventcreate itself runs on Windows alone: here it is its arguments that are judged, and who is asked.

const never = new AbortController().signal;
const notice = aNotice({ problems: { items: [anItem('A "quoted"\u0007')], more: 0 } });

test('an alert becomes a warning of the source Postroom, in text that cannot end its argument', () => {
  const args = eventArguments(notice, 'OFFICE');
  expect(args.slice(0, -1)).toEqual([...['/L', 'APPLICATION', '/SO', 'Postroom', '/T', 'WARNING', '/ID', '100', '/D']]);
  expect(args.at(-1)).toContain("A 'quoted'? is wrong.");
  expect(args.at(-1)).not.toMatch(/"|[^\r\n\P{Cc}]/u);
});

test('what is over, reports and tests are information', () => {
  const types = [
    aNotice({ recovered: { items: [anItem('A')], more: 0 } }),
    aNotice({ kind: 'digest' }),
    aNotice({ kind: 'test' }),
  ].map((one) => eventArguments(one, 'OFFICE')[5]);
  expect(types).toEqual(['INFORMATION', 'INFORMATION', 'INFORMATION']);
});

test('a text of any length fits a command line', () => {
  const long = aNotice({
    problems: { items: Array.from({ length: 20 }, (_, at) => anItem(`${String(at)}${'x'.repeat(900)}`)), more: 0 },
  });
  expect(eventArguments(long, 'OFFICE').join(' ').length).toBeLessThan(8200);
});

test.each([
  ['win32', true, true],
  ['win32', false, false],
  ['linux', true, false],
] as const)('on %s, switched on: %s, it is used: %s', (platform, eventLogEnabled, expected) => {
  const channel = createEventLogChannel({
    ...{ platform, systemRoot: 'C:\\Windows', serverName: () => 'OFFICE', run: () => Promise.resolve() },
    settings: () => compileAlerts(alertsSchema.parse({ eventLogEnabled }), 'p@o.example'),
  });
  expect(channel.isSetUp()).toBe(expected);
});

test('it runs the program of Windows, and says what to do where that is refused', async () => {
  const ran: string[] = [];
  let works = true;
  const channel = createEventLogChannel({
    ...{ platform: 'win32', systemRoot: 'C:\\Windows', serverName: () => 'OFFICE' },
    run: (program) => {
      ran.push(program);
      return works ? Promise.resolve() : Promise.reject(new Error('5'));
    },
    settings: () => compileAlerts(alertsSchema.parse({ eventLogEnabled: true }), 'p@o.example'),
  });
  expect(await channel.send(notice, [], never)).toMatchObject({ state: 'sent' });
  expect(ran[0]).toMatch(/System32.eventcreate\.exe$/);
  works = false;
  expect(await channel.send(notice, [], never)).toMatchObject({ state: 'retry' });
});
