import { expect, test } from 'vitest';
import type { LearnedDevice, LearningProposal } from '../../../../main/contract/learning-view.ts';
import { isWorthShowing, learnedLine, proposalText, startPatch } from '../../../../renderer/src/devices/learning.ts';
import { learningMessages as german } from '../../../../renderer/src/messages/de/learning.ts';

const proposal: LearningProposal = {
  ...{ kind: 'relay', connector: 'Relay for devices', isNew: true, domains: ['customer.example'], patch: {} },
  addresses: ['192.168.0.181', '192.168.0.182', '192.168.0.183'],
  ranges: ['192.168.0.181-192.168.0.183'],
};

function learned(changes: Partial<LearnedDevice> = {}): LearnedDevice {
  return {
    ...{ address: '192.168.0.181', name: null, helo: 'HP', tls: null, login: null, localEndpoint: '192.168.0.1:25' },
    knock: {
      ...{ sinceMs: 0, lastMs: 0, times: 2, senders: ['scan@office.example'] },
      recipients: ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'],
    },
    ...{ standing: 'relay', reply: '550 5.7.54 Unable' },
    ...changes,
  };
}

test('a proposal says who wants what, and what they would get', () => {
  expect(proposalText(proposal)).toBe(
    '192.168.0.181 to 192.168.0.183 want to send to recipients outside (customer.example). A new receive connector “Relay for devices” would let these 3 addresses relay, without a login.',
  );
  const one = { ...proposal, addresses: ['10.0.0.1'], ranges: ['10.0.0.1'], domains: [] };
  expect(proposalText({ ...one, kind: 'connector', isNew: false })).toBe(
    '10.0.0.1 is let in by no receive connector. The receive connector “Relay for devices” would take this address too.',
  );
  const many = { ...one, ranges: ['10.0.0.1', '10.0.0.3', '10.0.0.5', '10.0.0.7', '10.0.0.9'] };
  expect(proposalText(many)).toContain('10.0.0.1, 10.0.0.3, 10.0.0.5 and 2 more');
});

test('a device says what it wanted and how it tried', () => {
  const line = learnedLine(learned({ name: 'Copier' }), 0);
  expect(line).toMatchObject({ title: 'Copier', below: '192.168.0.181', says: 'HP', tone: 'warn' });
  expect(line.wants).toEqual(['from scan@office.example', 'to a@x.example, b@x.example, c@x.example, 1 more']);
  const login = { atMs: 0, mechanism: 'LOGIN', userName: 'scanner', succeeded: false };
  expect(learnedLine(learned({ login }), 0).says).toBe('HP · login as scanner failed (LOGIN)');
  expect(learnedLine(learned({ login: { ...login, userName: null } }), 0).says).toContain('wanted to sign in by LOGIN');
  expect(german.login.wrong('scanner', 'LOGIN')).toBe('Anmeldung als scanner misslang (LOGIN)');
});

test('it is shown while it is on, and as long as somebody is not let in', () => {
  const view = { enabled: false, endsMs: null, devices: [learned({ standing: 'ready' })], proposals: [] };
  expect(isWorthShowing(view)).toBe(false);
  expect(isWorthShowing({ ...view, enabled: true })).toBe(true);
  expect(isWorthShowing({ ...view, devices: [learned()] })).toBe(true);
});

test('it ends when it was told to', () => {
  expect(startPatch('24', Date.UTC(2026, 10, 22, 9))).toEqual({
    transport: { learningModeEnabled: true, learningModeEnds: '2026-11-23T09:00:00.000Z' },
  });
  expect(startPatch('never', 0)).toEqual({ transport: { learningModeEnabled: true, learningModeEnds: null } });
});
