import { networkInterfaces, tmpdir } from 'node:os';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../../main/clock.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { attach } from '../../../main/console/attach.ts';
import { startConsole } from '../../../main/console/console.ts';
import { fakeApi } from '../../support/fake-api.ts';
import { saySkipped } from '../../support/requirements.ts';
import { ask, raw, runConsole, type Answer, type Question } from './run-console.ts';

/** On an address that other computers reach, the console speaks TLS only. */

const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const names = { fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' };
const makeIdentity = async () => {
  const { certificate, key } = await createSelfSigned(names, systemClock);
  return { cert: certificate, key };
};

async function start() {
  const state = { identity: await makeIdentity() };
  const console = await runConsole({}, {}, { host: address ?? '', tlsIdentity: () => state.identity });
  onTestFinished(() => console.server.close());
  const { host, port } = new URL(console.server.url);
  const place = { address: address ?? '', port: Number(port), host };
  return { ...console, state, place, bearer: { authorization: `Bearer ${console.run.token}` } };
}

type Place = Awaited<ReturnType<typeof start>>['place'];

/** One HTTPS request; the certificate is our own, so that it is not verified. */
function askTls(
  { address: host, port, host: name }: Place,
  { path = '/', headers = {} }: Question = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host, port, path, headers: { host: name, ...headers }, agent: false, rejectUnauthorized: false };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Fingerprint of the certificate that is shown, or the code of what went wrong. */
function handshake({ address: host, port }: Place, options: object = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, ...options }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

if (address === undefined) saySkipped('this machine has no address that others could reach.');
const onNetwork = it.skipIf(address === undefined);

onNetwork('answers over TLS there, with a sign-in as on loopback, and a cookie that stays on TLS', async () => {
  const { server, place, bearer } = await start();
  expect(server.url).toBe(`https://${place.host}/`);
  expect((await askTls(place, { path: '/health' })).body).toBe('{"status":"ok"}');
  expect((await askTls(place)).status).toBe(401);
  expect((await askTls(place, { path: '/metrics', headers: bearer })).status).toBe(200);
  const link = new URL(server.signInUrl());
  expect(link.protocol).toBe('https:');
  const signedIn = await askTls(place, { path: `/${link.search}` });
  const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  const page = await askTls(place, { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect([page.status, page.headers['x-frame-options']]).toEqual([200, 'DENY']);
});

onNetwork('gives plain text there nothing, and old TLS neither', async () => {
  const { place } = await start();
  const answer = await raw(place.port, `GET /health HTTP/1.1\r\nHost: ${place.host}\r\n\r\n`, place.address).catch(
    String,
  );
  expect(answer).not.toContain('status');
  const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };
  expect(await handshake(place, old)).toMatch(/^(?:ERR_SSL_|ECONNRESET)/);
  expect(await handshake(place)).toMatch(/^[0-9A-F]{2}:/);
});

onNetwork('knows its own names and origins apart: plain ones on loopback, https ones there', async () => {
  const { place, port, host, bearer } = await start();
  const localHost = { host, ...bearer };
  expect((await ask({ port }, { path: '/metrics', headers: localHost })).status).toBe(200);
  expect((await askTls(place, { path: '/health', headers: { host } })).status).toBe(421);
  expect((await ask({ port }, { path: '/health', headers: { host: place.host } })).status).toBe(421);
  const from = async (origin: string) => (await askTls(place, { path: '/health', headers: { origin } })).status;
  expect([
    await from(`https://${place.host}`),
    await from(`http://${place.host}`),
    await from(`http://${host}`),
  ]).toEqual([200, 403, 403]);
  const opened = new Promise((resolve, reject) => {
    const options = { headers: bearer, rejectUnauthorized: false };
    const socket = new WebSocket(`wss://${place.host}/ws`, options);
    onTestFinished(() => socket.terminate());
    socket.on('open', () => resolve('open'));
    socket.on('error', reject);
  });
  expect(await opened).toBe('open');
});

onNetwork('leaves commands on this machine to loopback', async () => {
  const { run, folder } = await start();
  expect(new URL(run.url).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const client = await attach(folder);
  expect((await client.call('status.get', {})).state).toBe('running');
  client.close();
});

onNetwork('shows a replaced certificate to new connections', async () => {
  const { place, state, server } = await start();
  const first = await handshake(place);
  state.identity = await makeIdentity();
  server.reloadCertificate();
  const second = await handshake(place);
  expect(second).toMatch(/^[0-9A-F]{2}:/);
  expect(second).not.toBe(first);
  expect(
    await handshake(place, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
  ).toMatch(/^(?:ERR_SSL_|ECONNRESET)/);
});

it('does not start there without a certificate that works', async () => {
  const options = {
    ...{ api: fakeApi({}), port: 0, rendererFolder: tmpdir(), clock: systemClock, onError: () => undefined },
    content: () => Promise.reject(new Error('no message')),
    ...{
      runFile: join(tmpdir(), 'never-written.json'),
      sessionsFile: join(tmpdir(), 'never-read.json'),
      tlsIdentity: () => null,
    },
  };
  await expect(startConsole({ ...options, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'certificate-unusable' });
});
