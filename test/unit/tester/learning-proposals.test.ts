import { describe, expect, it } from 'vitest';
import { blankCard } from '../../../main/journal/blank-card.ts';
import type { DeviceCard } from '../../../main/contract/session-view.ts';
import { standingOf, type Knocker } from '../../../main/tester/knock-standing.ts';
import { proposalsFor } from '../../../main/tester/learning-proposals.ts';
import { connector, patched, relayRight, snapshotOf } from './stand.ts';

const office = (receiveConnectors: readonly unknown[]) =>
  snapshotOf({
    receiveConnectors,
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    transport: { learningModeEnabled: true },
  });
const open = office([connector({ name: 'Default' })]);

function knocker(address: string, recipients: readonly string[], more: Partial<DeviceCard> = {}): Knocker {
  const senders = recipients.length === 0 ? [] : ['scan@office.example'];
  const knock = { sinceMs: 0, lastMs: 0, times: 1, senders, recipients };
  const card = { ...blankCard(address), localEndpoint: '192.168.0.10:25', knock, ...more };
  return { card, knock, endpoint: { localAddress: '192.168.0.10', localPort: 25, remoteAddress: address } };
}

const outside = ['someone@customer.example'];
const inside = ['anna@office.example'];

describe('devices that knocked', () => {
  const login = (succeeded: boolean) => ({ atMs: 0, mechanism: 'LOGIN', userName: 'scanner', succeeded });

  it.each([
    ['who may do what it wants', knocker('192.168.0.181', inside), 'ready'],
    ['who wants to send outside', knocker('192.168.0.181', outside), 'relay'],
    ['whose login fails', knocker('192.168.0.181', [], { login: login(false) }), 'login'],
    ['who logs in and wants more', knocker('192.168.0.181', outside, { login: login(true) }), 'other'],
    ['who comes from the Internet', knocker('198.51.100.7', outside), 'outside'],
    ['who said nothing', knocker('192.168.0.181', []), 'silent'],
  ])('%s', (_who, one, standing) => {
    expect(standingOf(open, one).standing).toBe(standing);
  });

  it('are answered as without learning mode', () => {
    expect(standingOf(open, knocker('192.168.0.181', outside)).reply).toContain('550 5.7.54');
    expect(standingOf(open, knocker('192.168.0.181', inside)).reply).toBeNull();
  });
});

describe('proposals', () => {
  it('put neighbours into one relay connector, as a range, that lets them do what they wanted', () => {
    const knockers = ['192.168.0.183', '192.168.0.181', '192.168.0.182', '192.168.0.190'].map((address) =>
      knocker(address, outside),
    );
    const [proposal, ...more] = proposalsFor(open, [...knockers, knocker('192.168.0.200', inside)]);
    expect(more).toEqual([]);
    expect(proposal).toMatchObject({
      ...{ kind: 'relay', connector: 'Relay for devices', isNew: true, domains: ['customer.example'] },
      addresses: ['192.168.0.181', '192.168.0.182', '192.168.0.183', '192.168.0.190'],
      ranges: ['192.168.0.181-192.168.0.183', '192.168.0.190'],
    });
    const after = patched(open, proposal?.patch ?? null);
    expect(after.policy.learning).toBe(true);
    expect(knockers.map((one) => standingOf(after, one).standing)).toEqual(['ready', 'ready', 'ready', 'ready']);
    expect(standingOf(after, knocker('192.168.0.191', outside)).standing).toBe('relay');
    expect(proposalsFor(after, knockers)).toEqual([]);
  });

  it('add to a relay connector of the house that is there, and never to one for the Internet', () => {
    const relays = (name: string, remoteIPRanges: readonly string[]) =>
      connector({ name, remoteIPRanges, extendedRights: relayRight });
    const home = office([connector({ name: 'Default' }), relays('Copiers', ['192.168.0.50'])]);
    expect(proposalsFor(home, [knocker('192.168.0.181', outside)])).toMatchObject([
      { connector: 'Copiers', isNew: false, ranges: ['192.168.0.181'] },
    ]);
    const world = office([connector({ name: 'Default' }), relays('Partner', ['198.51.100.7'])]);
    expect(proposalsFor(world, [knocker('192.168.0.181', outside)])).toMatchObject([{ isNew: true }]);
  });

  it('name addresses one by one where a range would cross another connector’s', () => {
    const snapshot = office([
      connector({ name: 'Default' }),
      connector({ name: 'Cameras', remoteIPRanges: ['192.168.0.182-192.168.0.190'], requireTLS: false }),
    ]);
    const [proposal] = proposalsFor(
      snapshot,
      ['192.168.0.181', '192.168.0.182'].map((address) => knocker(address, outside)),
    );
    expect(proposal?.ranges).toEqual(['192.168.0.181', '192.168.0.182']);
  });

  it('let devices in that no connector takes', () => {
    const none = office([connector({ name: 'Other', remoteIPRanges: ['10.0.0.1'] })]);
    expect(proposalsFor(none, [knocker('192.168.0.181', []), knocker('198.51.100.7', outside)])).toMatchObject([
      { kind: 'connector', connector: 'Other', isNew: false, addresses: ['192.168.0.181'] },
    ]);
  });
});
