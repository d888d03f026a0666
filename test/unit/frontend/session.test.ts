import { describe, expect, it } from 'vitest';
import { connectorOn } from '../../support/frontend-harness.ts';
import { client, greeted, onStage, start, startWith } from './stage.ts';

onStage();

const anyRecipient = { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' };
const body = 'Subject: scan\r\nFrom: <a@office.example>\r\n\r\nhello';

describe('commands', () => {
  it('follow the order of RFC 5321 and say what is missing', async () => {
    await start();
    const c = await client();
    await c.expect('220 *');
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('503 5.5.2 Send hello first');
    await c.send('helo');
    await c.expect('250 mail.office.example Hello [127.0.0.1]');
    await c.send('RCPT TO:<x@office.example>');
    await c.expect('503 5.5.2 Need mail command');
    await c.send('DATA');
    await c.expect('503 5.5.2 Need mail command');
    await c.send('mail from: a@b.example');
    await c.expect('250 2.1.0 Sender OK');
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('503 5.5.2 Sender already specified');
    await c.send('DATA');
    await c.expect('503 5.5.2 Need rcpt command');
  });

  it('advertise only what works, in Exchange order', async () => {
    await start({ authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'] });
    const c = await client();
    await c.expect('220 *');
    await c.send('EHLO');
    await c.expect(
      '250-mail.office.example Hello [127.0.0.1]\n250-SIZE 37748736\n250-PIPELINING\n250-DSN\n250-ENHANCEDSTATUSCODES\n250-STARTTLS\n250 8BITMIME',
    );
    await c.send('STARTTLS');
    await c.expect('220 2.0.0 SMTP server ready');
    await c.startTls();
    await c.send('EHLO x');
    await c.expect('*250-AUTH LOGIN PLAIN\n250 8BITMIME');
  });

  it('answers the rest of the vocabulary', async () => {
    await start({ maxProtocolErrors: 'unlimited' });
    const c = await greeted();
    for (const [line, reply] of [
      ['NOOP anything', '250 2.0.0 OK'],
      ['RSET', '250 2.0.0 Resetting'],
      ['VRFY root', '252 2.1.5 Cannot VRFY user'],
      ['EXPN staff', '502 5.3.3 Command not implemented'],
      ['HELP', '214-This server supports the following commands:\n214 *'],
      ['WIZ x', '500 5.3.3 Unrecognized command*'],
      ['XCLIENT ADDR=127.0.0.9', '500 5.3.3 Unrecognized command*'],
      ['BDAT 10 LAST', '500 5.3.3 Unrecognized command*'],
      ['STARTTLS now', '501 5.5.4 Invalid arguments'],
      ['MAIL FROM:<a@b.example> SIZE=abc', '501 5.5.4 Invalid arguments'],
      ['MAIL FROM:<a@b.example> SIZE=99999999999', '552 5.3.4 Message size exceeds fixed maximum message size'],
      ['MAIL FROM:<a@b.example> FOO=1', '555 5.5.4 *'],
      ['MAIL FROM:<a@b.example> BODY=9BIT', '501 5.5.4 Invalid arguments'],
      ['MAIL FROM:<a@b.example> SMTPUTF8', '555 5.5.4 *'],
      ['MAIL FROM:<a\u00c3\u00bc@b.example>', '550 5.6.7 *'],
      ['MAIL FROM:<a@b.example>\rRSET', '50* 5.*'],
      ['MAIL FROM:<a@b.example> ENVID=ab+0D+0ARCPT', '501 5.5.4 Invalid arguments'],
      ['MAIL FROM:<>', '250 2.1.0 Sender OK'],
      ['DATA x', '501 5.5.4 Invalid arguments'],
      ['RCPT TO:<postmaster>', '250 2.1.5 Recipient OK'],
      ['RCPT TO:<a,b@office.example>', '501 5.1.3 Invalid address'],
      ['RCPT TO:<x@office.example> NOTIFY=NEVER,DELAY', '501 5.5.4 Invalid arguments'],
      ['RCPT TO:<x@office.example> NOTIFY=DELAY,FAILURE ORCPT=rfc822;x+40y', '250 2.1.5 Recipient OK'],
      ['QUIT', '221 2.0.0 Service closing transmission channel'],
    ] as const) {
      await c.send(line);
      await c.expect(reply);
    }
    await c.closed();
  });

  it('answers pipelined commands in order, and a refused recipient leaves the others valid', async () => {
    const h = await start();
    const c = await greeted();
    await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nRCPT TO:<y@elsewhere.example>\r\nDATA\r\n');
    await c.expect('250 2.1.0 Sender OK');
    await c.expect('250 2.1.5 Recipient OK');
    await c.expect('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain');
    await c.expect('354 *');
    await c.raw(`${body}\r\n.\r\nMAIL FROM:<>\r\nQUIT\r\n`);
    await c.expect(
      '250 2.6.0 <*@mail.office.example> [InternalId=*, Hostname=mail.office.example] Queued mail for delivery',
    );
    await c.expect('250 2.1.0 Sender OK');
    await c.expect('221 *');
    const [stored] = await h.messages();
    expect(stored?.message.recipients.map((r) => r.address)).toEqual(['x@office.example']);
    expect(stored?.body).toMatch(
      /^Received: from device\.office\.example \(\[127\.0\.0\.1\]\)\r\n by mail\.office\.example \(\[127\.0\.0\.1\]\) with ESMTP\r\n id \d+; /,
    );
    expect(stored?.body).toMatch(
      /\r\nMessage-ID: <[0-9a-f-]{36}@mail\.office\.example>\r\nDate: .*\r\nTo: undisclosed-recipients:;\r\n\r\nhello\r\n$/,
    );
  });

  it('survives 40,000 pipelined commands in one segment', async () => {
    await start();
    const c = await greeted();
    await c.raw('NOOP\r\n'.repeat(40_000));
    for (let i = 0; i < 40_000; i += 1) await c.expect('250 2.0.0 OK');
  });
});

describe('limits', () => {
  it('closes after more protocol errors than allowed, counting refusals', async () => {
    await start({ maxProtocolErrors: 2 });
    const c = await greeted();
    await c.send('FOO');
    await c.expect('500 *');
    await c.send('FOO');
    await c.expect('500 *');
    await c.send('FOO');
    await c.expect('500 *');
    await c.expect('421 4.7.0 Too many errors on this connection, closing transmission channel');
    await c.closed();
  });

  it('counts connections per source before the banner', async () => {
    await start({ maxInboundConnectionPerSource: 2 });
    await greeted();
    await greeted();
    const third = await client();
    await third.expect(
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel',
    );
    await greeted({ from: '127.0.0.2' });
  });

  it('counts all connections of a connector', async () => {
    await start({ maxInboundConnection: 1 });
    await greeted();
    const second = await client({ from: '127.0.0.2' });
    await second.expect(
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
    );
  });

  it('refuses what no connector is for', async () => {
    await start({ remoteIPRanges: ['127.0.0.2'] });
    const c = await client();
    await c.expect('421 4.3.2 Service not available');
    await c.closed();
  });

  it('limits messages a minute', async () => {
    await start({ messageRateLimit: 1 });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
    await c.send('RSET');
    await c.expect('250 *');
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('421 4.4.2 Message submission rate for this client has exceeded the configured limit');
    await c.closed();
  });

  it('limits recipients with 452 and keeps the earlier ones', async () => {
    const h = await start({ maxRecipientsPerMessage: 2 });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
    for (const [n, reply] of [
      [1, '250 *'],
      [2, '250 *'],
      [3, '452 4.5.3 Too many recipients'],
      [1, '250 *'],
    ] as const) {
      await c.send(`RCPT TO:<r${n}@office.example>`);
      await c.expect(reply);
    }
    await c.send('DATA');
    await c.expect('354 *');
    await c.raw(`${body}\r\n.\r\n`);
    await c.expect('250 2.6.0 *');
    expect((await h.messages())[0]?.message.recipients).toHaveLength(2);
  });

  it('refuses what is larger than allowed, and cuts off who goes on', async () => {
    const h = await start({ maxMessageSize: '64KB' });
    const c = await greeted();
    await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n');
    for (let i = 0; i < 3; i += 1) await c.expect('*');
    await c.raw(`${'x'.repeat(70_000)}\r\n.\r\n`);
    await c.expect('552 5.3.4 Message size exceeds fixed maximum message size');
    await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n');
    for (let i = 0; i < 3; i += 1) await c.expect('*');
    await c.raw('x'.repeat(3_000_000));
    await c.expect('552 5.3.4 *');
    await c.closed();
    expect(await h.messages()).toEqual([]);
  });

  it('refuses an endless header and closes', async () => {
    const h = await start({ maxHeaderSize: '1KB' });
    const c = await greeted();
    await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n');
    for (let i = 0; i < 3; i += 1) await c.expect('*');
    await c.raw(`${'X-Long: y\r\n'.repeat(500)}\r\nbody\r\n.\r\n`);
    await c.expect('552 5.3.4 Header size exceeds fixed maximum size');
    await c.closed();
    expect(await h.messages()).toEqual([]);
  });

  it('stops loops by counting Received headers', async () => {
    await start({ maxHopCount: 3 });
    const c = await client();
    const received = 'Received: from a by b; now\r\n'.repeat(4);
    expect(await c.deliver({ from: 'a@b.example', to: 'x@office.example', body: `${received}${body}` })).toBe(
      '554 5.4.6 Hop count exceeded - possible mail loop',
    );
  });

  it('refuses mail while resources are short', async () => {
    const h = await start();
    h.pressure = 'The disk is nearly full.';
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('452 4.3.1 Insufficient system resources');
    h.pressure = null;
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
  });

  it('ends an idle session, and one that lasts too long', async () => {
    await start({ connectionInactivityTimeout: '00:00:01', connectionTimeout: '00:00:10' });
    const idle = await greeted();
    await idle.expect('451 4.7.0 Timeout waiting for client input');
    await idle.closed();
    await start({ connectionInactivityTimeout: '00:00:01', connectionTimeout: '00:00:02' });
    const long = await greeted();
    await long.send('NOOP');
    await long.expect('250 *');
    await long.expect('4* Timeout*');
  });

  it('closes at an over-long line whether complete or not', async () => {
    await start();
    const c = await greeted();
    await c.send(`NOOP ${'x'.repeat(5000)}`);
    await c.expect('500 5.5.2 *');
    await c.raw('x'.repeat(20_000));
    await c.expect('500 5.5.2 *');
    await c.closed();
  });

  it('waits the tarpit before an error reply to a stranger', async () => {
    const h = await start({ tarpitInterval: '00:00:01' });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
    const before = performance.now();
    await c.send('RCPT TO:<y@elsewhere.example>');
    await c.expect('550 *');
    expect(performance.now() - before).toBeGreaterThan(900);
    const [session] = h.journal.sessions({}, null, 1).sessions;
    const lines = h.journal.session(session?.id ?? '')?.lines.map((line) => `${line.event} ${line.data}`) ?? [];
    expect(lines.slice(-3)).toEqual([
      '< RCPT TO:<y@elsewhere.example>',
      "* Tarpit for '0.00:00:01'",
      '> 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain',
    ]);
  });
});

describe('rights', () => {
  it('relay for the address that was let in, and for nobody else', async () => {
    await startWith((port) => ({
      receiveConnectors: [
        connectorOn(port),
        connectorOn(port, { name: 'Relay', remoteIPRanges: ['127.0.0.2'], extendedRights: [anyRecipient] }),
        connectorOn(port, {
          name: 'Trusted',
          remoteIPRanges: ['127.0.0.4'],
          authMechanism: ['Tls', 'ExternalAuthoritative'],
          permissionGroups: ['ExchangeServers'],
        }),
      ],
    }));
    for (const [from, reply] of [
      ['127.0.0.1', '550 5.7.54 *'],
      ['127.0.0.2', '250 2.1.5 Recipient OK'],
      ['127.0.0.3', '550 5.7.54 *'],
      ['127.0.0.4', '250 2.1.5 Recipient OK'],
    ] as const) {
      const c = await greeted({ from });
      await c.send('MAIL FROM:<a@office.example>');
      await c.expect('250 *');
      await c.send('RCPT TO:<y@elsewhere.example>');
      await c.expect(reply);
    }
  });

  it('keep the configuration a session began with, and change at once for new ones', async () => {
    const h = await start();
    const old = await greeted();
    await old.send('MAIL FROM:<a@b.example>');
    await old.expect('250 *');
    await h.configure({ receiveConnectors: [connectorOn(h.port, { extendedRights: [anyRecipient] })] });
    await old.send('RCPT TO:<y@elsewhere.example>');
    await old.expect('550 *');
    const fresh = await greeted();
    await fresh.send('MAIL FROM:<a@b.example>');
    await fresh.expect('250 *');
    await fresh.send('RCPT TO:<y@elsewhere.example>');
    await fresh.expect('250 *');
  });

  it('stops listening on a removed binding without cutting a message in DATA', async () => {
    const h = await start();
    const c = await greeted();
    await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n');
    for (let i = 0; i < 3; i += 1) await c.expect('*');
    await h.configure({ receiveConnectors: [] });
    const late = await client();
    await late.closed();
    expect(late.transcript()).toContain('ECONNREFUSED');
    await c.raw(`${body}\r\n.\r\n`);
    await c.expect('250 2.6.0 *');
    expect(await h.messages()).toHaveLength(1);
  });

  it('blocked senders and recipients', async () => {
    await start({}, { transport: { blockedSenders: ['spam@b.example'], blockedRecipients: ['ceo@office.example'] } });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
    await c.send('RCPT TO:<ceo@office.example>');
    await c.expect('550 5.1.1 User unknown');
    await c.send('RSET');
    await c.expect('250 *');
    await c.send('MAIL FROM:<spam@b.example>');
    await c.expect('554 5.1.0 Sender Denied');
    await c.closed();
  });

  it('unknown recipients of an authoritative domain with a list', async () => {
    await start({}, { recipients: [{ address: 'anna@office.example' }] });
    const c = await greeted();
    await c.send('MAIL FROM:<a@b.example>');
    await c.expect('250 *');
    await c.send('RCPT TO:<Anna@Office.Example>');
    await c.expect('250 *');
    await c.send('RCPT TO:<nobody@office.example>');
    await c.expect('550 5.1.1 User unknown');
  });
});
