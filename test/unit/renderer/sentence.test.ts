import { describe, expect, test } from 'vitest';
import type { ListenerState, Status } from '../../../main/contract/status-view.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import { aProblem } from '../../support/fake-api.ts';
import { headline, statusSentence } from '../../../renderer/src/sentence.ts';

const listener = (port: number, state: ListenerState['state'] = 'listening'): ListenerState => ({
  connector: 'POSTROOM\\Default Frontend POSTROOM',
  address: '0.0.0.0',
  port,
  state,
  reason: null,
});

function status(changes: Partial<Status> = {}, stopped: readonly string[] = []): Status {
  return {
    state: 'running',
    pid: 1,
    version: '0.1.0',
    console: null,
    services: serviceNames.map((name) => ({ name, state: stopped.includes(name) ? 'stopped' : 'running' })),
    listeners: [listener(587), listener(25), listener(25)],
    sending: { smartHosts: ['smtp.office365.com'], mx: false },
    queue: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
    accepted: 0,
    delivered: 0,
    refused: 0,
    today: { sinceMs: 0, accepted: 0, delivered: 0, refused: 0 },
    problems: [],
    ...changes,
  };
}

const waiting = (count: number): Status['queue'] => ({ ...status().queue, waiting: count });
const problem = aProblem('listener-failed', 'Port 25 is taken.', 'Stop the other program.');

describe('the status sentence', () => {
  test.each([
    ['all is well', status(), 'good', 'Receiving on 25 and 587, sending through smtp.office365.com, nothing waiting'],
    [
      'one message waits',
      status({ queue: waiting(1) }),
      'good',
      'Receiving on 25 and 587, sending through smtp.office365.com, 1 message waiting',
    ],
    [
      'a problem',
      status({ problems: [problem] }),
      'warn',
      'Receiving on 25 and 587, sending through smtp.office365.com, nothing waiting',
    ],
    [
      'sending is paused',
      status({}, ['Transport']),
      'warn',
      'Receiving on 25 and 587, sending is paused, nothing waiting',
    ],
    [
      'receiving is stopped',
      status({}, ['Frontend Transport']),
      'bad',
      'Receiving is stopped, sending through smtp.office365.com, nothing waiting',
    ],
    [
      'one port failed',
      status({ listeners: [listener(25, 'failed'), listener(587)] }),
      'warn',
      'Receiving on 587, but not on 25, sending through smtp.office365.com, nothing waiting',
    ],
    [
      'every port failed',
      status({ listeners: [listener(25, 'failed')] }),
      'bad',
      'Not receiving: no port could be opened, sending through smtp.office365.com, nothing waiting',
    ],
    [
      'no listener at all',
      status({ listeners: [] }),
      'bad',
      'Not receiving: no enabled connector has a binding, sending through smtp.office365.com, nothing waiting',
    ],
    [
      'many ports',
      status({ listeners: [listener(25), listener(587), listener(465), listener(2525)] }),
      'good',
      'Receiving on 4 ports, sending through smtp.office365.com, nothing waiting',
    ],
  ] as const)('%s', (_name, given, tone, text) => {
    expect(statusSentence(given)).toEqual({ tone, text });
  });

  test.each([
    [[], false, 'sending to nobody outside'],
    [[], true, 'sending straight to the recipients’ servers'],
    [['a.example', 'b.example'], false, 'sending through a.example and 1 other way'],
    [['a.example'], true, 'sending through a.example and 1 other way'],
    [['a.example', 'b.example', 'c.example'], false, 'sending through a.example and 2 other ways'],
  ])('says where mail goes: %j, MX %j', (smartHosts, mx, text) => {
    expect(statusSentence(status({ sending: { smartHosts, mx } })).text).toContain(`, ${text}, `);
  });
});

describe('the headline names what matters most', () => {
  test.each([
    ['Everything is working.', status()],
    ['2 messages are waiting to be delivered.', status({ queue: waiting(2) })],
    ['1 thing needs you.', status({ queue: waiting(2), problems: [problem] })],
    ['Mail is taken in, but not sent on.', status({ problems: [problem] }, ['Transport'])],
    ['Postroom takes no mail at the moment.', status({}, ['Transport', 'Frontend Transport'])],
  ])('%s', (text, given) => {
    expect(headline(given)).toBe(text);
  });
});
