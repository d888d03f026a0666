import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultDocument } from '../../../main/config/defaults.ts';
import { freePort } from '../../support/free-port.ts';
import { aliceHash, startHarness, type Draft, type Harness } from '../../support/frontend-harness.ts';
import { dial, type Dialogue, type DialogueOptions } from '../../support/smtp-dialogue.ts';
import { base64, converse } from './stage.ts';

/**
 * The first-run configuration, from addresses that no relay range names: nothing leaves for a foreign domain.
 * Only the tarpit is off, because each refusal would wait five seconds.
 */

const T = 'target.example';
const X = 'foreign.example';
const submit = 'ms-Exch-SMTP-Accept-Any-Recipient';
const { vectors } = JSON.parse(readFileSync(new URL('../../fixtures/open-relay.json', import.meta.url), 'utf8')) as {
  vectors: { id: string; mailFrom: string; rcptTo: string }[];
};

function firstRun(smtp: number, submission: number, passwordHash: string): Draft {
  const document = defaultDocument({ hostname: `relay.${T}`, ports: { smtp, submission } });
  return {
    server: document.server,
    receiveConnectors: document.receiveConnectors.map((connector) => ({
      ...connector,
      tarpitInterval: '00:00:00',
      authTarpitInterval: '00:00:00',
    })),
    acceptedDomains: document.acceptedDomains,
    accounts: [{ userName: 'alice', addresses: [`alice@${T}`], passwordHash }],
  };
}

let h: Harness;
let draft: Draft;
let submission = 0;
let clients: Dialogue[] = [];

beforeAll(async () => {
  submission = await freePort();
  const hash = await aliceHash;
  h = await startHarness((port) => (draft = firstRun(port, submission, hash)));
});
afterEach(() => {
  for (const c of clients) c.end();
  clients = [];
});
afterAll(() => h.close());

const fill = (text: string): string =>
  text
    .replaceAll('[IP]', '[127.0.0.1]')
    .replaceAll(/\b[Xx]\b/g, X)
    .replaceAll(/\bT\b/g, T);

async function outsider(options: Partial<DialogueOptions> = {}, helo = 'outsider.example'): Promise<Dialogue> {
  const c = await dial({ port: h.port, ...(options.host === undefined ? { from: '127.0.0.9' } : {}), ...options });
  clients.push(c);
  await c.expect('220 *');
  await c.send(`EHLO ${helo}`);
  await c.expect('250-*');
  return c;
}

const queued = async () => (await h.messages()).map(({ message }) => message.recipients.map((r) => r.address));

/** Asks for a recipient; where it is taken, sends the message too. Returns the reply to RCPT. */
async function attempt(c: Dialogue, mailFrom: string, rcpt: string): Promise<string> {
  await c.send(`MAIL FROM:${mailFrom}`);
  const sender = await c.expect('*');
  await c.send(rcpt);
  const reply = await c.expect('*');
  // Where even the sender was refused, RCPT says that MAIL is missing.
  expect(reply.startsWith('503')).toBe(!sender.startsWith('250'));
  if (reply.startsWith('250')) {
    await c.send('DATA');
    await c.expect('354 *');
    await c.raw('Subject: relay test\r\n\r\nx\r\n.\r\n');
    await c.expect('250 2.6.0 *');
  }
  return reply;
}

afterEach(async () => {
  for (const address of (await queued()).flat()) {
    // A stored recipient is local, and no later hop can read another one out of it.
    expect(address).toMatch(/^[a-z0-9.]+@target\.example$/i);
  }
});

describe('the classic batteries', () => {
  it('are complete', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(61);
  });

  it.each(vectors)('$id $mailFrom to $rcptTo', async ({ mailFrom, rcptTo }) => {
    const before = (await queued()).length;
    expect(await attempt(await outsider(), fill(mailFrom), `RCPT TO:${fill(rcptTo)}`)).toMatch(/^5\d\d /);
    expect(await queued()).toHaveLength(before);
  });

  it('MXToolbox', async () => {
    const c = await outsider();
    const address = '<test@mxtoolboxsmtpdiag.com>';
    expect(await attempt(c, '<supertool@mxtoolboxsmtpdiag.com>', `RCPT TO:${address}`)).toMatch(/^550 5\.7\.54 /);
  });
});

