import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder, runTool } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** Learning mode as devices meet it: nothing is taken, who knocks is known, what is proposed lets them in; and then what they send twice. */

const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
const hasSwaks = await requireTool('swaks');
/** Exit code of swaks where the server refused all recipients. */
const RECIPIENT_REFUSED = 24;
let folder: string;
let port: number;
let engine: Engine;

const start = () =>
  createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });

beforeAll(async () => {
  port = await freePort();
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    transport: { minimumFreeDisk: '0B', learningModeEnabled: true },
    receiveConnectors: [
      {
        name: 'Default',
        bindings: [`0.0.0.0:${String(port)}`],
        remoteIPRanges: ['127.0.0.0/8'],
        authMechanism: ['Tls', 'BasicAuth'],
        permissionGroups: ['AnonymousUsers', 'ExchangeUsers'],
        tarpitInterval: '00:00:00',
        authTarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  engine = await start();
});

afterAll(async () => {
  await engine.stop();
  await removeFolder(folder);
});

const learning = () => engine.api.calls['learning.get']({}, caller);

async function apply(patch: object): Promise<void> {
  const { revision: baseRevision } = await engine.api.calls['config.get']({}, caller);
  await engine.api.calls['config.patch']({ patch: { ...patch }, baseRevision, confirmations: [] }, caller);
}

const swaks = (from: string, to: string, more: readonly string[] = []) =>
  runTool('swaks', [
    ...['--server', `127.0.0.1:${String(port)}`, '--local-interface', from, '--ehlo', 'HP-MFP-2'],
    ...['--from', 'scanner@office.example', '--to', to, ...more],
  ]);

test.runIf(hasSwaks)('swaks is put off, whoever it writes to, and its login too', async () => {
  for (const [device, to] of [
    ['127.0.0.81', 'someone@customer.example'],
    ['127.0.0.82', 'someone@customer.example'],
    ['127.0.0.83', 'anna@office.example'],
  ] as const) {
    const { code, stdout } = await swaks(device, to);
    expect(code).toBe(RECIPIENT_REFUSED);
    expect(stdout).toContain('451 4.3.2 Learning mode is on: no mail is accepted now, please try again later');
  }
  const { stdout } = await swaks('127.0.0.84', 'anna@office.example', ['--auth', 'LOGIN', '--au', 'scan', '--ap', 'x']);
  expect(stdout).toContain('454 4.7.0');
  expect(stdout).not.toContain('535');
  const { accepted, queue, problems } = await engine.api.calls['status.get']({}, caller);
  expect({ accepted, waiting: queue.waiting }).toEqual({ accepted: 0, waiting: 0 });
  expect(problems.map(({ kind }) => kind)).toContain('learning-mode');
});

test('a device that sends all its commands at once is not told to throw its mail away', async () => {
  const device = await dial({ port, from: '127.0.0.85' });
  await device.expect('220 *');
  await device.send('HELO cam\r\nMAIL FROM:<cam@office.example>\r\nRCPT TO:<x@customer.example>\r\nDATA');
  for (const reply of ['250 *', '250 2.1.0 *', '451 4.3.2 *', '451 4.3.2 *']) await device.expect(reply);
  device.end();
  await device.closed();
});

test('the trace of a session says what would have been answered', async () => {
  const { sessions } = await engine.api.calls['sessions.list'](
    { filter: { remoteAddress: '127.0.0.85' }, before: null, limit: 1 },
    caller,
  );
  const { traces } = await engine.api.calls['sessions.get']({ id: sessions[0]?.id ?? '' }, caller);
  const said = traces.flatMap(({ steps }) => steps).filter(({ step }) => step === 'learning');
  expect(said.at(-1)?.text).toContain('the answer would be 550 5.7.54');
});

test.runIf(hasSwaks)('who knocked is known over a restart, with what would let them in', async () => {
  await engine.stop();
  engine = await start();
  const { devices, proposals, enabled } = await learning();
  expect(enabled).toBe(true);
  const standings = Object.fromEntries(devices.map(({ address, standing }) => [address, standing]));
  expect(standings).toEqual({
    ...{ '127.0.0.81': 'relay', '127.0.0.82': 'relay', '127.0.0.83': 'ready' },
    ...{ '127.0.0.84': 'login', '127.0.0.85': 'relay' },
  });
  expect(devices.find(({ address }) => address === '127.0.0.81')).toMatchObject({
    helo: 'HP-MFP-2',
    knock: { times: 1, senders: ['scanner@office.example'], recipients: ['someone@customer.example'] },
  });
  expect(devices.find(({ address }) => address === '127.0.0.84')?.login).toMatchObject({
    ...{ mechanism: 'LOGIN', userName: 'scan', succeeded: false },
  });
  expect(proposals).toMatchObject([{ ranges: ['127.0.0.81-127.0.0.82', '127.0.0.85'], isNew: true }]);
});

test.runIf(hasSwaks)('what was proposed lets them in as soon as learning mode ends', async () => {
  const [proposal] = (await learning()).proposals;
  await apply(proposal?.patch ?? {});
  expect((await learning()).proposals).toEqual([]);
  await apply({ transport: { learningModeEnabled: null } });
  expect((await swaks('127.0.0.81', 'someone@customer.example')).code).toBe(0);
  expect((await swaks('127.0.0.83', 'someone@customer.example')).code).toBe(RECIPIENT_REFUSED);
  const { devices } = await learning();
  expect(devices.map(({ address }) => address)).not.toContain('127.0.0.81');
});

const latest = async (address: string) => {
  const filter = { remoteAddress: address };
  const { sessions } = await engine.api.calls['sessions.list']({ filter, before: null, limit: 1 }, caller);
  return sessions[0];
};
const card = async (address: string) => {
  const devices = await engine.api.calls['devices.list']({}, caller);
  return devices.find((device) => device.address === address);
};

test.runIf(hasSwaks)('the same scan that a device sends again is delivered each time, and told', async () => {
  const DEVICE = '127.0.0.91';
  const page = join(folder, 'scan.pdf');
  await writeFile(page, randomBytes(40_000));
  const before = (await engine.api.calls['status.get']({}, caller)).accepted;
  for (let time = 0; time < 3; time += 1) {
    // Another Message-ID, date and boundary each time, as devices make them.
    const { code } = await swaks(DEVICE, 'anna@office.example', ['--attach', `@${page}`]);
    expect(code).toBe(0);
  }
  // The client is gone before the server has seen the end of the session.
  await expect.poll(async () => (await engine.api.calls['status.get']({}, caller)).accepted - before).toBe(3);
  await expect.poll(() => card(DEVICE)).toMatchObject({ accepted: 3, repeat: { times: 3 } });
  await expect
    .poll(async () => (await latest(DEVICE))?.deviations.map(({ text }) => text))
    .toContainEqual(expect.stringContaining('The same message came 3 times and was accepted each time'));
  const { code } = await swaks(DEVICE, 'anna@office.example', ['--body', 'All is well']);
  expect(code).toBe(0);
  expect((await latest(DEVICE))?.deviations.map(({ code: kind }) => kind)).not.toContain('repeated-message');
});
