import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { authorityProblems } from '../../../main/api/authority-problems.ts';
import { readAuthority, renewAuthority } from '../../../main/config/authority.ts';
import { ensureDefaultCertificate } from '../../../main/config/own-certificate.ts';
import { openCertificateStore } from '../../../main/wiring/certificate-store.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { makeFolder } from './config-folder.ts';

/** What becomes of devices that trust this server’s authority while years go by. */

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 22);
const END_MS = Date.UTC(2037, 11, 31);
const names = { fqdn: 'mail.office.example', serverName: 'OFFICE', hostname: 'office-pc' };

async function begun(startMs = START_MS) {
  const folder = join(await makeFolder(), 'certificates');
  const clock = manualClock(startMs);
  await ensureDefaultCertificate(folder, names, clock);
  const authority = (await readAuthority(folder))?.certificate ?? '';
  return { folder, clock, authority };
}

/** A running store, and one look of it at its folder. */
async function running(folder: string, clock: ReturnType<typeof manualClock>, listeners: readonly string[] = []) {
  const reloads: (() => void)[] = [];
  const store = await openCertificateStore({
    ...{ folder, clock, names: () => ({ ...names, listeners }) },
    onReload: () => reloads.splice(0).forEach((done) => done()),
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  const reloaded = (): Promise<void> => new Promise((resolve) => reloads.push(resolve));
  return { store, reloaded };
}

/** Whether a device that was given `ca` takes what is served, at the present time: what it is dated is looked at elsewhere. */
async function isTaken(folder: string, ca: string): Promise<boolean> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const server = createServer({ cert: await read('default.crt'), key: await read('default.key') });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const taken = await new Promise<string>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca, servername: names.fqdn }, () => {
      socket.destroy();
      resolve('taken');
    });
    socket.once('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
  });
  server.close();
  // The test’s own clock stands at today.
  return taken === 'taken' || taken === 'CERT_NOT_YET_VALID';
}

test('the authority is renewed a year before it ends, under the same name and key, so that devices go on trusting', async () => {
  const { folder, clock, authority } = await begun();
  const old = new X509Certificate(authority);
  expect(old.validToDate.getTime()).toBe(END_MS);
  expect(await renewAuthority(folder, clock)).toBe(false);
  clock.jump(END_MS - START_MS - 366 * DAY_MS);
  expect(await renewAuthority(folder, clock)).toBe(false);
  clock.jump(2 * DAY_MS);
  expect(await renewAuthority(folder, clock)).toBe(true);
  expect(await renewAuthority(folder, clock)).toBe(false);
  const renewed = new X509Certificate((await readAuthority(folder))?.certificate ?? '');
  expect(renewed.subject).toBe(old.subject);
  expect(renewed.publicKey.equals(old.publicKey)).toBe(true);
  expect(renewed.validToDate.getTime()).toBeGreaterThan(END_MS + 8 * 365 * DAY_MS);
  const leaf = new X509Certificate(await readFile(join(folder, 'default.crt')));
  expect([old, renewed].map((one) => leaf.checkIssued(one) && leaf.verify(one.publicKey))).toEqual([true, true]);
  expect(await readFile(join(folder, 'authority', 'former.crt'), 'utf8')).toBe(authority);
});

test('a running server renews certificate and authority by itself, and every device that was given either trusts it', async () => {
  const { folder, clock, authority } = await begun(Date.now());
  const { store, reloaded } = await running(folder, clock);
  const serial = () => store.all()[0]?.serialNumber;
  const first = serial();
  // To a month before the certificate ends: it alone is new.
  clock.jump(795 * DAY_MS);
  let done = reloaded();
  await clock.advance(10_000);
  await done;
  expect(serial()).not.toBe(first);
  expect(store.authority()).toBe(authority);
  expect(await isTaken(folder, authority)).toBe(true);
  // To the last year of the authority.
  clock.jump(END_MS - clock.now() - 300 * DAY_MS);
  done = reloaded();
  await clock.advance(10_000);
  await done;
  expect(store.authority()).not.toBe(authority);
  expect(store.formerAuthority()).toBe(authority);
  const now = store.authority() ?? '';
  expect(store.all()[0]?.madeHere).toBe(true);
  expect(await readFile(join(folder, 'default.crt'), 'utf8')).toContain(now);
  expect([await isTaken(folder, authority), await isTaken(folder, now)]).toEqual([true, true]);
});

test('a name that a device begins to use is in the certificate within seconds', async () => {
  const { folder, clock, authority } = await begun(Date.now());
  const listeners: string[] = [];
  const { store, reloaded } = await running(folder, clock, listeners);
  listeners.push('scan.office.example', '192.0.2.25');
  const done = reloaded();
  await clock.advance(10_000);
  await done;
  expect(store.all()[0]?.sans).toEqual(
    expect.arrayContaining(['scan.office.example', '192.0.2.25', 'mail.office.example']),
  );
  expect(store.authority()).toBe(authority);
  expect(await isTaken(folder, authority)).toBe(true);
});

test('devices that were given the earlier certificate are told of half a year ahead, until a month behind', async () => {
  const { folder, clock } = await begun();
  const { store } = await running(folder, clock);
  const told = () => authorityProblems({ certificateFolder: store, clock }).map(({ text }) => text);
  expect(told()).toEqual([]);
  clock.jump(END_MS - clock.now() - 200 * DAY_MS);
  await store.change(() => renewAuthority(folder, clock));
  expect(told()).toEqual([]);
  clock.jump(21 * DAY_MS);
  const sentence =
    'This server’s authority was renewed. Devices that were given the earlier certificate trust this server until 2037-12-31.';
  expect(told()).toEqual([sentence]);
  clock.jump(END_MS - clock.now() + 29 * DAY_MS);
  expect(told()).toEqual([sentence]);
  clock.jump(2 * DAY_MS);
  expect(told()).toEqual([]);
});

test('an authority that could not be renewed is told of before it ends', async () => {
  const { folder, clock } = await begun();
  const { store } = await running(folder, clock);
  clock.jump(END_MS - clock.now() - 29 * DAY_MS);
  expect(authorityProblems({ certificateFolder: store, clock })).toMatchObject([
    {
      code: 'certificate-authority',
      text: expect.stringContaining('ends on 2037-12-31 and could not be renewed') as string,
    },
  ]);
});

test('a lost key makes another authority, and it is said that devices have to be given that one', async () => {
  const { folder, clock, authority } = await begun();
  await rm(join(folder, 'authority', 'authority.key'));
  await rm(join(folder, 'default.crt'));
  const { store } = await running(folder, clock);
  expect(store.formerAuthority()).toBe(authority);
  expect(await isTaken(folder, authority)).toBe(false);
  expect(authorityProblems({ certificateFolder: store, clock })).toMatchObject([
    { text: expect.stringContaining('another authority was made on 2026-11-21') as string },
  ]);
  clock.jump(40 * DAY_MS);
  expect(authorityProblems({ certificateFolder: store, clock })).toEqual([]);
});
