import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, unstuff } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { delivered, frontend, logRows, office, providerCertificate, relayFor, run, startOffice } from './office.ts';

test('an .eml file dropped into the pickup folder is sent; one that is no message is set aside with the reason', async () => {
  const port = await freePort();
  const sink = await startScriptedSink();
  onTestFinished(() => sink.close());
  const engine = await startOffice(
    office([frontend(port)], {
      sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: sink.port }],
    }),
  );
  const pickup = join(engine.folder, 'pickup');
  await mkdir(pickup, { recursive: true });
  const drop = async (name: string, text: string) => {
    await writeFile(join(pickup, `${name}.tmp`), text);
    await rename(join(pickup, `${name}.tmp`), join(pickup, name));
  };

  await drop(
    'invoice.eml',
    'From: <shop@office.example>\r\nTo: Bob <bob@far.example>\r\nCc: <alice@office.example>\r\nBcc: <boss@office.example>\r\nSubject: Invoice 9\r\n\r\n.dot\r\nEnd\r\n',
  );
  await drop('note.eml', 'this is no message');

  const [copy] = await delivered(engine.folder, 'alice');
  await delivered(engine.folder, 'boss');
  await eventually('Bob has his', () => sink.messages.length === 1);
  const [{ mailFrom, rcptTo, raw } = { mailFrom: '', rcptTo: [], raw: Buffer.alloc(0) }] = sink.messages;
  expect({ mailFrom: mailFrom.split(' ')[0], rcptTo }).toEqual({
    mailFrom: '<shop@office.example>',
    rcptTo: ['<bob@far.example>'],
  });
  for (const text of [copy?.toString(), unstuff(raw).toString()]) {
    expect(text).toContain('Subject: Invoice 9\r\n');
    expect(text).not.toMatch(/^Bcc:/im);
    expect(text?.endsWith('\r\n\r\n.dot\r\nEnd\r\n')).toBe(true);
  }
  await eventually('the bad one is set aside', async () => (await readdir(pickup)).includes('note.eml.bad.txt'));
  await expect.poll(async () => (await readdir(pickup)).sort()).toEqual(['note.eml.bad', 'note.eml.bad.txt']);
  expect(await readFile(join(pickup, 'note.eml.bad.txt'), 'utf8')).toBe(
    'There is no empty line after the header: the file is not a complete message.\r\n',
  );
  await expect
    .poll(() => engine.output())
    .toContain(
      'The pickup file note.eml was not sent: There is no empty line after the header: the file is not a complete message.\n',
    );
});

