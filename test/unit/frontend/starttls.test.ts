import { connect as connectNet, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { aliceHash, connectorOn, type Draft } from '../../support/frontend-harness.ts';
import type { Dialogue } from '../../support/smtp-dialogue.ts';
import { base64, client, converse, deviations, greeted, lastSession, onStage, start } from './stage.ts';

onStage();

/** STARTTLS and TLS under attack: nothing said in clear counts inside TLS, and nothing broken harms others. */

const patient = { maxProtocolErrors: 'unlimited' };
const login = { authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['AnonymousUsers', 'ExchangeUsers'] };
const loginInTls = { ...login, authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'] };
const credentials = base64('\0alice\0correct horse');
const accounts = async (): Promise<Partial<Draft>> => ({
  accounts: [{ userName: 'alice', addresses: ['alice@office.example'], passwordHash: await aliceHash }],
});

/** Sends STARTTLS with `behind` in the same segment, and shakes hands. */
async function injected(c: Dialogue, behind: string): Promise<void> {
  await c.raw(`STARTTLS\r\n${behind}`);
  await c.expect('220 2.0.0 SMTP server ready');
  await c.startTls();
}

describe('what was sent in clear behind STARTTLS', () => {
  it('TL-01: a command is thrown away', async () => {
    await start();
    const c = await greeted();
    await injected(c, 'MAIL FROM:<inj@evil.example>\r\n');
    await converse(c, [
      ['EHLO tls', '250-*'],
      ['RCPT TO:<x@office.example>', '503 5.5.2 Need mail command'],
    ]);
  });

  it('TL-02: half a line does not stick to the first line inside TLS', async () => {
    await start();
    const c = await greeted();
    await injected(c, 'RSET x');
    await c.send('EHLO tls');
    await c.expect('250-mail.office.example Hello *');
  });

  it('TL-03: nor do more commands than are run in one turn', async () => {
    await start();
    const c = await greeted();
    await injected(c, `${'NOOP\r\n'.repeat(300)}MAIL FROM:<inj@evil.example>\r\n`);
    await converse(c, [
      ['EHLO tls', '250-*'],
      ['RCPT TO:<x@office.example>', '503 5.5.2 Need mail command'],
    ]);
  });

  it('TL-03: also when it is pipelined in front', async () => {
    await start();
    const c = await greeted();
    const noops = 'NOOP\r\n'.repeat(150);
    await c.raw(`${noops}STARTTLS\r\n${noops}MAIL FROM:<inj@evil.example>\r\n`);
    for (let i = 0; i < 150; i += 1) await c.expect('250 2.0.0 OK');
    await c.expect('220 *');
    await c.startTls();
    await converse(c, [
      ['EHLO tls', '250-*'],
      ['RCPT TO:<x@office.example>', '503 5.5.2 Need mail command'],
    ]);
  });

  it('is not refused as too long once TLS has begun', async () => {
    await start();
    const c = await greeted();
    await injected(c, 'x'.repeat(60_000));
    await c.send('EHLO tls');
    await c.expect('250-*');
  });
});

describe('what was known before STARTTLS', () => {
  it('TL-04: name and transaction are forgotten', async () => {
    await start(patient);
    const c = await greeted();
    await converse(c, [['MAIL FROM:<a@b.example>', '250 *']]);
    await injected(c, '');
    await converse(c, [
      ['RCPT TO:<x@office.example>', '503 5.5.2 Send hello first'],
      ['MAIL FROM:<a@b.example>', '503 5.5.2 Send hello first'],
      ['EHLO tls', '250-*'],
      ['RCPT TO:<x@office.example>', '503 5.5.2 Need mail command'],
    ]);
  });

  it('TL-05: so is who has logged on', async () => {
    await start({ ...login, permissionGroups: ['ExchangeUsers'] }, await accounts());
    const c = await greeted();
    await converse(c, [[`AUTH PLAIN ${credentials}`, '235 *']]);
    await injected(c, '');
    await converse(c, [
      ['EHLO tls', '*AUTH LOGIN PLAIN*'],
      ['MAIL FROM:<alice@office.example>', '530 *'],
      [`AUTH PLAIN ${credentials}`, '235 *'],
      ['MAIL FROM:<alice@office.example>', '250 *'],
    ]);
  });
});

describe('STARTTLS itself', () => {
  it('TL-06, TL-07: takes no argument and is offered once', async () => {
    await start(patient);
    const c = await greeted();
    await converse(c, [
      ['STARTTLS foo', '501 5.5.4 Invalid arguments'],
      ['NOOP', '250 *'],
    ]);
    await injected(c, '');
    await converse(c, [
      ['EHLO tls', '250-*'],
      ['STARTTLS', '503 5.5.2 TLS is already active'],
      ['NOOP', '250 *'],
    ]);
    expect(c.transcript().split('250-STARTTLS')).toHaveLength(2);
  });

  it('TL-08: garbage, silence and RST instead of a ClientHello end that session and no other', async () => {
    const h = await start({ maxInboundConnectionPerSource: 'unlimited' });
    const broken = Array.from({ length: 50 }, async (_, i) => {
      const c = await greeted();
      await c.send('STARTTLS');
      await c.expect('220 *');
      if (i % 3 === 0) await c.raw('MAIL FROM:<a@b.example>\r\n'.repeat(20));
      if (i % 3 === 1) c.socket.resetAndDestroy();
      if (i % 3 === 2) c.socket.end();
      if (i % 3 === 0) await c.closed();
      // Nothing in clear follows the 220.
      expect(c.transcript().split('S: 220 2.0.0 SMTP server ready').at(-1)).not.toContain('S: ');
    });
    await Promise.all(broken);
    await expect.poll(() => h.frontend.sessionCount(), { timeout: 10_000 }).toBe(0);
    const healthy = await client();
    expect(await healthy.deliver({ from: 'a@b.example', to: 'x@office.example', body: 'Subject: s\r\n\r\nx' })).toMatch(
      /^250 2\.6\.0/,
    );
  });
});

describe('a wrong protocol', () => {
  /** Sends bytes at once and returns what comes back until the server closes. */
  function exchange(port: number, bytes: string | Buffer): Promise<string> {
    return new Promise((resolve) => {
      const socket: Socket = connectNet({ port, host: '127.0.0.1' });
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(text);
      });
      socket.write(bytes);
    });
  }

  it.each(['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'POST / HTTP/1.1\r\n\r\nEHLO x\r\nMAIL FROM:<a@b.example>\r\n'])(
    'TL-09: HTTP on the plain port (%j) is answered once and cut off',
    async (request) => {
      const h = await start();
      const text = await exchange(h.port, request);
      expect(text).toMatch(/^220 [^\r]*\r\n421 4\.3\.2 Service not available\r\n$/);
      expect(deviations(h)).toEqual(['http-request']);
    },
  );

  it('TL-09: TLS on the plain port is named in the session', async () => {
    const h = await start();
    const tls = connectTls({ port: h.port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise<void>((resolve) => tls.once('error', () => resolve()));
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    expect(deviations(h)).toEqual(['tls-on-plain-port']);
  });

  it('TL-09: SMTP in clear and HTTP on the TLS port get no answer in clear', async () => {
    const h = await start({ implicitTls: true });
    for (const text of ['EHLO x\r\nMAIL FROM:<a@b.example>\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
      const answer = await exchange(h.port, text);
      // A TLS alert record, or nothing.
      expect(answer === '' || (answer.startsWith('\x15\x03') && answer.length < 12)).toBe(true);
    }
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    const socketErrors = lastSession(h).lines.filter(({ context }) => context.startsWith('Socket error'));
    expect(socketErrors).toHaveLength(1);
    expect(deviations(h)).toEqual(['clear-text-in-handshake']);
  });
});

describe('old TLS', () => {
  const versions = ['TLSv1', 'TLSv1.1'] as const;
  const old = (version: (typeof versions)[number]) => ({
    minVersion: version,
    maxVersion: version,
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });

  it.each(versions)('TL-10: %s is refused', async (version) => {
    const h = await start();
    const c = await greeted();
    await c.send('STARTTLS');
    await c.expect('220 *');
    await expect(c.startTls(old(version))).rejects.toThrow(/protocol version|alert|closed/i);
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    expect(deviations(h)).toEqual(['old-tls']);
    const modern = await greeted();
    await injected(modern, '');
  });

  it.each(versions)('TL-10: %s is taken where OldTls says so', async (version) => {
    const h = await start({ oldTls: true });
    const c = await greeted();
    await c.send('STARTTLS');
    await c.expect('220 *');
    await c.startTls(old(version));
    await converse(c, [['EHLO old', '250-*']]);
    expect(lastSession(h).tls).toBe(version);
  });

  it('TL-10: a modern client still gets TLS 1.3 there', async () => {
    const h = await start({ oldTls: true });
    const c = await greeted();
    await injected(c, '');
    await converse(c, [['EHLO new', '250-*']]);
    expect(lastSession(h).tls).toBe('TLSv1.3');
  });
});

it('TL-10: a client that renegotiates is cut off', async () => {
  const h = await start();
  const c = await greeted();
  await c.send('STARTTLS');
  await c.expect('220 *');
  await c.startTls({ maxVersion: 'TLSv1.2' });
  await converse(c, [['EHLO x', '250-*']]);
  (c.socket as TLSSocket).renegotiate({ rejectUnauthorized: false }, () => undefined);
  await c.closed();
  await expect.poll(() => h.frontend.sessionCount()).toBe(0);
  await injected(await greeted(), '');
});

describe('AUTH that needs TLS', () => {
  it('TL-11, TL-12: is not offered in clear, and a password sent all the same is not used and not kept', async () => {
    const h = await start({ ...loginInTls, ...patient }, await accounts());
    const c = await greeted();
    expect(c.transcript()).not.toContain('AUTH');
    await converse(c, [
      [`AUTH PLAIN ${credentials}`, '504 *'],
      [`auth\tplain\t${credentials}`, '504 *'],
      [`AUTH:PLAIN ${credentials}`, '504 *'],
      [`AUTH ${credentials}`, '504 *'],
      [`AUTH LOGIN ${base64('alice')}`, '504 *'],
      ['MAIL FROM:<alice@office.example>', '250 *'],
    ]);
    expect(lastSession(h).account).toBeNull();
    const kept = JSON.stringify(lastSession(h));
    expect(kept).not.toContain(credentials);
    expect(kept).not.toContain(base64('alice'));
  });

  it('keeps the connectors of one port apart', async () => {
    const h = await start();
    await h.configure({
      receiveConnectors: [
        connectorOn(h.port),
        connectorOn(h.port, { name: 'Implicit', remoteIPRanges: ['127.0.0.3'], implicitTls: true }),
      ],
    });
    const c = await client({ from: '127.0.0.3', implicitTls: true });
    await c.expect('220 *');
    await greeted();
  });
});
