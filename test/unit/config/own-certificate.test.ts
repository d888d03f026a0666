import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../main/clock.ts';
import { readAuthority } from '../../../main/config/authority.ts';
import { loadCertificates } from '../../../main/config/certificates.ts';
import { ensureDefaultCertificate, renewOwnCertificates } from '../../../main/config/own-certificate.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { makeFolder, standingClock } from './config-folder.ts';

const names = { fqdn: 'mx.office.example', serverName: 'OFFICE', hostname: 'office-pc' };
const DAY_MS = 86_400_000;
let folder: string;

beforeAll(async () => {
  folder = join(await makeFolder(), 'certificates');
  await ensureDefaultCertificate(folder, names, standingClock);
});

function later(days: number): Clock {
  return { ...standingClock, now: () => standingClock.now() + days * DAY_MS };
}

async function renew(more: Partial<typeof names> & { listeners?: readonly string[] } = {}, days = 0) {
  const { certificates } = await loadCertificates(folder, standingClock);
  return renewOwnCertificates(folder, certificates, { ...names, ...more }, later(days));
}

const served = async () => new X509Certificate(await readFile(join(folder, 'default.crt')));

/** Whether a device that trusts `ca` alone takes the certificate for the name. */
async function isTaken(ca: string, servername: string): Promise<boolean> {
  const cert = await readFile(join(folder, 'default.crt'), 'utf8');
  const server = createServer({ cert, key: await readFile(join(folder, 'default.key'), 'utf8') });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const taken = await new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca, servername }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  server.close();
  return taken;
}

describe('certificates of our own', () => {
  it('stay while they last and have every name', async () => {
    expect(await renew()).toEqual([]);
    expect(await renew({}, 790)).toEqual([]);
  });

  it('are renewed for a new name or address of a listener, and a device that trusts the authority takes them', async () => {
    const ca = (await readAuthority(folder))?.certificate ?? '';
    expect(await isTaken(ca, 'mx.office.example')).toBe(true);
    expect(await isTaken(ca, 'scan.office.example')).toBe(false);
    expect(await renew({ listeners: ['scan.office.example', '192.0.2.25', '2001:db8::25'] })).toEqual(['default']);
    expect(await renew({ listeners: ['SCAN.office.example', '192.0.2.25', '2001:db8::25'] })).toEqual([]);
    const certificate = await served();
    expect(certificate.checkIP('192.0.2.25')).toBe('192.0.2.25');
    expect(certificate.checkHost('mx.office.example')).toBe('mx.office.example');
    expect(await isTaken(ca, 'scan.office.example')).toBe(true);
    expect((await readAuthority(folder))?.certificate).toBe(ca);
  });

  it('are renewed a month before they end', async () => {
    const before = (await served()).serialNumber;
    expect(await renew({}, 795)).toEqual(['default']);
    const after = await served();
    expect(after.serialNumber).not.toBe(before);
    expect(after.validToDate.getTime()).toBeGreaterThan(standingClock.now() + 1500 * DAY_MS);
  });

  it('take the place of a self-signed default only when it ends, and nothing else that was brought is touched', async () => {
    const old = await createSelfSigned(names, standingClock);
    for (const file of ['default', 'brought']) {
      await writeFile(join(folder, `${file}.crt`), old.certificate);
      await writeFile(join(folder, `${file}.key`), old.key);
    }
    expect(await renew({ listeners: ['new.office.example'] }, 700)).toEqual([]);
    expect(await renew({}, 800)).toEqual(['default']);
    expect((await loadCertificates(folder, later(800))).certificates).toMatchObject([
      { file: 'brought', madeHere: false },
      { file: 'default', madeHere: true, issuer: 'CN=Postroom OFFICE authority' },
    ]);
  });
});