test('the protocol logs and the tracking log have the lines Exchange would write', async () => {
  const [port, clientPort] = [await freePort(), await freePort()];
  const { cert, key } = await providerCertificate();
  const sink = await startScriptedSink({ tls: { cert, key }, auth: { user: 'office', pass: 'correct horse' } });
  onTestFinished(() => sink.close());
  const engine = await startOffice(
    office(
      [
        relayFor('127.0.0.1', port, { protocolLoggingLevel: 'Verbose' }),
        frontend(clientPort, {
          ...{ name: 'Client Frontend OFFICE', permissionGroups: ['ExchangeUsers'], authTarpitInterval: '00:00:01' },
          authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'],
        }),
      ],
      {
        sendConnectors: [
          {
            ...{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: sink.port },
            ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: 'office', tlsAuthLevel: 'EncryptionOnly' },
            protocolLoggingLevel: 'Verbose',
          },
        ],
      },
    ),
  );
  await run(engine, ['secret', 'set', 'send-connector/Internet'], 'correct horse');
  const client = await dial({ port });
  await client.deliver({
    from: 'scanner@office.example',
    to: ['bob@far.example', 'alice@office.example'],
    body: 'Message-ID: <scan-9@office.example>\r\nSubject: Scan, page 9\r\n\r\nHello',
  });
  await client.closed();
  await delivered(engine.folder, 'alice');
  await eventually('it has left', () => sink.messages.length === 1);
  await failToSignIn(clientPort);
  expect(await engine.stop()).toBe(0);

  const receive = await logRows(engine.folder, 'ProtocolLog', 'SmtpReceive');
  for (const [at, , session, , local, remote] of receive) {
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(session).toMatch(/^[0-9A-F]{16}$/);
    expect([`127.0.0.1:${port}`, `127.0.0.1:${clientPort}`]).toContain(local);
    expect(remote).toMatch(/^127\.0\.0\.1:\d+$/);
  }
  expect(said(receive, 'OFFICE\\Relay OFFICE')).toEqual([
    '0 + ',
    '1 * SMTPSubmit SMTPAcceptAnyRecipient SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender AcceptRoutingHeaders | Set Session Permissions',
    expect.stringMatching(
      /^2 > 220 postroom\.office\.example Microsoft ESMTP MAIL Service ready at \w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} [+-]\d{4}$/,
    ),
    '3 < EHLO test.example',
    '4 > 250  postroom.office.example Hello [127.0.0.1] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS 8BITMIME',
    '5 < MAIL FROM:<scanner@office.example>',
    expect.stringMatching(/^6 \* [0-9A-F]{16};\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z;1 \| receiving message$/),
    '7 > 250 2.1.0 Sender OK',
    '8 < RCPT TO:<bob@far.example>',
    '9 > 250 2.1.5 Recipient OK',
    '10 < RCPT TO:<alice@office.example>',
    '11 > 250 2.1.5 Recipient OK',
    '12 < DATA',
    '13 > 354 Start mail input; end with <CRLF>.<CRLF>',
    expect.stringMatching(
      /^14 > 250 2\.6\.0 <scan-9@office\.example> \[InternalId=\d+, Hostname=postroom\.office\.example\] Queued mail for delivery$/,
    ),
    '15 < QUIT',
    '16 > 221 2.0.0 Service closing transmission channel',
    '17 -  | Local',
  ]);
  expect(said(receive, 'OFFICE\\Client Frontend OFFICE')).toEqual([
    '0 + ',
    '1 *  | Set Session Permissions',
    expect.stringMatching(/^2 > 220 postroom\.office\.example /),
    '3 < EHLO client.example',
    '4 > 250  postroom.office.example Hello [127.0.0.1] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS 8BITMIME',
    '5 < STARTTLS',
    '6 > 220 2.0.0 SMTP server ready',
    expect.stringMatching(
      /^7 \* {2}CN=postroom\.office\.example CN=Postroom OFFICE authority [0-9A-F]{32} [0-9A-F]{40} \S+Z \S+Z \S+ \| Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names$/,
    ),
    '8 *  | TLS protocol TLSv1.3 negotiation succeeded using TLS_AES_256_GCM_SHA384',
    '9 *  | Set Session Permissions',
    '10 < EHLO client.example',
    '11 > 250  postroom.office.example Hello [127.0.0.1] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES AUTH LOGIN PLAIN 8BITMIME',
    '12 < AUTH LOGIN',
    '13 > 334 <authentication response>',
    '14 < <authentication response>',
    '15 > 334 <authentication response>',
    '16 < <authentication response>',
    '17 *  | Inbound AUTH LOGIN failed because of LogonDenied',
    '18 *  | User Name: scanner',
    "19 * Tarpit for '0.00:00:01'",
    '20 > 535 5.7.3 Authentication unsuccessful',
    '21 < QUIT',
    '22 > 221 2.0.0 Service closing transmission channel',
    '23 -  | Local',
  ]);

  const send = await logRows(engine.folder, 'ProtocolLog', 'SmtpSend');
  expect(said(send, 'Internet')).toEqual([
    '0 + ',
    '1 < 220 sink.example ESMTP',
    '2 > EHLO postroom.office.example',
    '3 < 250 sink.example PIPELINING 8BITMIME SIZE 0 ENHANCEDSTATUSCODES STARTTLS AUTH PLAIN LOGIN',
    '4 > STARTTLS',
    '5 < 220 2.0.0 Ready',
    '6 > EHLO postroom.office.example',
    '7 < 250 sink.example PIPELINING 8BITMIME SIZE 0 ENHANCEDSTATUSCODES AUTH PLAIN LOGIN',
    expect.stringMatching(/^8 \* {2}\| TLS negotiation succeeded: TLSv1\.3 \S+$/),
    '9 > AUTH PLAIN',
    '10 < 235 2.7.0 Authentication successful',
    expect.stringMatching(/^11 > MAIL FROM:<scanner@office\.example> SIZE=\d+$/),
    '12 > RCPT TO:<bob@far.example>',
    '13 > DATA',
    '14 < 250 2.0.0 Ok',
    '15 < 250 2.0.0 Ok',
    '16 < 354 Go ahead',
    '17 < 250 2.0.0 Ok: queued',
    '18 > QUIT',
    '19 < 221 2.0.0 Bye',
    '20 -  | Local',
  ]);
  expect(JSON.stringify([...receive, ...send])).not.toMatch(/correct horse|Y29ycmVjdCBob3JzZ|wrong|d3Jvbmc/);

  const tracking = await logRows(engine.folder, 'MessageTracking');
  expect(tracking.map((row) => row.length)).toEqual([30, 30, 30]);
  const id = tracking[0]?.[9];
  const view = tracking
    .map((row) => [8, 7, 1, 6, 9, 10, 12, 13, 15, 18, 19, 20].map((column) => row[column]).join('|'))
    .sort();
  const who = 'Scan, page 9|scanner@office.example|scanner@office.example';
  expect(view).toEqual([
    `DELIVER|STOREDRIVER|||${String(id)}|<scan-9@office.example>|alice@office.example|250 2.6.0 Delivered to the mailbox folder|1|${who}`,
    `RECEIVE|SMTP|127.0.0.1|OFFICE\\Relay OFFICE|${String(id)}|<scan-9@office.example>|bob@far.example;alice@office.example||2|${who}`,
    `SEND|SMTP||Internet|${String(id)}|<scan-9@office.example>|bob@far.example|250 2.0.0 Ok: queued|1|${who}`,
  ]);
});

/** STARTTLS, then AUTH LOGIN with a password that is wrong. */
async function failToSignIn(port: number): Promise<void> {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('EHLO client.example');
  await client.expect('250-*');
  await client.send('STARTTLS');
  await client.expect('220 2.0.0 SMTP server ready');
  await client.startTls();
  await client.send('EHLO client.example');
  await client.expect('250-*');
  await client.send('AUTH LOGIN');
  await client.expect('334 VXNlcm5hbWU6');
  await client.send(Buffer.from('scanner').toString('base64'));
  await client.expect('334 UGFzc3dvcmQ6');
  await client.send(Buffer.from('wrong').toString('base64'));
  await client.expect('535 5.7.3 Authentication unsuccessful');
  await client.send('QUIT');
  await client.closed();
}

/** `sequence event data | context` of a connector's lines. */
function said(rows: readonly (readonly string[])[], connector: string): string[] {
  return rows
    .filter((row) => row[1] === connector)
    .map((row) => `${row[3] ?? ''} ${row[6] ?? ''} ${row[7] ?? ''}${row[8] === '' ? '' : ` | ${row[8] ?? ''}`}`);
}
