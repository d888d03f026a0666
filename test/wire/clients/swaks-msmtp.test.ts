import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder, runTool, dataFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { eventually } from '../durability/relay.ts';
import { delivered, frontend, json, mailbox, office, patch, providerCertificate, relayFor, run } from './office.ts';
import { startOffice, swaks } from './office.ts';
import type { Status } from '../../../main/contract/status-view.ts';

/** The programs people reach for first, against the shipped engine. */

const hasSwaks = await requireTool('swaks');
const hasMsmtp = await requireTool('msmtp');

const UNABLE_2016 = '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain';
const UNABLE_2013 = '550 5.7.1 Unable to relay';
/** Exit code of swaks where the server refused all recipients. */
const RECIPIENT_REFUSED = 24;
const AUTHENTICATION_FAILED = 28;
/** EX_DATAERR: what msmtp says of a refused recipient. */
const DATA_ERROR = 65;

const header = [
  'From: Scanner <scanner@office.example>',
  'To: Alice <alice@office.example>',
  'Subject: Scan 1',
  'Date: Sun, 22 Nov 2026 03:46:57 +0000',
  'Message-ID: <scan-1@scanner.office.example>',
];
const body = ['The first line', '.a dot', '..two dots', '', 'Grüße in eight bits', '\ttab and blank ', 'The end'];
const message = `${[...header, '', ...body].join('\r\n')}\r\n`;

test.runIf(hasSwaks)('swaks: a scan for the office lands in the mailbox folder as it was sent', async () => {
  const port = await freePort();
  const engine = await startOffice(office([frontend(port)]));
  const words = ['--server', `127.0.0.1:${port}`, '--from', 'scanner@office.example', '--to', 'alice@office.example'];

  const { code, replies } = await swaks([...words, '--ehlo', 'scanner', '--data', '-'], message);

  expect(code).toBe(0);
  const date = String.raw`\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}`;
  expect(replies).toEqual([
    expect.stringMatching(`^220 postroom\\.office\\.example Microsoft ESMTP MAIL Service ready at ${date}$`),
    '250-postroom.office.example Hello [127.0.0.1]',
    '250-SIZE 37748736',
    '250-PIPELINING',
    '250-DSN',
    '250-ENHANCEDSTATUSCODES',
    '250-STARTTLS',
    '250 8BITMIME',
    '250 2.1.0 Sender OK',
    '250 2.1.5 Recipient OK',
    '354 Start mail input; end with <CRLF>.<CRLF>',
    expect.stringMatching(
      /^250 2\.6\.0 <scan-1@scanner\.office\.example> \[InternalId=\d+, Hostname=postroom\.office\.example\] Queued mail for delivery$/,
    ),
    '221 2.0.0 Service closing transmission channel',
  ]);
  const [stored] = await delivered(engine.folder, 'alice');
  expect(stored?.toString()).toMatch(
    new RegExp(
      '^Return-Path: <scanner@office\\.example>\r\nDelivered-To: alice@office\\.example\r\n' +
        'Received: from scanner \\(\\[127\\.0\\.0\\.1\\]\\)\r\n by postroom\\.office\\.example \\(\\[127\\.0\\.0\\.1\\]\\) with ESMTP\r\n' +
        ` id \\d+; ${date}\r\n`,
    ),
  );
  expect(withoutTrace(stored)).toBe(message);
});

test.runIf(hasMsmtp)('msmtp: a message for the office lands in the mailbox folder as it was sent', async () => {
  const port = await freePort();
  const engine = await startOffice(office([frontend(port)]));

  const sent = await msmtp(port, '127.0.0.1', 'alice@office.example');

  expect(sent).toEqual({ code: 0, stdout: '', stderr: '' });
  const [stored] = await delivered(engine.folder, 'alice');
  expect(withoutTrace(stored)).toBe(message);
});

