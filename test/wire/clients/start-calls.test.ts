import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import type { TestMessageFate } from '../../../main/contract/start-view.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { ownAddresses } from '../../../main/wiring/own-addresses.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** What the first-run guide and the devices page ask of a running engine, with real servers and real devices. */

const caller: Caller = { role: 'admin', name: 'tester' };
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;
let refuse = false;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) => (refuse && command.startsWith('RCPT') ? '550 5.1.1 User unknown' : undefined),
  });
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`0.0.0.0:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      { name: 'Smart host', addressSpaces: ['outside.example'], smartHosts: ['127.0.0.1'], port: sink.port },
    ],
    devices: [{ address: '127.0.0.2', name: 'Accounting printer' }],
  });
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: folder, version: '0', log: () => undefined },
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  await removeFolder(folder);
});

/** Sends a test message and waits until its fate is one of those. */
async function fateOf(recipient: string, until: (fate: TestMessageFate) => boolean): Promise<TestMessageFate> {
  const mail = { sender: 'scanner@office.example', recipient };
  const { id } = await engine.api.calls['testMessage.send'](mail, caller);
  return vi.waitUntil(
    async () => {
      const fate = await engine.api.calls['testMessage.fate']({ id }, caller);
      return until(fate) && fate;
    },
    { timeout: 60_000, interval: 50 },
  );
}
const isOver = ({ state }: TestMessageFate): boolean => state !== 'waiting';

test('a test message to an own domain lies in its mailbox folder', async () => {
  expect(await fateOf('anna@office.example', isOver)).toMatchObject({ state: 'delivered', place: null });
  const [file = ''] = await readdir(join(folder, 'mailboxes', 'anna'));
  const text = await readFile(join(folder, 'mailboxes', 'anna', file), 'utf8');
  expect(text).toContain('Subject: Postroom test message');
  expect(text).toMatch(/Received: by mail\.office\.example \(test message\)/);
});

test('one to the outside goes through the send connector, with what its server said', async () => {
  const fate = await fateOf('somebody@outside.example', isOver);
  expect(fate.state).toBe('delivered');
  expect(fate.text).toMatch(/^250/);
});

test('a refusal is told as the server gave it', async () => {
  refuse = true;
  expect(await fateOf('nobody@outside.example', isOver)).toMatchObject({
    state: 'failed',
    text: expect.stringContaining('User unknown') as string,
  });
  refuse = false;
});

test('what no send connector leads to waits, with the reason', async () => {
  const fate = await fateOf('somebody@elsewhere.example', ({ place }) => place === 'Unreachable');
  expect(fate).toMatchObject({ state: 'waiting', place: 'Unreachable' });
  expect(fate.text).toContain('A matching connector cannot be found');
});

test('a message that nobody sent is gone', async () => {
  expect(await engine.api.calls['testMessage.fate']({ id: 4_000_000 }, caller)).toMatchObject({ state: 'gone' });
});

test('addresses of this machine are those that others reach, IPv4 first', async () => {
  const { addresses } = await engine.api.calls['server.addresses']({}, caller);
  expect(addresses.filter(({ address }) => /^(?:127\.|169\.254\.|::1$|fe80:)/i.test(address))).toEqual([]);
  const families = addresses.map(({ family }) => family);
  expect(families).toEqual(families.toSorted());
  const adapter = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
    ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as const;
  const found = ownAddresses(() => ({
    lo: [adapter('127.0.0.1', 'IPv4', true)],
    eth0: [adapter('fd00::5', 'IPv6'), adapter('fe80::1', 'IPv6'), adapter('192.168.0.10', 'IPv4')],
    eth1: [adapter('169.254.7.7', 'IPv4')],
  }));
  expect(found.addresses.map(({ address }) => address)).toEqual(['192.168.0.10', 'fd00::5']);
});

test('a device is known by its name, its day and the connector that takes it now', async () => {
  const printer = await dial({ port, from: '127.0.0.2' });
  await printer.deliver({ from: 'scanner@office.example', to: 'anna@office.example', body: 'Subject: Scan\r\n\r\nx' });
  const refused = await dial({ port, from: '127.0.0.2' });
  await refused.expect('220 *');
  await refused.send('HELO HP-MFP-2');
  await refused.expect('250 *');
  await refused.send('MAIL FROM:<scanner@office.example>');
  await refused.expect('250 *');
  await refused.send('RCPT TO:<somebody@outside.example>');
  await refused.expect('550 5.7.54 *');
  for (const client of [printer, refused]) {
    client.end();
    await client.closed();
  }
  const device = await vi.waitUntil(
    async () => {
      const devices = await engine.api.calls['devices.list']({}, caller);
      return devices.find(({ address, refused: count }) => address === '127.0.0.2' && count > 0);
    },
    { timeout: 60_000 },
  );
  expect(device).toMatchObject({ name: 'Accounting printer', answeredBy: 'Default Frontend OFFICE', accepted: 1 });
  expect(device.days).toHaveLength(7);
  expect(device.days.at(-1)).toMatchObject({ accepted: 1, refused: 1 });
});
