import { describe, expect, it } from 'vitest';
import { aliceHash } from '../../support/frontend-harness.ts';
import {
  base64,
  bodyOf,
  client,
  converse,
  deviations,
  greeted,
  inData,
  lastSession,
  onStage,
  sendPieces,
  start,
} from './stage.ts';

onStage();

/** Too long, too many, too early, out of order: each has an end, and the session's state survives it. */

const patient = { maxProtocolErrors: 'unlimited' };
const accepted = '250 2.6.0 *';
const head = 'Subject: s\r\n\r\n';

describe('command lines', () => {
  it('DO-01: a line that never ends is cut off', async () => {
    const h = await start();
    const c = await greeted();
    await c.raw('x'.repeat(1_048_576));
    await c.expect('500 5.5.2 Line too long');
    await c.closed();
    expect(lastSession(h).lines.length).toBeLessThan(20);
  });

  it.each([
    [512, '250 2.0.0 OK'],
    [1000, '250 2.0.0 OK'],
    [2048, '250 2.0.0 OK'],
    [2049, '500 5.5.2 Line too long'],
    [12_288, '500 5.5.2 Line too long'],
  ])('DO-02: a command of %i bytes, and the session goes on', async (bytes, reply) => {
    await start();
    const c = await greeted();
    await c.send('NOOP '.padEnd(bytes, 'x'));
    await c.expect(reply);
    await converse(c, [['NOOP', '250 *']]);
  });

  it('DO-02: an AUTH line may have 12,288 bytes and no more', async () => {
    await start({ ...patient, authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] });
    const c = await greeted();
    await c.send('AUTH PLAIN '.padEnd(12_288, 'A'));
    await c.expect('501 5.5.4 *');
    await c.send('AUTH PLAIN '.padEnd(12_289, 'A'));
    await c.expect('500 5.5.2 Line too long');
    await c.closed();
  });

  it('DO-11: 40,000 unknown commands in one segment end after MaxProtocolErrors', async () => {
    await start({ maxProtocolErrors: 5 });
    const c = await greeted();
    await c.raw('JUNK\r\n'.repeat(40_000));
    for (let i = 0; i < 6; i += 1) await c.expect('500 5.3.3 *');
    await c.expect('421 4.7.0 Too many errors on this connection, closing transmission channel');
    await c.closed();
  });

  it('DO-15: BDAT is neither offered nor known, and its data is no message', async () => {
    const h = await start(patient);
    const c = await greeted();
    expect(c.transcript()).not.toMatch(/CHUNKING|BINARYMIME/);
    await converse(c, [
      ['MAIL FROM:<a@b.example> BODY=BINARYMIME', '501 *'],
      ['MAIL FROM:<a@b.example>', '250 *'],
      ['RCPT TO:<x@office.example>', '250 *'],
      ['BDAT 0', '500 5.3.3 *'],
      ['BDAT -1', '500 5.3.3 *'],
      ['BDAT 99999999999 LAST', '500 5.3.3 *'],
      ['NOOP', '250 *'],
    ]);
    expect(await h.messages()).toEqual([]);
  });
});

