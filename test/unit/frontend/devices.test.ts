import { beforeEach, describe, expect, it } from 'vitest';
import { connectorOn, type Harness } from '../../support/frontend-harness.ts';
import type { Dialogue } from '../../support/smtp-dialogue.ts';
import {
  bodyOf,
  client,
  converse,
  deviations,
  greeted,
  inData,
  lastSession,
  onStage,
  start,
  startWith,
} from './stage.ts';

onStage();

/** What devices get wrong, row by row: taken and noted on a DeviceFriendly connector, as Exchange has it on a Strict one. */

const friendly = { tolerance: 'DeviceFriendly', defaultDomain: 'Office' };
const strict = { tolerance: 'Strict', defaultDomain: 'Office' };
const sender = 'MAIL FROM:<a@b.example>';
let body = '';
let messages = 0;
beforeEach(() => {
  messages += 1;
  // Another one each time: what a device sends again is noted.
  body = `Subject: scan\r\nFrom: <a@office.example>\r\nTo: <x@office.example>\r\nDate: Mon, 7 Oct 2013 23:49:54 +1000\r\nMessage-ID: <${String(messages)}@a>\r\n\r\nx`;
});

async function started(connector: Record<string, unknown>): Promise<{ h: Harness; c: Dialogue }> {
  const h = await start(connector);
  const c = await client();
  await c.expect('220 *');
  return { h, c };
}

/** A transaction from MAIL to the stored message. */
async function finish(c: Dialogue, text = body): Promise<void> {
  await converse(c, [
    ['RCPT TO:<x@office.example>', '250 *'],
    ['DATA', '354 *'],
    [`${text}\r\n.`, '250 2.6.0 *'],
  ]);
}

describe('names', () => {
  it.each([
    ['row 1: HELO without a name', 'HELO', ['helo-without-name'], '250 mail.office.example Hello [127.0.0.1]'],
    ['row 1: EHLO without a name', 'EHLO', ['helo-without-name'], '250-*'],
    ['row 3: underscore', 'EHLO HP_PRINTER', ['helo-odd-name'], '250-*'],
    ['row 3: bare address', 'EHLO 10.0.0.7', [], '250-*'],
    ['row 3: 8-bit', 'HELO K\xfcche', ['helo-odd-name'], '250 *'],
    ['row 3: an underscore alone', 'HELO _', ['helo-odd-name'], '250 *'],
  ])('%s is taken on both', async (_row, line, noted, reply) => {
    for (const tolerance of [friendly, strict]) {
      const { h, c } = await started(tolerance);
      await c.send(line);
      await c.expect(reply);
      await converse(c, [[sender, '250 *']]);
      expect(deviations(h)).toEqual(noted);
    }
  });

  it('row 1: is refused where RequireEHLODomain says so', async () => {
    const { c } = await started({ ...strict, requireEHLODomain: true });
    await c.send('HELO');
    await c.expect('501 *');
    await c.closed();
  });

  it('row 2: a name with blanks is taken from a device, and nothing of it reaches the trace header', async () => {
    const { h, c } = await started(friendly);
    await converse(c, [
      ['HELO HP Printer 01', '250 *'],
      [sender, '250 *'],
    ]);
    await finish(c);
    expect(lastSession(h).helo).toBe('HP');
    expect(deviations(h)).toEqual(['helo-with-blanks']);
    expect((await h.messages())[0]?.body).toMatch(/^Received: from HP \(\[127\.0\.0\.1\]\)\r\n/);
    const other = await started(strict);
    await converse(other.c, [['HELO HP Printer 01', '501 5.5.4 Invalid domain name']]);
  });
});

