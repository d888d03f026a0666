import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { openCertificateStore, type CertificateStore } from '../../../main/wiring/certificate-store.ts';
import { connectorOn } from '../../support/frontend-harness.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { startBare } from './bare-frontend.ts';

/** Which certificate a client sees, and what happens to it while the engine runs. */

const names = { fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' };
const cleanUp: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

interface Running {
  readonly folder: string;
  readonly port: number;
  readonly store: CertificateStore;
  /** Lets the store look at its folder once. */
  readonly lookAgain: () => Promise<void>;
}

/** A Frontend that keeps no mail, on a certificates folder of its own. */
async function run(prepare: (folder: string) => Promise<void> = () => Promise.resolve()): Promise<Running> {
  const data = await mkdtemp(join(tmpdir(), 'postroom-certificates-'));
  cleanUp.push(() => rm(data, { recursive: true, force: true }));
  const folder = join(data, 'certificates');
  // The store's only timer is the one that looks again; the test says when it fires.
  const timers: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    after(_ms, action) {
      timers.push(action);
      return { cancel: () => void timers.splice(timers.indexOf(action), 1) };
    },
  };
  await mkdir(folder);
  await prepare(folder);
  let reloaded: () => void = () => undefined;
  const store = await openCertificateStore({
    folder,
    names: () => names,
    clock,
    onReload: () => {
      frontend.reloadCertificates();
      reloaded();
    },
    onError: (error) => {
      throw error;
    },
  });
  cleanUp.push(() => store.close());
  const { frontend, port, close } = await startBare(
    data,
    (free) => ({
      receiveConnectors: [
        connectorOn(free),
        connectorOn(free, { name: 'Implicit', remoteIPRanges: ['127.0.0.3'], implicitTls: true }),
      ],
    }),
    { tlsIdentity: (connector) => store.identityFor(connector) },
  );
  cleanUp.push(close);
  return {
    folder,
    port,
    store,
    async lookAgain() {
      const done = new Promise<void>((resolve) => (reloaded = resolve));
      timers.shift()?.();
      await done;
      await expect.poll(() => timers.length).toBe(1);
    },
  };
}

async function connect(port: number, from = '127.0.0.1'): Promise<Dialogue> {
  const c = await dial({ port, from, implicitTls: from === '127.0.0.3' });
  cleanUp.push(() => c.end());
  await c.expect('220 *');
  await c.send('EHLO x');
  await c.expect('250-*');
  return c;
}

/** The certificate a new session is shown. */
async function shown(port: number, from?: string, servername?: string): Promise<string> {
  const c = await connect(port, from);
  if (from !== '127.0.0.3') {
    await c.send('STARTTLS');
    await c.expect('220 *');
    await c.startTls(servername === undefined ? {} : { servername });
  }
  return (c.socket as TLSSocket).getPeerX509Certificate()?.fingerprint256 ?? '';
}

const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256;

async function put(folder: string, pair: { certificate: string; key: string }): Promise<void> {
  await writeFile(join(folder, 'default.key'), pair.key);
  await writeFile(join(folder, 'default.crt'), pair.certificate);
}

