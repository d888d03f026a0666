import { expect, test } from 'vitest';
import { trayState } from '../../../app/tray-state.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { aProblem } from '../../support/fake-api.ts';

function status(changes: Partial<Status>, stopped: readonly string[] = []): Status {
  return {
    state: 'running',
    pid: 1,
    version: '0.1.0',
    console: null,
    services: serviceNames.map((name) => ({ name, state: stopped.includes(name) ? 'stopped' : 'running' })),
    listeners: [{ connector: 'A', address: '::', port: 25, state: 'listening', reason: null }],
    sending: { smartHosts: [], mx: false },
    queue: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
    accepted: 0,
    delivered: 0,
    refused: 0,
    today: { sinceMs: 0, accepted: 0, delivered: 0, refused: 0 },
    problems: [],
    ...changes,
  };
}

const problem = aProblem('certificate-expired', 'x', 'y');
const paused = aProblem('service-stopped', 'x', 'y');

test.each([
  ['all is well', status({}), 'green', 'Postroom: receiving, nothing waiting'],
  ['a problem', status({ problems: [problem] }), 'amber', 'Postroom: 1 thing needs you, nothing waiting'],
  [
    'sending is paused',
    status({ problems: [problem, paused] }, ['Transport']),
    'amber',
    'Postroom: 2 things need you, nothing waiting',
  ],
  ['receiving is stopped', status({}, ['Frontend Transport']), 'red', 'Postroom: not receiving, nothing waiting'],
  ['nothing listens', status({ listeners: [] }), 'red', 'Postroom: not receiving, nothing waiting'],
  ['no engine', null, 'grey', 'Postroom: no connection to the service'],
])('%s', (_name, given, light, tooltip) => {
  expect(trayState(given)).toMatchObject({ light, tooltip });
});