describe('sender and recipient', () => {
  it.each([
    ['row 4: blank behind the colon', 'MAIL FROM: <a@b.example>', ['blank-after-colon'], 'a@b.example', true],
    ['row 4: blank before the colon', 'MAIL FROM :<a@b.example>', ['blank-before-colon'], 'a@b.example', true],
    ['row 4: more blanks', 'mail  from:   <a@b.example>', ['blank-after-colon'], 'a@b.example', true],
    ['row 5: no angle brackets', 'MAIL FROM:a@b.example', ['no-angle-brackets'], 'a@b.example', true],
    [
      'row 5: as typed into telnet',
      'mail from: a@b.example',
      ['blank-after-colon', 'no-angle-brackets'],
      'a@b.example',
      true,
    ],
    ['row 6: a name in quotes', 'MAIL FROM:"Scanner 2" <a@b.example>', ['display-name'], 'a@b.example', false],
    ['row 6: a name', 'MAIL FROM:Scanner <a@b.example>', ['display-name'], 'a@b.example', false],
    ['row 7: a dot at the end', 'MAIL FROM:<ilo.@b.example>', ['dots-in-local-part'], 'ilo.@b.example', false],
    ['row 7: two dots', 'MAIL FROM:<i..lo@b.example>', ['dots-in-local-part'], 'i..lo@b.example', false],
    ['row 8: underscore', 'MAIL FROM:<scanner@printer_1>', ['underscore-in-domain'], 'scanner@printer_1', false],
    ['row 9: no domain', 'MAIL FROM:<scanner>', ['no-domain'], 'scanner@office.example', false],
    [
      'row 9: neither domain nor brackets',
      'MAIL FROM: scanner',
      ['blank-after-colon', 'no-angle-brackets', 'no-domain'],
      'scanner@office.example',
      false,
    ],
  ])('%s', async (_row, line, noted, address, alsoStrict) => {
    const { h, c } = await started(friendly);
    await converse(c, [
      ['HELO x', '250 *'],
      [line, '250 2.1.0 Sender OK'],
    ]);
    await finish(c);
    expect(deviations(h)).toEqual(noted);
    expect((await h.messages()).at(-1)?.message.envelope.mailFrom).toBe(address);
    const other = await started(strict);
    await converse(other.c, [
      ['HELO x', '250 *'],
      [line, alsoStrict ? '250 2.1.0 Sender OK' : '501 *'],
    ]);
    expect(deviations(h)).toEqual(alsoStrict ? noted : []);
  });

  it('rows 5 to 9 for recipients too', async () => {
    const { h, c } = await started(friendly);
    await converse(c, [
      ['HELO x', '250 *'],
      [sender, '250 *'],
      ['RCPT TO: one@office.example', '250 *'],
      ['RCPT TO:Anna <two@office.example>', '250 *'],
      ['RCPT TO:<three>', '250 *'],
      ['RCPT TO:<fo.ur.@office.example>', '250 *'],
    ]);
    await converse(c, [
      ['DATA', '354 *'],
      [`${body}\r\n.`, '250 2.6.0 *'],
    ]);
    expect((await h.messages())[0]?.message.recipients.map(({ address }) => address)).toEqual([
      'one@office.example',
      'two@office.example',
      'three@office.example',
      'fo.ur.@office.example',
    ]);
    expect(deviations(h)).toEqual([
      'blank-after-colon',
      'no-angle-brackets',
      'display-name',
      'no-domain',
      'dots-in-local-part',
    ]);
    expect(lastSession(h).deviations.map(({ text }) => text)).toEqual([
      'RCPT TO: a blank stands behind the colon',
      'RCPT TO: no angle brackets around the address',
      'RCPT TO: a display name stands before the address',
      'RCPT TO: no domain behind the name; the default domain was put there',
      'RCPT TO: dots of the name before the @ stand first, last or side by side',
    ]);
  });

  it('without a default domain a bare name stays refused', async () => {
    const { c } = await started({ tolerance: 'DeviceFriendly' });
    await converse(c, [
      ['HELO x', '250 *'],
      ['MAIL FROM:<scanner>', '501 5.1.7 Invalid address'],
    ]);
  });

  it.each([
    '<a@office.example>;<b@office.example>',
    '<a@office.example,b@office.example>',
    'a@office.example;b@office.example',
  ])('row 10: several recipients in one RCPT are refused: %s', async (path) => {
    const { c } = await started(friendly);
    await converse(c, [
      ['HELO x', '250 *'],
      [sender, '250 *'],
      [`RCPT TO:${path}`, '501 *'],
    ]);
  });
});

describe('line ends', () => {
  it('row 20: a device that knows only LF is served', async () => {
    const { h, c } = await started(friendly);
    await c.raw('HELO scanner\nMAIL FROM:<a@b.example>\nRCPT TO:<x@office.example>\nDATA\n');
    for (const reply of ['250 *', '250 *', '250 *', '354 *']) await c.expect(reply);
    await c.raw(`${body.replaceAll('\r', '')}\n..dot\n.\n`);
    await c.expect('250 2.6.0 *');
    await c.closed();
    expect(bodyOf((await h.messages())[0]?.body ?? '')).toBe('x\r\n.dot\r\n');
    expect(deviations(h)).toEqual(['all-linefeed', 'bare-linefeed']);
  });

  it.each([
    ['LF', 'one\ntwo', 'bare-linefeed', '550 5.6.11 Message contains bare linefeeds'],
    ['CR', 'one\rtwo', 'bare-carriage-return', '250 2.6.0 *'],
  ])('row 21: a bare %s is repaired and noted, or refused', async (_what, text, noted, onStrict) => {
    const h = await startWith((port) => ({
      receiveConnectors: [
        connectorOn(port, { tolerance: 'DeviceFriendly' }),
        connectorOn(port, { name: 'Strict', remoteIPRanges: ['127.0.0.2'], tolerance: 'Strict' }),
      ],
    }));
    const c = await inData();
    await c.raw(`${body}\r\n${text}\r\n.\r\n`);
    await c.expect('250 2.6.0 *');
    expect(bodyOf((await h.messages()).at(-1)?.body ?? '')).toBe('x\r\none\r\ntwo\r\n');
    expect(deviations(h)).toEqual([noted]);
    const other = await inData({ from: '127.0.0.2' });
    await other.raw(`${body}\r\n${text}\r\n.\r\nNOOP\r\n`);
    await other.expect(onStrict);
    await other.expect('250 2.0.0 OK');
  });
});

