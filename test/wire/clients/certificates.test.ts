import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { ensureAuthority, issueCertificate, type Authority } from '../../../main/config/authority.ts';
import { invoke } from '../../../main/api/serve.ts';
import type { CallResult } from '../../../main/contract/calls.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder, runCli, runTool } from '../../support/engine-process.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { freePort } from '../../support/free-port.ts';

/** Certificates of the shipped program as openssl and partners see them. */

type SessionPage = CallResult<'sessions.list'>;

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const longAgo: Clock = { ...systemClock, now: () => systemClock.now() - 900 * 86_400_000 };
const base = {
  ...{ remoteIPRanges: ['127.0.0.0/8'], authMechanism: ['Tls'], permissionGroups: ['AnonymousUsers'] },
  ...{ tarpitInterval: '00:00:00', maxInboundConnectionPercentagePerSource: 100 },
};
const ports = { main: 0, named: 0, old: 0, partners: 0 };
const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
let folder: string;
let engine: Engine;
let partnerCa: Authority;
let foreignCa: Authority;

async function issued(names: readonly string[], by: Authority | null, cn = names[0] ?? '', clock = systemClock) {
  const { certificate, key } = await issueCertificate({ names, commonName: cn, authority: by, clock });
  return { cert: certificate, key };
}

beforeAll(async () => {
  for (const name of ['main', 'named', 'old', 'partners'] as const) ports[name] = await freePort();
  const on = (name: keyof typeof ports, more: object = {}) => ({
    ...base,
    ...{ name, bindings: [`127.0.0.1:${String(ports[name])}`], ...more },
  });
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    transport: { tlsReceiveDomainSecureList: ['partner.example'] },
    receiveConnectors: [
      on('main'),
      on('named', { tlsCertificateName: 'public' }),
      on('old', { oldTls: true }),
      on('partners', { domainSecureEnabled: true, permissionGroups: ['AnonymousUsers', 'Partners'] }),
    ],
  });
  const [certificates, other] = [join(folder, 'certificates'), join(folder, 'others')];
  partnerCa = await ensureAuthority(join(other, 'partner'), 'PARTNER', systemClock);
  foreignCa = await ensureAuthority(join(other, 'foreign'), 'FOREIGN', systemClock);
  const open = await issued(['mail.public.example', '*.scan.example'], foreignCa);
  await mkdir(join(certificates, 'partners'), { recursive: true });
  await writeFile(join(certificates, 'partners', 'partner.pem'), partnerCa.certificate);
  await writeFile(join(certificates, 'public.crt'), open.cert);
  await writeFile(join(certificates, 'public.key'), open.key);
  await writeFile(join(folder, 'foreign-ca.pem'), foreignCa.certificate);
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });
});

afterAll(async () => {
  await engine.stop();
  await removeFolder(folder);
});

/** One STARTTLS session of openssl's own client. */
const openssl = async (port: number, ...args: readonly string[]) => {
  const address = ['-connect', `127.0.0.1:${String(port)}`, '-starttls', 'smtp', '-showcerts'];
  return runTool('openssl', ['s_client', ...address, ...args], 'QUIT\r\n');
};

const subjectOf = ({ stdout }: { readonly stdout: string }): string => {
  const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(stdout) ?? [];
  return pem === undefined ? '' : new X509Certificate(pem).subject;
};

