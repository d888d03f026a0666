import { expect, it } from 'vitest';
import { assessChange } from '../../../main/tester/impact.ts';
import { aliceHash, connectorOn, snapshotOf, type Draft } from '../../support/frontend-harness.ts';
import { base64, client, converse, greeted, onStage, startWith } from '../frontend/stage.ts';
import { makeReplayer, relayRight } from './stand.ts';

onStage();

/** What real sessions leave behind of each device is enough to hold its dialogue again. */

const FAR = 'RCPT TO:<someone@far.example>';

it('a change is tried on what real devices sent', async () => {
  const passwordHash = await aliceHash;
  const login = {
    permissionGroups: ['AnonymousUsers', 'ExchangeUsers'],
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'],
  };
  const draft = (port: number, relayFor: readonly string[], more: Partial<Draft> = {}): Draft => ({
    receiveConnectors: [
      connectorOn(port, login),
      connectorOn(port, { name: 'Relay', remoteIPRanges: relayFor, extendedRights: relayRight }),
    ],
    accounts: [{ userName: 'alice', addresses: ['alice@office.example'], passwordHash }],
    ...more,
  });
  const h = await startWith((port) => draft(port, ['127.0.0.9']));

  const scanner = await greeted({ from: '127.0.0.9' });
  await converse(scanner, [
    ['MAIL FROM:<scanner@office.example>', '250 *'],
    [FAR, '250 *'],
    ['DATA', '354 *'],
    ['Subject: scan\r\n\r\nx\r\n.', '250 2.6.0 *'],
  ]);
  const copier = await greeted({ from: '127.0.0.10' });
  await converse(copier, [
    ['MAIL FROM:<copier@office.example>', '250 *'],
    [FAR, '550 5.7.54 *'],
  ]);
  const laptop = await client({ from: '127.0.0.11' });
  await laptop.expect('220 *');
  await converse(laptop, [
    ['EHLO laptop', '250-*'],
    ['STARTTLS', '220 *'],
  ]);
  await laptop.startTls();
  await converse(laptop, [
    ['EHLO laptop', '250-*'],
    [`AUTH PLAIN ${base64('\0alice\0correct horse')}`, '235 *'],
    ['MAIL FROM:<alice@office.example>', '250 *'],
    [FAR, '250 *'],
    ['DATA', '354 *'],
    ['From: alice@office.example\r\n\r\nx\r\n.', '250 2.6.0 *'],
  ]);

  const impact = async (after: Draft) => {
    const { changes } = await assessChange({
      ...{ replayer: makeReplayer(), devices: h.journal.devices() },
      before: snapshotOf(draft(h.port, ['127.0.0.9']), 1),
      after: snapshotOf(after, 2),
    });
    return changes.map(({ subject, before, after: next }) => [subject, before.slice(0, 8), next.slice(0, 18)]);
  };
  expect(await impact(draft(h.port, ['127.0.0.9']))).toEqual([]);
  expect(await impact(draft(h.port, ['127.0.0.10']))).toEqual([
    ['127.0.0.9', 'accepted', 'refused (550 5.7.5'],
    ['127.0.0.10', 'refused ', 'accepted, but kept'],
  ]);
  expect(await impact(draft(h.port, ['127.0.0.9'], { accounts: [] }))).toEqual([
    ['127.0.0.11', 'accepted', 'refused (535 5.7.3'],
  ]);
});