describe('messages', () => {
  it('row 24: what is missing is added', async () => {
    const h = await start(friendly);
    const c = await inData();
    await c.raw('Subject: scan\r\n\r\nx\r\n.\r\n');
    await c.expect('250 2.6.0 *');
    const [message] = await h.messages();
    for (const field of [/^Message-ID: <[^>]+>\r$/m, /^Date: \w{3}, .*\r$/m, /^From: <a@b\.example>\r$/m])
      expect(message?.body).toMatch(field);
    expect(deviations(h)).toEqual(['added-headers']);
    expect(lastSession(h).deviations[0]?.text).toBe('Added message-id, date, from, to.');
  });

  it('row 25: a message that begins with its body gets a header of its own', async () => {
    const h = await start(friendly);
    const c = await inData();
    await c.raw('Meter reading 4711\r\nSubject: not a header\r\n.\r\n');
    await c.expect('250 2.6.0 *');
    expect(bodyOf((await h.messages())[0]?.body ?? '')).toBe('Meter reading 4711\r\nSubject: not a header\r\n');
    expect(deviations(h)).toEqual(['no-header', 'added-headers']);
  });

  it('a complete message is left as it is', async () => {
    const h = await start(friendly);
    const c = await inData();
    await c.raw(`${body}\r\n.\r\n`);
    await c.expect('250 2.6.0 *');
    const stored = (await h.messages())[0]?.body ?? '';
    expect(stored.slice(stored.indexOf('Subject:'))).toBe(`${body}\r\n`);
    expect(deviations(h)).toEqual([]);
  });
});

describe('timing', () => {
  it('row 28: a device may talk before the banner', async () => {
    for (const tolerance of [friendly, strict]) {
      const h = await start(tolerance);
      const c = await client();
      await c.raw(`EHLO x\r\n${sender}\r\nRCPT TO:<x@office.example>\r\nDATA\r\n${body}\r\n.\r\nQUIT\r\n`);
      for (const reply of ['220 *', '250-*', '250 *', '250 *', '354 *', '250 2.6.0 *', '221 *']) await c.expect(reply);
      expect((await h.messages()).length).toBeGreaterThan(0);
    }
  });

  it('row 27: QUIT is not needed, the dot is', async () => {
    const h = await start(friendly);
    const c = await inData();
    await c.raw(`${body}\r\n.\r\n`);
    await c.expect('250 2.6.0 *');
    c.socket.resetAndDestroy();
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    expect(await h.messages()).toHaveLength(1);
  });

  it('row 29: a device may be silent for five minutes, or as long as the connector says', async () => {
    const h = await start(friendly);
    const c = await greeted();
    // The socket's own timer is what ends a silent session.
    const [connector] = (await h.configure({ receiveConnectors: [connectorOn(h.port, friendly)] })).receiveConnectors;
    expect(connector?.inactivityTimeoutMs).toBe(300_000);
    await h.configure({
      receiveConnectors: [connectorOn(h.port, { ...friendly, connectionInactivityTimeout: '00:00:01' })],
    });
    const impatient = await greeted();
    await impatient.expect('451 4.7.0 Timeout waiting for client input');
    await impatient.closed();
    await converse(c, [['NOOP', '250 *']]);
  });
});

describe('probes', () => {
  it('row 35: connecting and leaving is no error', async () => {
    const h = await start(friendly);
    for (const leave of ['end', 'resetAndDestroy', 'destroy'] as const) {
      const c = await client();
      await c.expect('220 *');
      c.socket[leave]();
    }
    await expect.poll(() => h.frontend.sessionCount()).toBe(0);
    expect(lastSession(h)).toMatchObject({ verdict: 'nothing', lastError: null, deviations: [] });
  });

  it.each([
    ['row 35: a web browser', 'GET / HTTP/1.1\r\nHost: scanner\r\n\r\n', 'http-request'],
    ['row 35: SSL on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'tls-on-plain-port'],
  ])('%s is told apart and closed', async (_row, bytes, noted) => {
    const { h, c } = await started(friendly);
    await c.raw(Buffer.from(bytes, 'latin1'));
    await c.expect('421 4.3.2 Service not available');
    await c.closed();
    expect(deviations(h)).toEqual([noted]);
  });
});
