import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { rememberReplies } from '../../../main/tester/remembering-replayer.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideSnapshot } from '../../support/guide-configuration.ts';
import { dialogue } from '../../../main/tester/probe.ts';
import { connector, countingReplayer, makeReplayer, patched, relayRight } from './stand.ts';

/** What is remembered of dialogues is what a replay would have come to. */

const guide = guideSnapshot();
const { receiveConnectors, acceptedDomains } = guide.document;
const transcript = dialogue([
  'EHLO scanner',
  'MAIL FROM:<scanner@exchange2013demo.com>',
  'RCPT TO:<someone@gmail.com>',
  'RCPT TO:<administrator@exchange2013demo.com>',
]);
const clients = [GUIDE_DEVICE, GUIDE_NEIGHBOUR, '203.0.113.77', '::ffff:192.168.0.9'];
const conditionsOf = (remoteAddress: string) => ({
  ...{ remoteAddress, localAddress: '192.168.0.10', localPort: 25, implicitTls: false, userName: null },
});
const changed = (name: string, change: Readonly<Record<string, unknown>>) => ({
  receiveConnectors: receiveConnectors.map((one) => (one.name.startsWith(name) ? { ...one, ...change } : one)),
});
const drafts: readonly Snapshot[] = [
  {},
  changed('Relay', { extendedRights: [] }),
  changed('Relay', { remoteIPRanges: [GUIDE_NEIGHBOUR] }),
  changed('Relay', { enabled: false }),
  changed('Default', { permissionGroups: ['None'] }),
  changed('Default', { name: 'Renamed', extendedRights: relayRight }),
  { receiveConnectors: [] },
  { receiveConnectors: [connector({ name: 'All', banner: '220 another' })] },
  { acceptedDomains: [...acceptedDomains, { name: 'More', domainName: 'gmail.com', domainType: 'InternalRelay' }] },
  { server: { replyDialect: '2016' } },
  { transport: { blockedAddresses: ['203.0.113.0/24'] } },
  { sendConnectors: [] },
].map((change) => patched(guide, change));

describe('a replayer that remembers', () => {
  it('says of each configuration what a replay says', async () => {
    const plain = makeReplayer();
    const remembering = rememberReplies(makeReplayer());
    for (const snapshot of [guide, ...drafts, ...drafts.toReversed()]) {
      for (const client of clients) {
        const question = [snapshot, transcript, conditionsOf(client), 'replies'] as const;
        expect(await remembering.replay(...question)).toEqual(await plain.replay(...question));
      }
    }
  });

  it('holds a dialogue again only where the connector or the rest of the configuration is another', async () => {
    const counting = countingReplayer();
    const remembering = rememberReplies(counting);
    const replays = async (snapshot: Snapshot): Promise<number> => {
      const before = counting.count;
      for (const client of clients) await remembering.replay(snapshot, transcript, conditionsOf(client), 'replies');
      return counting.count - before;
    };
    expect(await replays(guide)).toBe(clients.length);
    expect(await replays(patched(guide, {}))).toBe(0);
    // The device is turned away by another connector now; the others talk to whom they talked to.
    expect(await replays(patched(guide, changed('Relay', { enabled: false })))).toBe(1);
    expect(await replays(patched(guide, { server: { replyDialect: '2016' } }))).toBe(clients.length);
  });

  it('remembers no reasons', async () => {
    const counting = countingReplayer();
    const remembering = rememberReplies(counting);
    for (let time = 0; time < 2; time += 1) await remembering.replay(guide, transcript, conditionsOf(GUIDE_DEVICE));
    expect(counting.count).toBe(2);
  });
});