describe('the certificate', () => {
  it('TL-14: is made for this machine at the first start, and never the one of smtp-server', async () => {
    const { port, folder } = await run();
    const own = fingerprint(await readFile(join(folder, 'default.crt'), 'utf8'));
    const library = await import('smtp-server/lib/tls-options.js');
    const builtIn = String(library.default({}).cert);
    expect(builtIn).toContain('BEGIN CERTIFICATE');
    expect(own).not.toBe(fingerprint(builtIn));
    expect(await shown(port)).toBe(own);
    expect(await shown(port, '127.0.0.3')).toBe(own);
  });

  it('is the one for the name that a client asks for, else the one of the connector', async () => {
    const scan = await createSelfSigned({ ...names, fqdn: 'scan.office.example' }, systemClock);
    const { port, folder } = await run(async (where) => {
      await writeFile(join(where, 'scan.key'), scan.key);
      await writeFile(join(where, 'scan.crt'), scan.certificate);
    });
    const own = fingerprint(await readFile(join(folder, 'default.crt'), 'utf8'));
    expect(await shown(port, undefined, 'scan.office.example')).toBe(fingerprint(scan.certificate));
    expect(await shown(port, undefined, 'SCAN.office.example')).toBe(fingerprint(scan.certificate));
    expect(await shown(port, undefined, 'mail.office.example')).toBe(own);
    expect(await shown(port, undefined, 'other.example')).toBe(own);
    expect(await shown(port)).toBe(own);
  });

  it('is the one that the connector names: by issuer and subject, thumbprint or file', async () => {
    const scan = await createSelfSigned({ ...names, fqdn: 'scan.office.example' }, systemClock);
    const { store } = await run(async (where) => {
      await writeFile(join(where, 'scan.key'), scan.key);
      await writeFile(join(where, 'scan.crt'), scan.certificate);
    });
    const thumbprint = new X509Certificate(scan.certificate).fingerprint;
    const wanted = ['<I>CN=scan.office.example<S>CN=scan.office.example', 'scan', thumbprint, thumbprint.toLowerCase()];
    for (const tlsCertificateName of [...wanted, thumbprint.replaceAll(':', ' ')]) {
      const identity = store.identityFor({ tlsCertificateName, fqdn: 'mail.office.example' });
      expect(identity?.cert).toBe(scan.certificate);
      expect(identity?.forName('mail.office.example')).toBeNull();
    }
    expect(store.chosenFor({ tlsCertificateName: 'nobody', fqdn: 'mail.office.example' })?.file).toBe('default');
  });

  it('TL-14: where there is none that works, TLS is neither offered nor faked', async () => {
    const { port, store } = await run((folder) => writeFile(join(folder, 'default.crt'), 'not a certificate'));
    const c = await connect(port);
    expect(c.transcript()).not.toContain('STARTTLS');
    await c.send('STARTTLS');
    await c.expect('500 5.3.3 *');
    const implicit = await dial({ port, from: '127.0.0.3' });
    await implicit.expect('421 4.3.2 Service not available');
    await implicit.closed();
    expect(store.problems()).toMatchObject([{ code: 'certificate-unusable' }]);
  });

  it('TL-15: is replaced without a restart, and sessions under way go on', async () => {
    const { port, folder, lookAgain } = await run();
    const first = await shown(port);
    const open = await connect(port);
    const next = await createSelfSigned(names, systemClock);
    await put(folder, next);
    await lookAgain();
    expect(await shown(port)).toBe(fingerprint(next.certificate));
    expect(await shown(port, '127.0.0.3')).toBe(fingerprint(next.certificate));
    expect(first).not.toBe(fingerprint(next.certificate));
    await open.send('NOOP');
    await open.expect('250 *');
  });

  const weak = (): { certificate: string; key: string } => {
    const pem = execFileSync(
      'openssl',
      ['req', '-x509', '-nodes', '-newkey', 'rsa:1024', '-subj', '/CN=weak', '-keyout', '-', '-out', '-'],
      { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' },
    );
    const at = pem.indexOf('-----BEGIN CERTIFICATE');
    return { key: pem.slice(0, at), certificate: pem.slice(at) };
  };
  it.each([
    ['a broken file', () => ({ certificate: 'not a certificate', key: 'nor a key' })],
    [
      'a key of another certificate',
      async () => ({ ...(await createSelfSigned(names, systemClock)), key: weak().key }),
    ],
    ['a key too short for TLS', weak],
  ])('TL-15: stays as it was when the replacement is %s', async (_what, replacement) => {
    const { port, folder, store, lookAgain } = await run();
    const first = await shown(port);
    await put(folder, await replacement());
    await lookAgain();
    expect(await shown(port)).toBe(first);
    expect(await shown(port, '127.0.0.3')).toBe(first);
    expect(store.problems()).toMatchObject([{ code: 'certificate-unusable' }]);
    const repaired = await createSelfSigned(names, systemClock);
    await put(folder, repaired);
    await lookAgain();
    expect(await shown(port)).toBe(fingerprint(repaired.certificate));
    expect(store.problems()).toEqual([]);
  });
});
