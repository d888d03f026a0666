import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { ConnectorServer } from '../../../main/frontend/connector-server.ts';
import { openCertificateStore, type CertificateStore } from '../../../main/wiring/certificate-store.ts';
import { connectorOn, snapshotOf } from '../../support/frontend-harness.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { startBare } from './bare-frontend.ts';

/** smtp-server brings a private key along that everybody has; a relay that started with it could be impersonated. */

/** The certificate of that key. */
async function publicDefault(): Promise<string> {
  const library = await import('smtp-server/lib/tls-options.js');
  return new X509Certificate(String(library.default({}).cert)).fingerprint256;
}

async function storeWith(
  files: Readonly<Record<string, string>>,
): Promise<{ data: string; folder: string; store: CertificateStore }> {
  const data = await mkdtemp(join(tmpdir(), 'postroom-default-key-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const folder = join(data, 'certificates');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const store = await openCertificateStore({
    ...{ folder, clock: systemClock, onReload: () => undefined },
    names: () => ({ fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' }),
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  return { data, folder, store };
}

/** What a client of a TLS server that never asks for more is shown; null where the handshake fails. */
function shownBy(port: number, servername?: string): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { port, host: '127.0.0.1', rejectUnauthorized: false };
    const socket = connectTls({ ...options, ...(servername === undefined ? {} : { servername }) });
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? null);
      socket.destroy();
    });
    socket.once('error', () => resolve(null));
    socket.once('close', () => resolve(null));
  });
}

const broken = [
  ['is no certificate', { 'default.crt': 'not a certificate', 'default.key': 'not a key' }],
  ['has lost its key', { 'default.crt': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }],
  ['is empty', { 'default.crt': '', 'default.key': '' }],
] as const;

test.each(broken)(
  'other relays: the public default key is not served where our certificate %s',
  async (_what, files) => {
    const { data, store } = await storeWith(files);
    const { port, close } = await startBare(
      data,
      (free) => ({
        receiveConnectors: [
          connectorOn(free),
          connectorOn(free, { name: 'Old', remoteIPRanges: ['127.0.0.2'], oldTls: true }),
          connectorOn(free, { name: 'Implicit', remoteIPRanges: ['127.0.0.3'], implicitTls: true }),
        ],
      }),
      { tlsIdentity: (connector) => store.identityFor(connector) },
    );
    onTestFinished(close);
    for (const from of ['127.0.0.1', '127.0.0.2']) {
      const c = await dial({ port, from });
      await c.expect('220 *');
      await c.send('EHLO x');
      await c.expect('250*');
      await c.send('STARTTLS');
      await c.expect('500 5.3.3 *');
      expect(c.transcript()).not.toContain('STARTTLS\nS: 2');
      c.end();
    }
    const implicit = await dial({ port, from: '127.0.0.3' });
    await implicit.expect('421 4.3.2 Service not available');
    await implicit.closed();
  },
);

test('other relays: the public default key is not served to any name that a client may ask for', async () => {
  const { data, folder, store } = await storeWith({});
  const { port, close } = await startBare(
    data,
    (free) => ({ receiveConnectors: [connectorOn(free, { implicitTls: true })] }),
    { tlsIdentity: (connector) => store.identityFor(connector) },
  );
  onTestFinished(close);
  const own = new X509Certificate(await readFile(join(folder, 'default.crt'))).fingerprint256;
  const known = await publicDefault();
  expect(own).not.toBe(known);
  for (const name of [undefined, 'localhost', 'nobody.example', '*']) expect(await shownBy(port, name)).toBe(own);
});

test('other relays: the public default key is not even loaded, so that no mistake can serve it', async () => {
  const connector = snapshotOf({ receiveConnectors: [connectorOn(25)] }).receiveConnectors[0];
  if (connector === undefined) throw new Error('no connector');
  const server = new ConnectorServer(connector, null);
  const contexts = (server as unknown as { secureContext: ReadonlyMap<string, unknown> }).secureContext;
  const secureContext = contexts.get('*');
  expect(secureContext).toBeDefined();
  // The context that smtp-server would upgrade with, offered to a client as it is.
  const { TLSSocket } = await import('node:tls');
  const listener = createServer((socket) => {
    socket.on('error', () => undefined);
    const tls = new TLSSocket(socket, { isServer: true, secureContext: secureContext as never });
    tls.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listener.close());
  expect(await shownBy((listener.address() as AddressInfo).port)).toBeNull();
});