describe('messages', () => {
  it('DO-04: lines of any length arrive as they are', async () => {
    const h = await start();
    for (const length of [998, 999, 1000, 4096, 1_048_576]) {
      const c = await inData();
      const line = 'y'.repeat(length);
      await c.raw(`${head}${line}\r\nend\r\n.\r\n`);
      await c.expect(accepted);
      expect(bodyOf((await h.messages()).at(-1)?.body ?? '') === `${line}\r\nend\r\n`).toBe(true);
      c.end();
    }
  });

  it('a megabyte of dots arrives as it is', async () => {
    const h = await start();
    const c = await inData();
    await c.raw(`${head}${'..\r\n'.repeat(262_144)}.\r\n`);
    await c.expect(accepted);
    expect(bodyOf((await h.messages()).at(-1)?.body ?? '') === '.\r\n'.repeat(262_144)).toBe(true);
  });

  it('DO-05: SIZE is checked as a number, and a lie is found out', async () => {
    const h = await start({ ...patient, maxMessageSize: '64KB' });
    const c = await greeted();
    for (const [size, reply] of [
      ['99999999999', '552 5.3.4 *'],
      ['65537', '552 5.3.4 *'],
      ['99999999999999999999999', '501 5.5.4 *'],
      ['abc', '501 5.5.4 *'],
      ['-1', '501 5.5.4 *'],
      ['1e9', '501 5.5.4 *'],
      ['', '501 5.5.4 *'],
      ['0x10', '501 5.5.4 *'],
    ] as const) {
      await c.send(`MAIL FROM:<a@b.example> SIZE=${size}`);
      await c.expect(reply);
    }
    await converse(c, [
      ['MAIL FROM:<a@b.example> SIZE=0', '250 *'],
      ['RSET', '250 *'],
      ['MAIL FROM:<a@b.example> SIZE=65536', '250 *'],
      ['RSET', '250 *'],
      ['MAIL FROM:<a@b.example> SIZE=10 SIZE=20', '501 *'],
      ['MAIL FROM:<a@b.example> SIZE=10', '250 *'],
      ['RCPT TO:<x@office.example>', '250 *'],
      ['DATA', '354 *'],
      [`${head}${'x'.repeat(130_000)}\r\n.`, '552 5.3.4 *'],
      ['NOOP', '250 *'],
    ]);
    expect(await h.messages()).toEqual([]);
  });

  it('DO-06: who goes on sending far beyond the limit is cut off, told once and counted once', async () => {
    const h = await start({ maxMessageSize: '64KB' });
    const c = await inData();
    for (let i = 0; i < 100 && c.socket.writable; i += 1) await sendPieces(c, ['x'.repeat(65_536)]);
    await c.expect('552 5.3.4 *');
    await c.closed();
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    expect(lastSession(h).transactions).toHaveLength(1);
    expect(await h.messages()).toEqual([]);
  });
});

describe('recipients', () => {
  it('DO-10: a hundred are taken, beyond the limit each is told 452, and doubles count once', async () => {
    const h = await start({ maxRecipientsPerMessage: 200 });
    const c = await greeted();
    await converse(c, [['MAIL FROM:<a@b.example>', '250 *']]);
    const rcpt = (n: number): string => `RCPT TO:<r${n}@office.example>\r\n`;
    await c.raw(Array.from({ length: 1000 }, (_, n) => rcpt(n)).join(''));
    for (let n = 0; n < 1000; n += 1) await c.expect(n < 200 ? '250 *' : '452 4.5.3 Too many recipients');
    await c.raw(rcpt(7).toUpperCase());
    await c.expect('250 *');
    await converse(c, [
      ['DATA', '354 *'],
      [`${head}x\r\n.`, accepted],
    ]);
    expect((await h.messages())[0]?.message.recipients).toHaveLength(200);
  });

  it('DO-10: a hundred messages on one connection', async () => {
    const h = await start();
    const c = await greeted();
    const one = `MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n${head}x\r\n.\r\n`;
    await c.raw(one.repeat(100));
    for (let n = 0; n < 100; n += 1)
      for (const reply of ['250 2.1.0 *', '250 2.1.5 *', '354 *', accepted]) await c.expect(reply);
    expect(await h.messages()).toHaveLength(100);
  });
});

