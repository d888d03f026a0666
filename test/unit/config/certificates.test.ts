import { X509Certificate } from 'node:crypto';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../main/clock.ts';
import { readAuthority } from '../../../main/config/authority.ts';
import { loadCertificates, type LoadedCertificate } from '../../../main/config/certificates.ts';
import { ensureDefaultCertificate } from '../../../main/config/own-certificate.ts';
import { containing, makeFolder, matching, standingClock } from './config-folder.ts';

const names = { fqdn: 'mx.office.example', serverName: 'OFFICE', hostname: 'Office-PC' };
const DAY_MS = 86_400_000;
let folder: string;

beforeAll(async () => {
  folder = join(await makeFolder(), 'certificates');
  expect(await ensureDefaultCertificate(folder, names, standingClock)).toBe(true);
});

function later(days: number): Clock {
  return { ...standingClock, now: () => standingClock.now() + days * DAY_MS };
}

async function loadOne(): Promise<LoadedCertificate> {
  const { certificates } = await loadCertificates(folder, standingClock);
  const [certificate] = certificates;
  if (!certificate) throw new Error('no certificate');
  return certificate;
}

/** A folder with a copy of the default pair, and other files. */
async function copyPair(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const copy = await makeFolder();
  for (const name of ['default.crt', 'default.key']) await copyFile(join(folder, name), join(copy, name));
  for (const [name, text] of Object.entries(files)) await writeFile(join(copy, name), text);
  return copy;
}

describe('ensureDefaultCertificate', () => {
  it('names this machine and nothing it is not', async () => {
    const certificate = new X509Certificate(await readFile(join(folder, 'default.crt')));
    for (const name of ['mx.office.example', 'office', 'office-pc', 'localhost'])
      expect(certificate.checkHost(name)).toBe(name);
    expect(certificate.checkHost('other.example')).toBeUndefined();
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    const authority = new X509Certificate((await readAuthority(folder))?.certificate ?? '');
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(authority.validToDate.getUTCFullYear()).toBe(2037);
    expect(certificate.ca).toBe(false);
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
    expect(certificate.validToDate.getTime() - certificate.validFromDate.getTime()).toBe(825 * DAY_MS);
    expect(certificate.validFromDate.getTime()).toBeLessThan(standingClock.now());
  });

  it('keeps the key for its owner and an existing certificate as it is', async () => {
    expect((await stat(join(folder, 'default.key'))).mode & 0o777).toBe(0o600);
    const before = await readFile(join(folder, 'default.crt'), 'utf8');
    expect(await ensureDefaultCertificate(folder, names, standingClock)).toBe(false);
    expect(await readFile(join(folder, 'default.crt'), 'utf8')).toBe(before);
  });

  it('serves TLS', async () => {
    const { certificatePem, keyPem, sha256 } = await loadOne();
    const server = createServer({ cert: certificatePem, key: keyPem }, (socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const socket = await new Promise<TLSSocket>((resolve, reject) => {
      const client = connect(
        { port, host: '127.0.0.1', ca: certificatePem, checkServerIdentity: () => undefined },
        () => resolve(client),
      );
      client.once('error', reject);
    });
    expect(socket.getPeerCertificate().fingerprint256).toBe(sha256);
    socket.destroy();
    server.close();
  });
});

describe('loadCertificates', () => {
  it('names a certificate as Exchange does', async () => {
    const certificate = await loadOne();
    expect(certificate).toMatchObject({
      name: '<I>CN=Postroom OFFICE authority<S>CN=mx.office.example',
      file: 'default',
      subject: 'CN=mx.office.example',
      thumbprint: matching(/^[0-9A-F]{40}$/),
      sha256: matching(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
    });
    expect(certificate.sans).toEqual(expect.arrayContaining(['mx.office.example', 'localhost', '127.0.0.1']));
  });

  it('serves an expired certificate and says how to renew it', async () => {
    const { certificates, problems } = await loadCertificates(folder, later(900));
    expect(certificates).toHaveLength(1);
    expect(problems).toMatchObject([
      { code: 'certificate-expired', text: containing('Renew it on the page Delivery') },
    ]);
  });

  it('says ahead that a certificate expires, and when it is not valid yet', async () => {
    expect((await loadCertificates(folder, later(793))).problems).toEqual([]);
    expect((await loadCertificates(folder, later(800))).problems).toMatchObject([{ code: 'certificate-expiring' }]);
    expect((await loadCertificates(folder, later(-10))).problems).toMatchObject([
      { code: 'certificate-not-yet-valid' },
    ]);
  });

  it('leaves out what cannot be served, each with a sentence', async () => {
    const { certificatePem, keyPem } = await loadOne();
    const other = join(await makeFolder(), 'other');
    await ensureDefaultCertificate(other, names, standingClock);
    const copy = await copyPair({
      'bad.crt': 'nonsense',
      'lonely.crt': certificatePem,
      'locked.crt': certificatePem,
      'locked.key': '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
      'wrong.crt': certificatePem,
      'wrong.key': await readFile(join(other, 'default.key'), 'utf8'),
      'both.pem': `${keyPem}${certificatePem}`,
      'windows.pfx': 'x',
      'notes.txt': 'x',
    });
    const { certificates, problems } = await loadCertificates(copy, standingClock);
    expect(certificates.map(({ file }) => file)).toEqual(['both', 'default']);
    expect(problems.map(({ path, text }) => [path?.slice(copy.length + 1), text])).toEqual([
      ['bad.crt', 'bad.crt is not a certificate in PEM form that can be read; replace it.'],
      ['locked.crt', 'The key of locked.crt cannot be read; it must be in PEM form and without a password.'],
      ['lonely.crt', 'The key of lonely.crt is missing; put it beside it as lonely.key.'],
      ['windows.pfx', 'windows.pfx is a PFX file; import it on the page Delivery.'],
      ['wrong.crt', 'wrong.key does not belong to wrong.crt; put the key it was issued for there.'],
    ]);
  });
});