describe('the authority for devices', () => {
  test('export-ca gives the certificate alone, and openssl trusts every listener with it', async () => {
    const file = join(folder, 'devices-ca.pem');
    const saved = await runCli(['certificate', 'export-ca', '--out', file, '--data', folder]);
    expect(saved).toMatchObject({ code: 0, stdout: `Saved the authority as ${file}.\n` });
    const pem = await readFile(file, 'utf8');
    expect(pem.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
    const authority = new X509Certificate(pem);
    expect(authority.ca).toBe(true);
    const printed = await runCli(['certificate', 'export-ca', '--data', folder]);
    expect(printed.stdout).toBe(pem);
    for (const port of [ports.main, ports.old, ports.partners]) {
      const strict = ['-CAfile', file, '-verify_return_error', '-verify_hostname', 'mail.office.example'];
      const seen = await openssl(port, ...strict, '-servername', 'mail.office.example');
      expect(seen.code).toBe(0);
      expect(seen.stdout).toContain('Verify return code: 0 (ok)');
    }
    const byAddress = await openssl(ports.main, '-CAfile', file, '-verify_return_error', '-verify_ip', '127.0.0.1');
    expect(byAddress.stdout).toContain('Verify return code: 0 (ok)');
    const wrong = await openssl(ports.main, '-CAfile', join(folder, 'foreign-ca.pem'), '-verify_return_error');
    expect(wrong.code).not.toBe(0);
  });

  test('as DER, for devices that take nothing else', async () => {
    const file = join(folder, 'devices-ca.cer');
    expect((await runCli(['certificate', 'export-ca', '--der', '--out', file, '--data', folder])).code).toBe(0);
    const bytes = await readFile(file);
    expect(bytes.toString('latin1')).not.toContain('-----');
    const { stdout } = await runCli(['certificate', 'export-ca', '--data', folder]);
    expect(new X509Certificate(bytes).fingerprint256).toBe(new X509Certificate(stdout).fingerprint256);
    const read = await runTool('openssl', ['x509', '-inform', 'DER', '-in', file, '-noout', '-subject']);
    expect(read.stdout).toContain('authority');
    expect(await runCli(['certificate', 'export-ca', '--der', '--data', folder])).toMatchObject({
      stderr: expect.stringContaining('--out') as string,
    });
  });
});

describe('which certificate is shown', () => {
  test('the one that bears the name a client asks for, else the one of the server', async () => {
    const shown = async (...args: readonly string[]) => subjectOf(await openssl(ports.main, ...args));
    expect(await shown('-servername', 'mail.public.example')).toBe('CN=mail.public.example');
    expect(await shown('-servername', 'floor2.scan.example')).toBe('CN=mail.public.example');
    expect(await shown('-servername', 'nobody.example')).toBe('CN=mail.office.example');
    expect(await shown('-noservername')).toBe('CN=mail.office.example');
  });

  test('the one of TlsCertificateName, whatever a client asks for', async () => {
    for (const name of ['mail.office.example', 'mail.public.example', 'nobody.example']) {
      const seen = await openssl(ports.named, '-servername', name, '-CAfile', join(folder, 'foreign-ca.pem'));
      expect([subjectOf(seen), seen.stdout.includes('Verify return code: 0 (ok)')]).toEqual([
        'CN=mail.public.example',
        true,
      ]);
    }
  });
});

describe('old TLS', () => {
  const cipher = ['-cipher', 'DEFAULT:@SECLEVEL=0'];

  test.each([
    ['-tls1', 'TLSv1'],
    ['-tls1_1', 'TLSv1.1'],
  ])('%s is taken where the connector allows it, and nowhere else', async (flag, version) => {
    const old = await openssl(ports.old, flag, ...cipher);
    expect(old.stdout).toMatch(new RegExp(`^New, .*Cipher is ECDHE-RSA-AES\\d+-SHA`, 'm'));
    expect(old.stdout).toContain(`Protocol  : ${version}\n`);
    for (const port of [ports.main, ports.named, ports.partners]) {
      const refused = await openssl(port, flag, ...cipher);
      expect(refused.stderr).toMatch(/alert protocol version/);
      expect(refused.stdout).toContain('Cipher is (NONE)');
    }
  });

  test('newer devices get the newest all the same', async () => {
    expect((await openssl(ports.old)).stdout).toContain('New, TLSv1.3');
    expect((await openssl(ports.main, '-tls1_2')).stdout).toContain('Protocol  : TLSv1.2');
  });
});

describe('partners over domain security', () => {
  async function session(pair: Pair | null): Promise<Dialogue> {
    const c = await dial({ port: ports.partners });
    await c.expect('220 *');
    await c.send('EHLO mail.partner.example');
    await c.expect('250-*');
    await c.send('STARTTLS');
    await c.expect('220 *');
    await c.startTls(pair ?? {});
    await c.send('EHLO mail.partner.example');
    await c.expect('250-*');
    return c;
  }
  const answer = async (pair: Pair | null): Promise<string> => {
    const c = await session(pair);
    await c.send('MAIL FROM:<ann@partner.example>');
    const reply = await c.expect('*');
    c.end();
    return reply.trim();
  };

  test.each([
    ['a name of the domain', () => issued(['mail.partner.example'], partnerCa)],
    ['the domain itself among others', () => issued(['www.other.example', 'partner.example'], partnerCa, 'x')],
    ['the common name alone', () => issued(['192.0.2.1'], partnerCa, 'mail.partner.example')],
    ['a wildcard', () => issued(['*.partner.example'], partnerCa, 'x')],
  ])('a certificate of the partner’s authority with %s is taken', async (_what, make) => {
    expect(await answer(await make())).toMatch(/^250 2\.1\.0/);
  });

  test.each([
    ['none', () => null, 'the client showed none'],
    ['one of a foreign authority', () => issued(['mail.partner.example'], foreignCa), 'is not valid'],
    ['one that signed itself', () => issued(['mail.partner.example'], null), 'is not valid'],
    [
      'one that has expired',
      () => issued(['mail.partner.example'], partnerCa, 'x', longAgo),
      'is not valid (it has expired)',
    ],
    ['one for another name', () => issued(['mail.other.example'], partnerCa), 'is for mail.other.example'],
    [
      'one for a name that only ends alike',
      () => issued(['notpartner.example'], partnerCa),
      'is for notpartner.example',
    ],
    ['a wildcard over a whole country', () => issued(['*.example'], partnerCa), 'is for *.example'],
  ])('%s is refused, and why is kept with the session', async (_what, make, reason) => {
    expect(await answer(await make())).toBe('454 4.7.5 Certificate validation failure');
    const { sessions } = (await invoke(engine.api, 'sessions.list', { limit: 1 }, caller)) as SessionPage;
    const session = await invoke(engine.api, 'sessions.get', { id: sessions[0]?.id ?? '' }, caller);
    expect(JSON.stringify(session)).toContain(reason);
  });
});