describe('newer ways', () => {
  it.each([
    ['OR-45 comma', `<relaytest@${X},local@${T}>`],
    ['OR-45 semicolon', `<relaytest@${X};local@${T}>`],
    ['OR-45 blank', `<relaytest@${X} local@${T}>`],
    ['OR-45 two paths', `<local@${T}>,<relaytest@${X}>`],
    ['OR-47 NUL', `<relaytest@${X}\0@${T}>`],
    ['OR-47 CR', `<relaytest@${X}\r@${T}>`],
    ['OR-47 vertical tab', `<relaytest@${X}\x0b@${T}>`],
    ['OR-47 fullwidth @', Buffer.from(`<relaytest＠${X}@${T}>`).toString('latin1')],
    ['OR-48 trailing dot', `<relaytest@${X}.>`],
    ['OR-48 suffix', `<relaytest@${X}.${T}>`],
    ['OR-48 prefix', `<relaytest@${T}.${X}>`],
    ['OR-48 longer label', `<relaytest@evil${T}>`],
    ['OR-49 homograph', Buffer.from('<relaytest@tаrget.example>').toString('latin1')],
    ['OR-49 its A-label', '<relaytest@xn--trget-3ve.example>'],
    ['OR-49 fullwidth letter', Buffer.from('<relaytest@ｆoreign.example>').toString('latin1')],
    ['OR-50 IPv4 literal', '<relaytest@[192.0.2.7]>'],
    ['OR-50 our own address', '<relaytest@[127.0.0.1]>'],
    ['OR-50 IPv6 literal', '<relaytest@[IPv6:2001:db8::1]>'],
    ['OR-50 bare address', '<relaytest@192.0.2.7>'],
  ])('%s', async (_what, path) => {
    expect(await attempt(await outsider(), '<a@third.example>', `RCPT TO:${path}`)).toMatch(/^5\d\d /);
  });

  it('OR-46: ORCPT does not route', async () => {
    const c = await outsider();
    expect(await attempt(c, '<a@third.example>', `RCPT TO:<local@${T}> ORCPT=rfc822;relaytest@${X}`)).toMatch(/^250 /);
    expect((await queued()).at(-1)).toEqual([`local@${T}`]);
  });

  it('OR-51: a foreign recipient beside a local one is left out', async () => {
    const c = await outsider();
    await converse(c, [
      ['MAIL FROM:<a@third.example>', '250 *'],
      [`RCPT TO:<local@${T}>`, '250 *'],
      [`RCPT TO:<relaytest@${X}>`, '550 5.7.54 *'],
      ['DATA', '354 *'],
      [`To: <relaytest@${X}>\r\n\r\nx\r\n.`, '250 2.6.0 *'],
    ]);
    expect((await queued()).at(-1)).toEqual([`local@${T}`]);
  });

  it('OR-52: neither RSET, EHLO nor a message before makes a difference', async () => {
    const c = await outsider();
    await converse(c, [
      ['MAIL FROM:<a@third.example>', '250 *'],
      ['RSET', '250 *'],
      [`RCPT TO:<relaytest@${X}>`, '503 *'],
      ['MAIL FROM:<a@third.example>', '250 *'],
      ['EHLO again', '250-*'],
      [`RCPT TO:<relaytest@${X}>`, '503 *'],
    ]);
    expect(await attempt(c, '<a@third.example>', `RCPT TO:<local@${T}>`)).toMatch(/^250 /);
    expect(await attempt(c, '<a@third.example>', `RCPT TO:<relaytest@${X}>`)).toMatch(/^550 /);
  });

  it('OR-53: a logon that failed or was given up grants nothing, and a good one no other sender', async () => {
    const c = await outsider({ port: submission });
    await converse(c, [['STARTTLS', '220 *']]);
    await c.startTls();
    await converse(c, [
      ['EHLO outsider.example', '250-*'],
      [`AUTH PLAIN ${base64('\0alice\0wrong')}`, '535 *'],
      ['MAIL FROM:<a@third.example>', '530 *'],
      ['AUTH LOGIN', '334 *'],
      ['*', '501 *'],
      ['MAIL FROM:<a@third.example>', '530 *'],
      [`RCPT TO:<relaytest@${X}>`, '503 *'],
      [`AUTH PLAIN ${base64('\0alice\0correct horse')}`, '235 *'],
      [`MAIL FROM:<bob@${T}>`, '550 5.7.60 *'],
    ]);
  });

  it.each([['XCLIENT ADDR=127.0.0.1'], ['XFORWARD ADDR=127.0.0.1'], ['PROXY TCP4 127.0.0.1 127.0.0.1 1234 25']])(
    'OR-54: %j claims no address',
    async (line) => {
      const c = await outsider();
      await converse(c, [
        [line, '500 5.3.3 *'],
        ['MAIL FROM:<a@third.example>', '250 *'],
        [`RCPT TO:<relaytest@${X}>`, '550 5.7.54 *'],
      ]);
    },
  );

  it('OR-54: the header of the binary PROXY protocol is no command', async () => {
    const c = await outsider();
    await c.raw('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01\x04\xd2\0\x19');
    for (const reply of ['500 *', '500 *', '500 *', '221 *']) await c.expect(reply);
    await c.closed();
  });

  it.each(['localhost', T, `relay.${T}`, '[127.0.0.1]', 'friend'])('OR-55: EHLO %s is no credential', async (helo) => {
    const reply = await attempt(await outsider({}, helo), '<a@third.example>', `RCPT TO:<relaytest@${X}>`);
    expect(reply).toMatch(/^550 5\.7\.54 /);
  });

  it.each([
    ['an IPv4 loopback address', {}],
    ['the first loopback address', { from: '127.0.0.1' }],
    ['IPv6', { host: '::1' }],
    ['an IPv4-mapped address', { host: '::ffff:127.0.0.1' }],
  ])('OR-56: from %s', async (_what, options) => {
    const reply = await attempt(await outsider(options), '<a@third.example>', `RCPT TO:<relaytest@${X}>`);
    expect(reply).toMatch(/^550 5\.7\.54 /);
  });

  it('OR-57: only the envelope counts, and Bcc is taken out', async () => {
    const c = await outsider();
    await converse(c, [
      ['MAIL FROM:<a@third.example>', '250 *'],
      [`RCPT TO:<local@${T}>`, '250 *'],
      ['DATA', '354 *'],
      [
        `To: <one@${X}>\r\nCc: <two@${X}>\r\nBcc: <three@${X}>\r\nResent-To: <four@${X}>\r\nResent-Bcc: <five@${X}>\r\n\r\nx\r\n.`,
        '250 2.6.0 *',
      ],
    ]);
    expect((await queued()).at(-1)).toEqual([`local@${T}`]);
    expect((await h.messages()).at(-1)?.body).not.toMatch(/three@|five@/);
  });

  it.each([
    `RCPT  TO:<relaytest@${X}>`,
    `rcpt to : <relaytest@${X}>`,
    `RcPt tO:<RELAYTEST@${X.toUpperCase()}>`,
    `RCPT TO:<local@${T}>relaytest@${X}`,
    `RCPT TO:<local@${T}> <relaytest@${X}>`,
    `RCPT TO:(comment)<relaytest@${X}>`,
    `RCPT TO:"friend" <relaytest@${X}>`,
    `RCPT TO: relaytest@${X}`,
    `RCPT TO:<<relaytest@${X}>>`,
  ])('OR-61: %s', async (line) => {
    expect(await attempt(await outsider(), '<a@third.example>', line)).toMatch(/^5\d\d /);
  });

  it('OR-62: an address that is taken off the list cannot relay any more', async () => {
    const relay = {
      name: 'Relay',
      bindings: [`0.0.0.0:${h.port}`],
      remoteIPRanges: ['127.0.0.9'],
      permissionGroups: ['AnonymousUsers'],
      extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: submit }],
      tarpitInterval: '00:00:00',
    };
    await h.configure({ ...draft, receiveConnectors: [...(draft.receiveConnectors ?? []), relay] });
    const trusted = await outsider();
    await converse(trusted, [
      ['MAIL FROM:<a@third.example>', '250 *'],
      [`RCPT TO:<relaytest@${X}>`, '250 *'],
    ]);
    trusted.end();
    await h.configure(draft);
    expect(await attempt(await outsider(), '<a@third.example>', `RCPT TO:<relaytest@${X}>`)).toMatch(/^550 /);
  });
});
