import { describe, expect, it } from 'vitest';
import { aliceHash, connectorOn } from '../../support/frontend-harness.ts';
import { client, greeted, onStage, start } from './stage.ts';

onStage();

const body = 'Subject: scan\r\nFrom: <a@office.example>\r\n\r\nhello';

describe('TLS and AUTH', () => {
  const login = { authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] };
  const accounts = async () => ({
    accounts: [{ userName: 'alice', addresses: ['alice@office.example'], passwordHash: await aliceHash }],
  });
  const b64 = (text: string): string => Buffer.from(text).toString('base64');

  it('logs on with LOGIN and PLAIN and lets an account send only as itself', async () => {
    await start(login, await accounts());
    const c = await greeted();
    await c.send('MAIL FROM:<alice@office.example>');
    await c.expect('530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM');
    await c.send('AUTH LOGIN');
    await c.expect('334 VXNlcm5hbWU6');
    await c.send(b64('alice'));
    await c.expect('334 UGFzc3dvcmQ6');
    await c.send(b64('wrong'));
    await c.expect('535 5.7.3 Authentication unsuccessful');
    await c.send(`auth login ${b64('ALICE')}`);
    await c.expect('334 UGFzc3dvcmQ6');
    await c.send(b64('correct horse'));
    await c.expect('235 2.7.0 Authentication successful');
    await c.send('AUTH PLAIN x');
    await c.expect('503 5.5.2 Already authenticated*');
    await c.send('MAIL FROM:<bob@office.example>');
    await c.expect('550 5.7.60 SMTP; Client does not have permissions to send as this sender');
    await c.send('MAIL FROM:<alice@office.example>');
    await c.expect('250 *');
    await c.send('RCPT TO:<anybody@elsewhere.example>');
    await c.expect('250 *');
    await c.send('DATA');
    await c.expect('354 *');
    await c.raw('From: Boss <boss@office.example>\r\nSubject: x\r\n\r\nx\r\n.\r\n');
    await c.expect('550 5.7.60 SMTP; Client does not have permissions to send as this sender');
    const plain = await greeted();
    await plain.send(`AUTH PLAIN ${b64('\0alice\0correct horse')}`);
    await plain.expect('235 *');
  });

  it('never writes a password down', async () => {
    const h = await start({ ...login, protocolLoggingLevel: 'Verbose' }, await accounts());
    const c = await greeted();
    await c.send(`AUTH PLAIN ${b64('\0alice\0correct horse')}`);
    await c.expect('235 *');
    await c.send('AUTH LOGIN');
    await c.expect('503 *');
    const [session] = h.journal.sessions({}, null, 1).sessions;
    const text = JSON.stringify(h.journal.session(session?.id ?? ''));
    expect(text).toContain('AUTH PLAIN');
    expect(text).not.toContain(b64('\0alice\0correct horse'));
    expect(text).not.toContain('correct horse');
  });

  it.each([
    ['where AUTH is not offered', { authMechanism: ['Tls'] }, 'LOGIN'],
    ['where its mechanism is not known', login, 'CRAM-MD5'],
  ])('nor one that a client sends unasked %s', async (_where, connector, mechanism) => {
    const h = await start({ ...connector, protocolLoggingLevel: 'Verbose' }, await accounts());
    const c = await greeted();
    await c.raw(`AUTH ${mechanism}\r\n${b64('alice')}\r\n${b64('correct horse')}\r\nJUNK\r\n`);
    for (const expected of ['504 *', '500 *', '500 *', '500 *']) await c.expect(expected);
    const [session] = h.journal.sessions({}, null, 1).sessions;
    const lines = h.journal.session(session?.id ?? '')?.lines.filter(({ event }) => event === '<') ?? [];
    const response = '<authentication response>';
    expect(lines.map(({ data }) => data).slice(-4)).toEqual([`AUTH ${mechanism}`, response, response, 'JUNK']);
  });

  it('closes after MaxLogonFailures', async () => {
    await start({ ...login, maxLogonFailures: 2 }, await accounts());
    const c = await greeted();
    await c.send(`AUTH PLAIN ${b64('\0nobody\0x')}`);
    await c.expect('535 *');
    await c.send(`AUTH PLAIN ${b64('\0nobody\0x')}`);
    await c.expect('421 4.7.0 Too many errors on this connection, closing transmission channel');
    await c.closed();
  });

  it('offers AUTH only inside TLS where BasicAuthRequireTLS says so', async () => {
    await start(
      { authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], permissionGroups: ['ExchangeUsers'] },
      await accounts(),
    );
    const c = await greeted();
    await c.send(`AUTH PLAIN ${b64('\0alice\0correct horse')}`);
    await c.expect('504 5.7.4 Unrecognized authentication type');
    await c.send('AUTH LOGIN');
    await c.expect('504 5.7.4 Unrecognized authentication type');
    await c.send('STARTTLS');
    await c.expect('220 2.0.0 SMTP server ready');
    await c.startTls();
    await c.send('EHLO x');
    await c.expect('*AUTH LOGIN PLAIN*');
    await c.send('AUTH PLAIN');
    await c.expect('334 ');
    await c.send(b64('\0alice\0correct horse'));
    await c.expect('235 *');
  });

  it('handles broken AUTH exchanges', async () => {
    await start({ ...login, maxProtocolErrors: 'unlimited' }, await accounts());
    const c = await greeted();
    for (const [line, reply] of [
      ['AUTH', '504 *'],
      ['AUTH CRAM-MD5', '504 5.7.4 *'],
      ['AUTH LOGIN', '334 *'],
      ['*', '501 5.7.0 *'],
      ['AUTH LOGIN', '334 *'],
      ['%%%', '501 5.5.4 *'],
      [`AUTH PLAIN ${b64('root\0alice\0correct horse')}`, '535 *'],
      [`AUTH PLAIN ${b64('\0a\r\nX: y\0p')}`, '501 *'],
      ['NOOP', '250 *'],
    ] as const) {
      await c.send(line);
      await c.expect(reply);
    }
  });

  it('RequireTLS refuses mail in clear', async () => {
    await start({ requireTLS: true });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('451 5.7.3 STARTTLS is required to send mail');
  });

  it('begins with TLS where ImplicitTls says so, and names a TLS client on a plain port', async () => {
    const h = await start({ implicitTls: true });
    const c = await client({ implicitTls: true });
    expect(await c.deliver({ from: 'a@b.example', to: 'x@office.example', body })).toMatch(/^250 2\.6\.0/);
    expect((await h.messages())[0]?.body).toContain(' with ESMTPS\r\n');
    await h.configure({ receiveConnectors: [connectorOn(h.port)] });
    const wrong = await client();
    await wrong.expect('220 *');
    await wrong.raw(Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5]));
    await wrong.closed();
    const [session] = h.journal.sessions({}, null, 1).sessions;
    expect(session?.deviations.map((d) => d.code)).toEqual(['tls-on-plain-port']);
  });
});
