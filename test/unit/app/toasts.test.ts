import { expect, test } from 'vitest';
import { Toasts } from '../../../app/toasts.ts';
import type { SessionSummary } from '../../../main/contract/session-view.ts';
import { aProblem } from '../../support/fake-api.ts';
import { manualClock } from '../../support/manual-clock.ts';

const problem = (code: string, text: string) => aProblem(code, text, 'Do this.');
const expiring = problem('certificate-expiring', 'The certificate mail.kontor.example expires in 20 days.');
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

test('a problem is told when it appears, with what to do and the page for it', () => {
  const toasts = new Toasts(manualClock());
  const poison = problem('poison-mail', '1 message was set aside.');
  expect(toasts.forProblems([expiring])).toEqual([{ title: expiring.text, body: 'Do this.', page: 'overview' }]);
  expect(toasts.forProblems([expiring])).toEqual([]);
  expect(toasts.forProblems([expiring, poison])).toMatchObject([{ title: poison.text, page: 'queue' }]);
});

test('a refused device comes with its session, and who stops a service knows it', () => {
  const facts = { address: '10.0.0.1', count: 1, lastMs: 1, reply: '550', session: null, recipients: [] };
  const refused = { ...problem('device-refused', 'x'), kind: 'device-refused', facts } as const;
  const stopped = {
    ...problem('service-stopped', 'x'),
    kind: 'service-stopped',
    facts: { service: 'Transport' },
  } as const;
  expect(new Toasts(manualClock()).forProblems([refused, stopped])).toEqual([]);
});

test('a count that rises is no news', () => {
  const toasts = new Toasts(manualClock());
  toasts.forProblems([expiring]);
  expect(toasts.forProblems([{ ...expiring, text: expiring.text.replace('20', '19') }])).toEqual([]);
});

test('what comes and goes is told again after six hours only', async () => {
  const clock = manualClock();
  const toasts = new Toasts(clock);
  toasts.forProblems([expiring]);
  toasts.forProblems([]);
  expect(toasts.forProblems([expiring])).toEqual([]);
  toasts.forProblems([]);
  await clock.advance(6 * HOUR_MS);
  expect(toasts.forProblems([expiring])).toHaveLength(1);
});

test('many at once are one', () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => problem('listener-failed', `Connector ${name} cannot listen.`));
  expect(new Toasts(manualClock()).forProblems(many)).toEqual([
    { title: '4 things need you', body: many.map(({ text }) => text).join('\n'), page: 'overview' },
  ]);
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