describe('order', () => {
  it('DO-13: what is sent before the banner waits for it', async () => {
    await start();
    const c = await client();
    await c.raw('EHLO x\r\nNOOP\r\n');
    for (const reply of ['220 *', '250-*', '250 2.0.0 OK']) await c.expect(reply);
  });

  it('DO-14: what follows DATA is text, and what follows QUIT is nothing', async () => {
    const h = await start(patient);
    const c = await greeted();
    await c.raw(
      `MAIL FROM:<a@b.example>\r\nRCPT TO:<no@elsewhere.example>\r\nDATA\r\nRCPT TO:<x@office.example>\r\nDATA\r\nRSET\r\nQUIT\r\n.\r\nQUIT\r\nMAIL FROM:<b@b.example>\r\n`,
    );
    for (const reply of ['250 *', '550 *', '503 5.5.2 Need rcpt command', '250 *', '354 *', accepted, '221 *'])
      await c.expect(reply);
    await c.closed();
    expect(bodyOf((await h.messages())[0]?.body ?? '')).toBe('RSET\r\nQUIT\r\n');
    expect(lastSession(h).lines.filter(({ data }) => data.includes('b@b.example'))).toEqual([]);
  });

  it.each([
    ['too large', { maxMessageSize: '64KB' }, `${head}${'x'.repeat(70_000)}`, '552 5.3.4 *'],
    ['a loop', { maxHopCount: 1 }, 'Received: a\r\nReceived: b\r\n\r\nx', '554 5.4.6 *'],
    ['with a bare LF', { tolerance: 'Strict' }, `${head}a\nb`, '550 5.6.11 *'],
  ])('DO-16: after a message that was refused (%s) everything begins anew', async (_why, connector, text, reply) => {
    const h = await start({ ...patient, ...connector });
    const c = await inData();
    await c.raw(`${text}\r\n.\r\nRCPT TO:<y@office.example>\r\nDATA\r\n`);
    await c.expect(reply);
    await c.expect('503 5.5.2 Need mail command');
    await c.expect('503 5.5.2 Need mail command');
    await converse(c, [
      ['MAIL FROM:<a@b.example>', '250 *'],
      ['DATA', '503 5.5.2 Need rcpt command'],
      ['RCPT TO:<z@office.example>', '250 *'],
      ['DATA', '354 *'],
      [`${head}x\r\n.`, accepted],
    ]);
    const messages = await h.messages();
    expect(messages.map(({ message }) => message.recipients.map(({ address }) => address))).toEqual([
      ['z@office.example'],
    ]);
  });

  it('DO-16: so it does after a MAIL that was refused, and after EHLO', async () => {
    await start(patient);
    const c = await greeted();
    await converse(c, [
      ['MAIL FROM:<a b@b.example>', '501 *'],
      ['RCPT TO:<x@office.example>', '503 5.5.2 Need mail command'],
      ['MAIL FROM:<a@b.example>', '250 *'],
      ['RCPT TO:<x@office.example>', '250 *'],
      ['MAIL FROM:<c@b.example>', '503 5.5.2 Sender already specified'],
      ['HELO again', '250 *'],
      ['DATA', '503 5.5.2 Need mail command'],
    ]);
  });
});

describe('connections', () => {
  it('DO-09: clients that reset, at any point, leave nothing behind', async () => {
    const h = await start({ maxInboundConnectionPerSource: 'unlimited' });
    const points = ['', 'EHLO x\r\n', 'EHLO x\r\nMAIL FROM:<a@b.example>\r\n', 'EHLO x\r\nSTARTTLS\r\n', '\x16\x03'];
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(
        points.map(async (bytes) => {
          const c = await client();
          if (round % 2 === 0) await c.expect('220 *');
          await c.raw(bytes);
          c.socket.resetAndDestroy();
        }),
      );
    }
    await expect.poll(() => h.frontend.sessionCount(), { timeout: 10_000 }).toBe(0);
    expect(await h.messages()).toEqual([]);
    await greeted();
    expect(deviations(h)).toEqual([]);
  });

  it('DO-12: too many failed logons from an address are put off, also with the right password', async () => {
    await start(
      { ...patient, maxLogonFailures: 0, authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] },
      { accounts: [{ userName: 'alice', addresses: [], passwordHash: await aliceHash }] },
    );
    const wrong = `AUTH PLAIN ${base64('\0alice\0wrong')}`;
    const right = `AUTH PLAIN ${base64('\0alice\0correct horse')}`;
    for (let round = 0; round < 2; round += 1) {
      const c = await greeted({ from: '127.0.0.12' });
      for (let n = 0; n < 5; n += 1) await converse(c, [[wrong, '535 5.7.3 *']]);
      if (round === 1) await converse(c, [[right, '454 4.7.0 Temporary authentication failure']]);
    }
    const other = await greeted({ from: '127.0.0.13' });
    await converse(other, [[right, '235 *']]);
  });
});