test.runIf(hasSwaks && hasMsmtp)(
  'an outsider is refused in the words of the dialect, and nothing is queued',
  async () => {
    const port = await freePort();
    const engine = await startOffice(office([frontend(port)]));
    const outside = () => swaks([...to(port, '127.0.0.1'), '--to', 'bob@elsewhere.example']);

    const refused = await outside();
    const refusedMsmtp = await msmtp(port, '127.0.0.1', 'bob@elsewhere.example');

    expect(refused.code).toBe(RECIPIENT_REFUSED);
    expect(refused.replies.slice(-3)).toEqual([
      '250 2.1.0 Sender OK',
      UNABLE_2016,
      '221 2.0.0 Service closing transmission channel',
    ]);
    expect(refusedMsmtp.code).toBe(DATA_ERROR);
    expect(refusedMsmtp.stderr).toContain(`msmtp: server message: ${UNABLE_2016}\n`);

    await patch(engine, { server: { replyDialect: '2013' } });
    const refused2013 = await outside();
    expect(refused2013.code).toBe(RECIPIENT_REFUSED);
    expect(refused2013.replies.slice(-2)[0]).toBe(UNABLE_2013);
    const counted = async () => {
      const { accepted, refused: count, queue } = await json<Status>(engine, ['status']);
      return { accepted, count, waiting: queue.waiting };
    };
    await expect.poll(counted).toEqual({ accepted: 0, count: 3, waiting: 0 });
  },
);

test.runIf(hasSwaks && hasMsmtp)(
  'a relay connector for 127.0.0.2 lets that device out through a smart host with STARTTLS and AUTH, and no other',
  async () => {
    const port = await freePort();
    const engine = await startOffice(office([frontend(port)]));
    const { cert, key } = await providerCertificate();
    const provider = await startScriptedSink({
      tls: { cert, key },
      auth: { user: 'office@provider.example', pass: 'correct horse' },
      answer: (command, { encrypted, user }) => {
        if (!/^MAIL/.test(command) || user !== null) return undefined;
        return encrypted ? '530 5.7.0 Authentication required' : '530 5.7.0 Must issue a STARTTLS command first';
      },
    });
    onTestFinished(() => provider.close());
    const out = (from: string) => swaks([...to(port, from), '--to', 'bob@elsewhere.example', '--data', '-'], message);
    expect((await out('127.0.0.2')).replies).toContain(UNABLE_2016);

    await patch(engine, {
      receiveConnectors: [frontend(port), relayFor('127.0.0.2', port)],
      sendConnectors: [
        {
          name: 'Internet',
          addressSpaces: ['SMTP:*;1'],
          smartHosts: ['127.0.0.1'],
          port: provider.port,
          smartHostAuthMechanism: 'BasicAuthRequireTLS',
          userName: 'office@provider.example',
          tlsPinnedFingerprint: new X509Certificate(cert).fingerprint256,
        },
      ],
    });
    expect(await run(engine, ['secret', 'set', 'send-connector/Internet'], 'correct horse\n')).toBe(
      'Kept the secret send-connector/Internet.\n',
    );

    const relayed = await out('127.0.0.2');
    expect(relayed.code).toBe(0);
    expect(relayed.replies).toContain('250 2.1.5 Recipient OK');
    await arrived(provider, 1);
    expect((await msmtp(port, '127.0.0.2', 'bob@elsewhere.example')).code).toBe(0);
    await arrived(provider, 2);
    for (const { mailFrom, rcptTo, raw } of provider.messages) {
      expect(mailFrom).toMatch(/^<scanner@office\.example>/);
      expect(rcptTo).toEqual(['<bob@elsewhere.example>']);
      expect(withoutTrace(unstuff(raw))).toBe(message);
    }
    for (const { encrypted, user, messages } of provider.sessions) {
      if (messages.length > 0)
        expect({ encrypted, user }).toEqual({ encrypted: true, user: 'office@provider.example' });
    }
    expect(JSON.stringify(await run(engine, ['config', 'show']))).not.toContain('correct horse');

    const other = await out('127.0.0.3');
    expect(other.code).toBe(RECIPIENT_REFUSED);
    expect(other.replies.slice(-2)[0]).toBe(UNABLE_2016);
    const otherMsmtp = await msmtp(port, '127.0.0.3', 'bob@elsewhere.example');
    expect(otherMsmtp.stderr).toContain(`msmtp: server message: ${UNABLE_2016}\n`);
    expect(provider.messages).toHaveLength(2);
  },
);

