import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** Mail by its sender and the way it came in, past a host that is down, and held until it is released. */

const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
const HELD_DEVICE = '127.0.0.3';
const DEAD = '127.0.0.9';
let folder: string;
let engine: Engine;
const sinks: Record<string, ScriptedSink> = {};
const ports: Record<string, number> = {};

const start = () =>
  createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });

beforeAll(async () => {
  for (const name of ['all', 'scans', 'copies']) sinks[name] = await startScriptedSink();
  for (const name of ['Clients', 'Copiers', 'Held']) ports[name] = await freePort();
  const receive = (name: string, more: object = {}) => ({
    name,
    bindings: [`127.0.0.1:${String(ports[name])}`],
    remoteIPRanges: ['127.0.0.0/8'],
    permissionGroups: ['AnonymousUsers'],
    extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
    tarpitInterval: '00:00:00',
    ...more,
  });
  const send = (name: string, sink: string, more: object) => ({
    ...{ name, addressSpaces: ['SMTP:*;10'], smartHosts: ['127.0.0.1'], port: sinks[sink]?.port },
    ...more,
  });
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    transport: { minimumFreeDisk: '0B' },
    receiveConnectors: [receive('Clients'), receive('Copiers'), receive('Held', { holdMessages: true })],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    devices: [{ address: HELD_DEVICE, name: 'Scanner', holdMessages: true }],
    sendConnectors: [
      send('All', 'all', { smartHosts: [DEAD, '127.0.0.1'] }),
      send('Dear', 'scans', { addressSpaces: ['SMTP:*;90'] }),
      send('Scans', 'scans', { conditions: { senders: ['scans@office.example'] } }),
      send('Copies', 'copies', { conditions: { receiveConnectors: ['Copiers'] } }),
    ],
  });
  engine = await start();
});

afterAll(async () => {
  await engine.stop();
  for (const sink of Object.values(sinks)) await sink.close();
  await removeFolder(folder);
});

let number = 0;

/** Returns the recipient by which the message is found again. */
async function hand(by: string, from = 'ann@office.example', device = '127.0.0.1'): Promise<string> {
  number += 1;
  const to = `r${String(number)}@customer.example`;
  const client = await dial({ port: ports[by] ?? 0, from: device });
  expect(await client.deliver({ from, to, body: 'Subject: x\r\n\r\nx\r\n' })).toMatch(/^250/);
  client.end();
  return to;
}

const takenBy = (to: string): readonly string[] =>
  Object.keys(sinks).filter((name) => sinks[name]?.messages.some(({ rcptTo }) => rcptTo.includes(`<${to}>`)));

test('goes by its sender, by the connector it came through, and for the lower cost otherwise', async () => {
  const ways = [await hand('Clients'), await hand('Clients', 'scans@office.example'), await hand('Copiers')];
  const expected = [['all'], ['scans'], ['copies']];
  await expect.poll(() => ways.map(takenBy)).toEqual(expected);
});

test('takes the next host where the first is down', () => {
  expect(sinks['all']?.messages.length).toBeGreaterThan(0);
});

const waitingFor = async (recipient: string) => {
  const filter = { after: null, limit: 10, recipient, status: 'suspended' as const };
  return (await engine.api.calls['queue.messages'](filter, caller)).messages;
};

test.each([
  [
    'a receive connector',
    'Held',
    '127.0.0.1',
    'Held: the receive connector "Held" keeps its mail until somebody releases it.',
  ],
  ['one device', 'Clients', HELD_DEVICE, 'Held: mail of the device 127.0.0.3 waits until somebody releases it.'],
])('of %s waits until it is released, over a restart too', async (_what, connector, device, why) => {
  const to = await hand(connector, 'ann@office.example', device);
  expect(await waitingFor(to)).toMatchObject([{ status: 'suspended', lastError: why }]);
  const { sessions } = await engine.api.calls['sessions.list']({ filter: {}, before: null, limit: 1 }, caller);
  const { traces } = await engine.api.calls['sessions.get']({ id: sessions[0]?.id ?? '' }, caller);
  expect(traces.flatMap(({ steps }) => steps.map(({ text }) => text))).toContain(why);
  await engine.stop();
  engine = await start();
  const [message] = await waitingFor(to);
  expect(takenBy(to)).toEqual([]);
  const { count } = await engine.api.calls['message.resume']({ ids: [message?.id ?? 0] }, caller);
  expect(count).toBe(1);
  await expect.poll(() => takenBy(to)).toEqual(['all']);
});
