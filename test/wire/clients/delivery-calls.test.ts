import { readFile, stat } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';

/** What the delivery page asks of a running engine: certificates that listeners take up, and mail that really goes out. */

const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;
let refuse = false;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) =>
      refuse && command.startsWith('RCPT') ? '550 5.1.1 <a@b>: Recipient address rejected: User unknown' : undefined,
  });
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        authMechanism: ['Tls'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      { name: 'Smart host', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: sink.port },
      {
        name: 'With login',
        enabled: false,
        addressSpaces: ['partner.example'],
        smartHosts: ['127.0.0.1'],
        port: sink.port,
        smartHostAuthMechanism: 'BasicAuth',
        userName: 'relay',
      },
    ],
  });
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  await removeFolder(folder);
});

/** Speaks up to STARTTLS and returns the fingerprint of what the listener presents. */
function presented(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: '127.0.0.1', port });
    const steps = ['EHLO printer\r\n', 'STARTTLS\r\n'];
    socket.on('error', reject);
    socket.on('data', function take(chunk: Buffer) {
      if (!/^\d{3} [^\r]*\r\n$/m.test(chunk.toString())) return;
      const next = steps.shift();
      if (next !== undefined) {
        socket.write(next);
        return;
      }
      socket.off('data', take);
      const tls = connectTls({ socket, rejectUnauthorized: false }, () => {
        resolve(tls.getPeerCertificate().fingerprint256);
        tls.destroy();
      });
      tls.on('error', reject);
    });
  });
}

const calls = () => engine.api.calls;
const certificate = async (file: string) => {
  const { certificates } = await calls()['certificates.list']({}, caller);
  return certificates.find((one) => one.file === file);
};

test('a certificate that is made is presented to the next session', async () => {
  const before = await certificate('default');
  expect(before).toMatchObject({
    selfSigned: false,
    madeHere: true,
    state: 'valid',
    key: 'RSA 2048',
    uses: [{ connector: 'Default Frontend OFFICE', named: false }],
  });
  expect(await presented()).toBe(before?.sha256);
  const input = { file: 'printers', names: ['mail.office.example', '192.168.0.10'], replace: false };
  await calls()['certificates.create'](input, caller);
  const made = await certificate('printers');
  expect(made).toMatchObject({
    subject: 'CN=mail.office.example',
    names: ['mail.office.example', '192.168.0.10'],
    uses: [{ connector: 'Default Frontend OFFICE', named: false }],
  });
  expect(await presented()).toBe(made?.sha256);
  expect((await stat(join(folder, 'certificates', 'printers.key'))).mode & 0o777).toBe(0o600);
  await expect(calls()['certificates.create'](input, caller)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a PFX file is imported, named on a connector, presented, and stays while it is named', async () => {
  const pfx = await readFile(fileURLToPath(new URL('../../fixtures/certificates/aes256.pfx', import.meta.url)));
  const saved = await calls()['certificates.import'](
    { file: 'office', certificate: pfx.toString('base64'), key: null, password: 'geheim-ü', replace: false },
    caller,
  );
  const { document, revision } = await calls()['config.get']({}, caller);
  const receiveConnectors = document.receiveConnectors.map((one) => ({ ...one, tlsCertificateName: saved.name }));
  await calls()['config.patch']({ patch: { receiveConnectors }, baseRevision: revision, confirmations: [] }, caller);
  const imported = await certificate('office');
  expect(imported).toMatchObject({
    issuers: ['CN=Example Root, O=Example'],
    selfSigned: false,
    key: 'EC prime256v1',
    uses: [{ connector: 'Default Frontend OFFICE', named: true }],
  });
  expect(imported?.certificatePem).not.toContain('PRIVATE');
  expect(await presented()).toBe(imported?.sha256);
  await expect(calls()['certificates.remove']({ file: 'office' }, caller)).rejects.toMatchObject({
    message:
      'The receive connector "Default Frontend OFFICE" is set to this certificate; choose another one there first.',
  });
  await calls()['certificates.remove']({ file: 'printers' }, caller);
  expect(await certificate('printers')).toBeUndefined();
});

test('a send connector is tried, and tells how that went', async () => {
  const mail = { name: 'Smart host', sender: 'admin@office.example', recipient: 'somebody@elsewhere.example' };
  const good = await calls()['sendConnectors.tryOut'](mail, caller);
  expect(good).toMatchObject({ verdict: 'delivered', host: '127.0.0.1', text: '250 2.0.0 Ok: queued' });
  expect(sink.messages.at(-1)).toMatchObject({ rcptTo: ['<somebody@elsewhere.example>'] });
  const [session = ''] = good.sessions;
  const { lines } = await calls()['sessions.get']({ id: session }, caller);
  expect(lines.map(({ data }) => data)).toContain('RCPT TO:<somebody@elsewhere.example>');
  refuse = true;
  const bad = await calls()['sendConnectors.tryOut'](mail, caller);
  refuse = false;
  expect(bad).toMatchObject({ verdict: 'failed', text: expect.stringContaining('550 5.1.1') as string });
  const { connectors } = await calls()['sendConnectors.describe']({}, caller);
  expect(connectors?.[0]).toMatchObject({
    ...{ tls: 'opportunistic', tlsAuthLevel: 'EncryptionOnly', password: 'none' },
    lastSuccess: { host: '127.0.0.1' },
    lastFailure: { unreachable: false, text: expect.stringContaining('User unknown') as string },
  });
  await expect(calls()['sendConnectors.tryOut']({ ...mail, name: 'Nobody' }, caller)).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a password is known to be missing, and to be there', async () => {
  const password = async () => (await calls()['sendConnectors.describe']({}, caller)).connectors?.[1]?.password;
  expect(await password()).toBe('missing');
  await calls()['secret.set']({ name: 'send-connector/With login', value: 'a password' }, caller);
  expect(await password()).toBe('stored');
});

test('mailbox folders are listed with what is in them', async () => {
  expect(await calls()['mailboxes.list']({}, caller)).toEqual({ folder: join(folder, 'mailboxes'), mailboxes: [] });
});