test.runIf(hasSwaks && hasMsmtp)(
  'an account signs in over STARTTLS and over implicit TLS, with LOGIN and PLAIN',
  async () => {
    const [port, clientPort, implicitPort] = [await freePort(), await freePort(), await freePort()];
    const client = { authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], permissionGroups: ['ExchangeUsers'] };
    const engine = await startOffice(
      office([
        frontend(port),
        frontend(clientPort, { ...client, name: 'Client Frontend OFFICE' }),
        frontend(implicitPort, { ...client, name: 'SSL OFFICE', implicitTls: true }),
      ]),
    );
    const added = await run(
      engine,
      ['account', 'add', 'scanner', '--address', 'scanner@office.example'],
      'correct horse\n',
    );
    expect(added).toBe('Made the account scanner.\n');
    const login = (mechanism: string, password = 'correct horse') => [
      ...['--auth', mechanism, '--auth-user', 'scanner', '--auth-password', password],
    ];
    const mail = ['--to', 'alice@office.example', '--data', '-'];

    const encrypted = await swaks([...to(port, '127.0.0.1'), '--tls', ...mail], message);
    expect(encrypted.code).toBe(0);
    expect(encrypted.replies).toContain('220 2.0.0 SMTP server ready');
    for (const mechanism of ['LOGIN', 'PLAIN']) {
      const starttls = await swaks([...to(clientPort, '127.0.0.1'), '--tls', ...login(mechanism), ...mail], message);
      expect(starttls.code).toBe(0);
      expect(starttls.replies).toContain('235 2.7.0 Authentication successful');
      const implicit = await swaks(
        [...to(implicitPort, '127.0.0.1'), '--tls-on-connect', ...login(mechanism), ...mail],
        message,
      );
      expect(implicit.code).toBe(0);
      expect(implicit.replies).toContain('235 2.7.0 Authentication successful');
    }
    const stored = await delivered(engine.folder, 'alice', 5);
    expect(stored.map((one) => /with (\w+)\r\n/.exec(one.toString())?.[1]).sort()).toEqual([
      ...['ESMTPS', 'ESMTPSA', 'ESMTPSA', 'ESMTPSA', 'ESMTPSA'],
    ]);
    expect(new Set(stored.map(withoutTrace))).toEqual(new Set([message]));

    const inClear = await swaks([...to(clientPort, '127.0.0.1'), ...login('LOGIN'), ...mail], message);
    expect(inClear.code).toBe(AUTHENTICATION_FAILED);
    expect(inClear.replies.some((reply) => reply.includes('AUTH'))).toBe(false);
    const wrong = await swaks([...to(clientPort, '127.0.0.1'), '--tls', ...login('PLAIN', 'wrong'), ...mail], message);
    expect(wrong.code).toBe(AUTHENTICATION_FAILED);
    expect(wrong.replies).toContain('535 5.7.3 Authentication unsuccessful');
    const nobody = await swaks([...to(clientPort, '127.0.0.1'), '--tls', ...mail], message);
    expect(nobody.replies).toContain(
      '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    );
    const asBoss = await swaks(
      [...to(clientPort, '127.0.0.1'), '--tls', ...login('PLAIN'), '--from', 'boss@office.example', ...mail],
      message,
    );
    expect(asBoss.replies).toContain('550 5.7.60 SMTP; Client does not have permissions to send as this sender');

    const signedIn = await msmtp(implicitPort, '127.0.0.1', 'alice@office.example', [
      ...['tls on', 'tls_starttls off', 'tls_certcheck off', 'auth login', 'user scanner', 'password correct horse'],
    ]);
    expect(signedIn).toEqual({ code: 0, stdout: '', stderr: '' });
    await delivered(engine.folder, 'alice', 6);
    expect(await mailbox(engine.folder, 'alice')).toHaveLength(6);
  },
);

function to(port: number, from: string): string[] {
  const words = ['--server', `127.0.0.1:${port}`, '--local-interface', from];
  return [...words, '--ehlo', 'scanner', '--from', 'scanner@office.example'];
}

/** msmtp with a configuration of its own; `more` are lines of it. */
async function msmtp(port: number, from: string, recipient: string, more: readonly string[] = []) {
  const folder = await dataFolder();
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'msmtprc');
  const lines = ['account default', 'host 127.0.0.1', `port ${port}`, 'from scanner@office.example', ...more];
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  // Its input has the line ends of Unix.
  return runTool('msmtp', [`--file=${path}`, `--source-ip=${from}`, recipient], message.replaceAll('\r\n', '\n'));
}

/** The message without what our server and the folder put on top. */
function withoutTrace(stored: Buffer | undefined): string {
  return (stored?.toString() ?? '').replace(
    /^(?:Return-Path: [^\r]*\r\nDelivered-To: [^\r]*\r\n)?Received: [^\r]*\r\n(?: [^\r]*\r\n)+/,
    '',
  );
}

function arrived(provider: ScriptedSink, count: number): Promise<void> {
  return eventually(`${count} message(s) are at the provider`, () => provider.messages.length >= count);
}
