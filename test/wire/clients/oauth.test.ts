import { X509Certificate } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { OAuthView } from '../../../main/contract/oauth-view.ts';
import type { MessageRow } from '../../../main/contract/queue-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { freePort } from '../../support/free-port.ts';
import { startIssuer } from '../../support/oauth-issuer.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { startTokenServer } from '../../support/token-smtp-server.ts';
import { eventually } from '../durability/relay.ts';
import { json, office, providerCertificate, relayFor, run, startOffice } from './office.ts';

/** The whole program with an OAuth server and a smart host that asks it for its tokens, all over real sockets. */

const mailbox = 'scanner@office.example';
const clientSecret = 'canary-client-secret';

async function provider(flow: string) {
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  issuer.tokenLength = 1800;
  const { cert, key } = await providerCertificate();
  const smart = await startTokenServer({ key, cert, mailbox, isGood: (token) => issuer.good.has(token) });
  onTestFinished(() => smart.close());
  const internet = {
    ...{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: smart.port },
    ...{ smartHostAuthMechanism: 'OAuth', userName: mailbox, protocolLoggingLevel: 'Verbose' },
    tlsPinnedFingerprint: new X509Certificate(cert).fingerprint256,
    oauth: { provider: 'Other', flow, clientId: 'app-1', issuer: issuer.url },
  };
  const port = await freePort();
  const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet] }));
  const submit = async (subject: string) => {
    const client = await dial({ port });
    const body = `From: <${mailbox}>\r\nTo: <bob@far.example>\r\nSubject: ${subject}\r\n\r\nscan`;
    expect(await client.deliver({ from: mailbox, to: 'bob@far.example', body })).toMatch(/^250 2\.6\.0 /);
  };
  return { issuer, smart, engine, submit };
}

test('ten messages leave with one token, which stands nowhere in clear', async () => {
  const { issuer, smart, engine, submit } = await provider('ClientCredentials');
  await run(engine, ['secret', 'set', 'oauth-client/Internet'], clientSecret);
  await Promise.all(Array.from({ length: 10 }, (_, index) => submit(`Scan ${String(index)}`)));
  await eventually('all ten are there', () => Promise.resolve(smart.messages.length === 10));
  expect(issuer.requests).toHaveLength(1);
  expect(new Set(smart.messages.map(({ user }) => user))).toEqual(new Set([mailbox]));
  expect(await json<OAuthView[]>(engine, ['oauth', 'status'])).toMatchObject([
    { connector: 'Internet', state: 'signed-in', byProgram: true, secret: 'stored', text: '' },
  ]);

  const [token = ''] = issuer.good;
  const canaries = [clientSecret, token, Buffer.from(`auth=Bearer ${token}`).toString('base64').slice(8, 40)];
  const files = await readdir(engine.folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  );
  const told = [
    engine.output(),
    await run(engine, ['oauth', 'status', '--json']),
    await run(engine, ['config', 'show']),
  ];
  for (const canary of canaries) expect([...texts, ...told].some((text) => text.includes(canary))).toBe(false);
  expect(texts.some((text) => text.includes('AUTH XOAUTH2'))).toBe(true);
});

test('mail waits for a sign-in by device code, goes with it, and goes on after a restart', async () => {
  const { issuer, smart, engine, submit } = await provider('DeviceCode');
  await submit('Scan 1');
  const queued = () => json<MessageRow[]>(engine, ['queue', 'show', '[127.0.0.1]']);
  const waiting = 'Nobody has signed in for the send connector Internet yet: sign in on the delivery page.';
  await expect.poll(async () => (await queued())[0]?.lastError).toBe(`451 4.7.0 ${waiting}`);
  const problems = async () => (await json<Status>(engine, ['status'])).problems.map(({ code }) => code);
  expect(await problems()).toContain('sign-in-needed');
  expect(smart.shown).toEqual([]);

  issuer.approve();
  issuer.interval = 1;
  const printed = await run(engine, ['oauth', 'sign-in', 'Internet']);
  expect(printed).toMatch(/^Open https:\/\/login\.example\/device in any browser and type in this code: ABCD-EFGH\n/);
  expect(printed).toMatch(/Internet: signed in\.\n$/);
  await eventually('what waited is there', () => Promise.resolve(smart.messages.length === 1));
  expect(await problems()).not.toContain('sign-in-needed');

  await engine.stop();
  const again = await startOffice({}, engine.folder);
  expect(await json<OAuthView[]>(again, ['oauth', 'status'])).toMatchObject([{ state: 'signed-in' }]);
  expect(issuer.requests).toHaveLength(1);
  await run(again, ['oauth', 'forget', 'Internet']);
  expect((await again.cli(['oauth', 'status'])).stdout).toMatch(/^Internet: not signed in yet\./);
});
