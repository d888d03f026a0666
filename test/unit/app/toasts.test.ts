import { expect, test } from 'vitest';
import { Toasts, toastsOf } from '../../../app/toasts.ts';
import type { SessionSummary } from '../../../main/contract/session-view.ts';
import { aNotice, anItem } from '../../support/alerts.ts';
import { manualClock } from '../../support/manual-clock.ts';

const HOUR_MS = 3_600_000;

function session(remoteEndpoint: string, changes: Partial<SessionSummary> = {}): SessionSummary {
  return {
    ...{ id: 'A', number: 1, direction: 'receive', connector: 'MAIL\\Default', localEndpoint: '192.168.0.20:25' },
    ...{ startedMs: 1, endedMs: 2, endedBy: 'Remote', tls: null, account: null, helo: 'scanner', accepted: 0 },
    ...{ refused: 1, verdict: 'refused', lastError: '550 5.7.54 SMTP; Unable to relay', deviations: [] },
    ...{ remoteEndpoint },
    ...changes,
  };
}

const some = (...keys: readonly string[]) => ({ items: keys.map((key) => anItem(key)), more: 0 });

test('a problem is told with what to do and the page for it', () => {
  const poison = { items: [anItem('poison', { kind: 'poison-mail' })], more: 0 };
  expect(toastsOf(aNotice({ problems: some('A'), failures: poison }))).toEqual([
    { title: 'A is wrong.', body: 'Mend A.', page: 'overview' },
    { title: 'poison is wrong.', body: 'Mend poison.', page: 'queue' },
  ]);
});

test('what is over is told as such', () => {
  expect(toastsOf(aNotice({ recovered: some('A') }))).toEqual([
    { title: 'Over', body: 'A is wrong.', page: 'overview' },
  ]);
});

test('a refused device comes with its session', () => {
  const refused = { items: [anItem('x', { kind: 'device-refused' })], more: 0 };
  expect(toastsOf(aNotice({ problems: refused, recovered: refused }))).toEqual([]);
});

test('many at once are one', () => {
  const notice = aNotice({ title: '40 things need you.', problems: { ...some('A', 'B', 'C', 'D'), more: 36 } });
  expect(toastsOf(notice)).toEqual([
    { title: '40 things need you.', body: 'A is wrong.\nB is wrong.\nC is wrong.\nand 37 more', page: 'overview' },
  ]);
});

test('a test and the daily report are one toast', () => {
  expect(toastsOf(aNotice({ kind: 'test', title: 'A test.' }))).toMatchObject([{ title: 'A test.', page: 'overview' }]);
  expect(toastsOf(aNotice({ kind: 'digest', problems: some('A', 'B') }))).toHaveLength(1);
});

test.each(['192.168.0.181:40112', '[fe80::21b:a9ff:fe12:3456]:40112', '172.20.1.9:1'])(
  'the device at %s that was refused is told of once a day',
  async (remote) => {
    const clock = manualClock();
    const toasts = new Toasts(clock);
    const address = remote.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
    expect(toasts.forSessions([session(remote)])).toEqual([
      { title: `${address} was refused`, body: '550 5.7.54 SMTP; Unable to relay', page: 'sessions' },
    ]);
    expect(toasts.forSessions([session(remote)])).toEqual([]);
    await clock.advance(24 * HOUR_MS);
    expect(toasts.forSessions([session(remote)])).toHaveLength(1);
  },
);

test.each([
  ['strangers on the Internet', session('203.0.113.9:40112')],
  ['a stranger by IPv6', session('[2001:db8::9]:40112')],
  ['a session that goes on', session('192.168.0.181:1', { endedMs: null })],
  ['one where nothing was refused', session('192.168.0.181:1', { refused: 0 })],
  ['what another server refused', session('192.168.0.181:1', { direction: 'send' })],
  ['an address that is none', session('somewhere')],
])('nothing is said of %s', (_name, given) => {
  expect(new Toasts(manualClock()).forSessions([given])).toEqual([]);
});
