import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LiveDialogue } from '../../../main/contract/live-view.ts';
import type { Replayed } from '../../../main/contract/tester-view.ts';
import { dataFolder, removeFolder, runCli, startEngine } from '../../support/engine-process.ts';
import type { EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { certificateFor } from '../../unit/delivery/harness.ts';

/** The tester's commands as an administrator uses them: on the file, on a running engine, and talking to real servers. */

const PASSWORD = 'geheim geheim';
const refused = fileURLToPath(new URL('../../fixtures/transcripts/02-external-refused.txt', import.meta.url));
let port: number;
let smartHost: ScriptedSink;
let folder: string;
let postroom: EngineProcess;

beforeAll(async () => {
  const certificate = await certificateFor(['sink.example']);
  smartHost = await startScriptedSink({ tls: certificate, auth: { user: 'office', pass: PASSWORD } });
  port = await freePort();
  folder = await dataFolder({
    server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: '2013' },
    receiveConnectors: [
      {
        name: 'Default Frontend E15MB1',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        authMechanism: ['Tls'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Demo', domainName: 'exchange2013demo.com', default: true }],
    sendConnectors: [
      {
        name: 'Internet',
        addressSpaces: ['SMTP:*;1'],
        smartHosts: ['127.0.0.1'],
        port: smartHost.port,
        smartHostAuthMechanism: 'BasicAuthRequireTLS',
        userName: 'office',
        tlsPinnedFingerprint: certificate.fingerprint,
      },
    ],
  });
});

afterAll(async () => {
  await smartHost.close();
  await removeFolder(folder);
});

const at = () => ['--from', '192.168.0.181', '--to', `127.0.0.1:${String(port)}`];

/** What does not depend on the moment. */
const lasting = ({ result }: Replayed) => ({
  ...result,
  steps: result.steps.map(({ kind, sent, verdict, outcome, trace }) => ({ kind, sent, verdict, outcome, trace })),
});

test('on the file, with no engine: replay, check and audit', async () => {
  const cli = (args: readonly string[]) => runCli([...args, '--data', folder]);
  expect(await cli(['test', refused, ...at()])).toMatchObject({ code: 0, stderr: '' });
  expect(await cli(['check', '--save', 'Gmail', refused, ...at()])).toMatchObject({ code: 0, stderr: '' });
  expect((await cli(['check'])).stdout).toMatch(/passed: Gmail: As recorded\./);
  expect((await cli(['audit'])).stdout).toMatch(/none would have left this server\.\n$/);
  expect(await cli(['telnet', '127.0.0.1:25'])).toMatchObject({ code: 3, stdout: '' });
  expect((await runCli(['secret', 'set', 'send-connector/Internet', '--data', folder], PASSWORD)).code).toBe(0);
});

describe('with an engine', () => {
  let onFile: Replayed;

  beforeAll(async () => {
    const { stdout } = await runCli(['test', refused, ...at(), '--json', '--data', folder]);
    onFile = JSON.parse(stdout) as Replayed;
    postroom = await startEngine(folder, { args: ['--console', '127.0.0.1:0'], until: /Console: \S+\n/ });
  });
  afterAll(async () => {
    expect(await postroom.stop()).toBe(0);
  });

  test('it answers as the file does, and a real client is answered the same', async () => {
    const replayed = JSON.parse((await postroom.cli(['test', refused, ...at(), '--json'])).stdout) as Replayed;
    expect(lasting(replayed)).toEqual(lasting(onFile));
    expect(await postroom.cli(['check'])).toMatchObject({ code: 0 });
    const client = await dial({ port });
    await client.expect('220 *');
    for (const step of replayed.result.steps.slice(1)) {
      await client.send(step.sent[0] ?? '');
      // The one line that names the client: it came from elsewhere.
      await client.expect((step.actual[0] ?? '').replace('[192.168.0.181]', '*'));
    }
    client.end();
  });

  test('telnet to a listener of our own: line by line, TLS with its facts, no message unless told', async () => {
    const lines = 'MAIL FROM:<a@b.example>\nRCPT TO:<bob@exchange2013demo.com>\nDATA\nRSET\n';
    const path = join(folder, 'dialogue.txt');
    const target = `127.0.0.1:${String(port)}`;
    const ran = await postroom.cli(['telnet', target, '--starttls', '--save', path], lines);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^220 .*\nEHLO E15MB1\.exchange2013demo\.com\n250-/);
    expect(ran.stdout).toMatch(/\nRCPT TO:<bob@exchange2013demo\.com>\n250 2\.1\.5 Recipient OK\nRSET\n250 /);
    expect(ran.stderr).toMatch(/^\* TLS negotiated: TLSv1\.3 /m);
    expect(ran.stderr).toMatch(/^\* Certificate verified: no, its authority is not trusted here$/m);
    expect(ran.stderr).toMatch(/^\* DATA was not sent/m);
    // What was kept is a transcript, and the tester gives the same answers.
    expect(await readFile(path, 'utf8')).toContain('C: STARTTLS\nS: 220 ');
    const again = await postroom.cli(['test', path, '--from', '127.0.0.1', '--to', target]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
  });

  test('telnet to the smart host signs in with the stored credential, which is nowhere to be read', async () => {
    const target = `127.0.0.1:${String(smartHost.port)}`;
    const path = join(folder, 'smart-host.txt');
    const ran = await postroom.cli(
      ['telnet', target, '--starttls', '--auth', 'Internet', '--allow-data', '--save', path],
      'MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\nSubject: hello\n\n..\n.\nQUIT\n',
    );
    expect(ran).toMatchObject({ code: 0 });
    expect(smartHost.sessions.at(-1)).toMatchObject({ user: 'office', encrypted: true });
    expect(smartHost.messages.map(({ raw }) => raw.toString())).toEqual(['Subject: hello\r\n\r\n..\r\n']);
    expect(ran.stdout).toContain('AUTH PLAIN <authentication data>\n235 2.7.0 Authentication successful\n');
    const log = (await postroom.cli(['log', '--last', '500'])).stdout;
    expect(log).toContain('AUTH PLAIN <authentication data>');
    for (const text of [ran.stdout, ran.stderr, log, await readFile(path, 'utf8')])
      for (const secret of [PASSWORD, btoa(PASSWORD), btoa(`\0office\0${PASSWORD}`)])
        expect(text).not.toContain(secret);
  });

  test('telnet without TLS does not send the password, and ends with 1', async () => {
    const target = `127.0.0.1:${String(smartHost.port)}`;
    const ran = await postroom.cli(['telnet', target, '--auth', 'Internet', '--json']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^\* The connection is not encrypted, so the password is not sent\./m);
    expect(JSON.parse(ran.stdout) as LiveDialogue).toMatchObject({ connector: 'Internet', state: 'closed', tls: null });
  });

  test('telnet goes nowhere else unless told', async () => {
    const other = await startScriptedSink();
    const target = `127.0.0.1:${String(other.port)}`;
    const refusal = await postroom.cli(['telnet', target]);
    expect(refusal).toMatchObject({ code: 1, stdout: '' });
    expect(refusal.stderr).toMatch(/--any-host/);
    expect(other.sessions).toHaveLength(0);
    expect((await postroom.cli(['telnet', target, '--any-host'], 'NOOP\n')).stdout).toMatch(/\nNOOP\n250 2\.0\.0 Ok\n/);
    await other.close();
  });
});
