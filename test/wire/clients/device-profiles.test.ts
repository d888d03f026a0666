import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Email } from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, unstuff, type ScriptedSink, type SinkMessage } from '../../support/scripted-sink.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { office, relayFor } from './office.ts';

/** A mail from each kind of device, through the engine to a server behind it, read there by a MIME parser of others. */

const caller: Caller = { role: 'admin', name: 'tester' };
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;
/** Of the last century: neither 8BITMIME nor long lines. */
let oldSink: ScriptedSink;
/** What arrived last, dots doubled. */
let newest: Buffer;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink();
  oldSink = await startScriptedSink({
    extensions: ['SIZE 0'],
    answer: (command, { messages }) => {
      const lines = messages.at(-1)?.raw.toString('latin1').split('\r\n') ?? [];
      return command === '.' && lines.some(({ length }) => length > 998) ? '500 5.5.2 Line too long' : undefined;
    },
  });
  folder = await dataFolder(
    office([relayFor('127.0.0.1', port, { tolerance: 'DeviceFriendly', defaultDomain: 'Office' })], {
      sendConnectors: [
        { name: 'Internet', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: sink.port },
        { name: 'Old', addressSpaces: ['old.example'], smartHosts: ['127.0.0.1'], port: oldSink.port },
      ],
    }),
  );
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, version: '0', log: () => undefined },
    rendererFolder: fileURLToPath(new URL('../../../renderer', import.meta.url)),
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  await oldSink.close();
  await removeFolder(folder);
});

interface Profile {
  /** Where it arrives; the usual one if none is said. */
  readonly at?: ScriptedSink;
  readonly hello?: string;
  readonly from?: string;
  readonly to?: string;
  readonly mail?: string;
  /** Between greeting and MAIL. */
  readonly before?: readonly string[];
  /** Line end of everything it says. */
  readonly end?: string;
  /** What it says behind the dot in the same packet. */
  readonly behind?: string;
}

const scan = Buffer.alloc(3000, 'scan page ');
const mimeScan = [
  'From: <scanner@office.example>',
  'To: <bob@far.example>',
  'Subject: Scan',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="page"',
  '',
  '--page',
  'Content-Type: text/plain',
  '',
  'See the attachment.',
  '--page',
  'Content-Type: application/pdf; name="doc.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  ...(scan.toString('base64').match(/.{1,76}/g) ?? []),
  '--page--',
].join('\r\n');

async function say(client: Dialogue, line: string, end: string, reply: string): Promise<void> {
  await client.raw(`${line}${end}`);
  await client.expect(reply);
}

/** Sends as the device does; resolves with the message as the next server has it. */
async function arrived(profile: Profile): Promise<Email> {
  const {
    hello = 'EHLO copier',
    from = 'MAIL FROM:<scanner@office.example>',
    to = 'RCPT TO:<bob@far.example>',
  } = profile;
  const { end = '\r\n', mail = mimeScan, before = [], behind = '', at = sink } = profile;
  const known = new Set(at.messages);
  const client = await dial({ port });
  await client.expect('220 *');
  await say(client, hello, end, '250*');
  for (const line of before) await say(client, line, end, '2*');
  await say(client, from, end, '250 *');
  await say(client, to, end, '250 *');
  await say(client, 'DATA', end, '354 *');
  await client.raw(
    Buffer.from(`${end === '\n' ? mail.replaceAll('\r\n', '\n') : mail}${end}.${end}${behind}`, 'latin1'),
  );
  await client.expect('250 *');
  client.end();
  return next(at, known);
}

/** The message that comes there next, when nothing waits any more. */
async function next(at: ScriptedSink, known: ReadonlySet<SinkMessage>): Promise<Email> {
  await eventually('it arrived', () => at.messages.length > known.size);
  // What was refused for its lines comes once more.
  await eventually('it was taken', async () => {
    const rows = await engine.api.calls['queue.messages']({ after: null, limit: 1 }, caller);
    return rows.messages.length === 0;
  });
  newest = at.messages.findLast((message) => !known.has(message))?.raw ?? Buffer.alloc(0);
  return read(unstuff(newest));
}

const whole: readonly (readonly [row: string, profile: Profile])[] = [
  ['row 1: HELO without a name', { hello: 'HELO' }],
  ['row 1: EHLO without a name', { hello: 'EHLO' }],
  ['row 2: a name with blanks', { hello: 'HELO HP Printer 01' }],
  ['row 3: a name with an underscore', { hello: 'EHLO HP_PRINTER' }],
  ['row 3: an address as name', { hello: 'EHLO 10.0.0.7' }],
  ['row 3: an 8-bit name', { hello: 'HELO K\u00fcche' }],
  [
    'row 4: a blank behind the colon',
    { from: 'MAIL FROM: <scanner@office.example>', to: 'RCPT TO: <bob@far.example>' },
  ],
  ['row 4: a blank before the colon', { from: 'MAIL FROM :<scanner@office.example>' }],
  ['row 5: no angle brackets', { from: 'MAIL FROM:scanner@office.example', to: 'RCPT TO:bob@far.example' }],
  ['row 6: a display name in MAIL FROM', { from: 'MAIL FROM:"Scanner" <scanner@office.example>' }],
  ['row 7: a dot at the end of the local part', { from: 'MAIL FROM:<ilo.@office.example>' }],
  ['row 7: two dots in the local part', { from: 'MAIL FROM:<i..lo@office.example>' }],
  ['row 8: a domain with an underscore', { from: 'MAIL FROM:<scanner@printer_1>' }],
  ['row 9: a sender without a domain', { from: 'MAIL FROM:<scanner>' }],
  [
    'row 13: lower case, and HELO behind EHLO',
    {
      hello: 'ehlo camera',
      before: ['helo camera'],
      from: 'mail from:<scanner@office.example>',
      to: 'rcpt to:<bob@far.example>',
    },
  ],
  ['row 20: line feeds alone, in commands and in data', { end: '\n' }],
  ['row 27: QUIT in the packet of the dot', { behind: 'QUIT\r\n' }],
  ['row 27: no QUIT at all', {}],
  ['row 37: NOOP, VRFY, HELP and RSET before the mail', { before: ['NOOP x', 'VRFY bob', 'HELP', 'RSET'] }],
];

test.each(whole)('%s: the scan arrives well-formed', async (_row, profile) => {
  const { subject, attachments, text, messageId, date, from } = await arrived(profile);
  expect({ subject, text: text?.trim() }).toEqual({ subject: 'Scan', text: 'See the attachment.' });
  expect(attachments.map(({ filename }) => filename)).toEqual(['doc.pdf']);
  expect(Buffer.from(attachments[0]?.content as ArrayBuffer).equals(scan)).toBe(true);
  expect([messageId, date, from?.address].every((value) => value !== undefined && value !== '')).toBe(true);
});

test('row 26: recipients in the envelope alone stay there', async () => {
  const mail =
    'From: <scanner@office.example>\r\nTo: undisclosed-recipients:;\r\nBcc: <bob@far.example>\r\nSubject: Quiet\r\n\r\nx';
  const { subject, bcc } = await arrived({ mail });
  expect({ subject, bcc }).toEqual({ subject: 'Quiet', bcc: undefined });
});

/** What devices send, byte by byte; see the README beside them. */
const folderOfMessages = new URL('../../fixtures/messages/', import.meta.url);
const messages = readdirSync(folderOfMessages).filter((name) => name.endsWith('.device.eml'));

test.each(messages)('%s arrives well-formed at any server and at an old one', async (name) => {
  const device = readFileSync(new URL(name, folderOfMessages)).toString('latin1');
  const end = device.includes('\r') ? '\r\n' : '\n';
  const mail = device.replaceAll(/(^|\n)\./g, '$1..').replace(/\r?\n$/, '');
  for (const [at, kind] of [
    [sink, 'any-server'],
    [oldSink, 'old-server'],
  ] as const) {
    const to = at === sink ? 'RCPT TO:<bob@far.example>' : 'RCPT TO:<bob@old.example>';
    const email = await arrived({ mail, to, end, at, from: 'MAIL FROM:<device@office.example>' });
    expect(content(email)).toEqual(content(await read(golden(name, kind))));
    const fields = ['from', 'date', 'message-id'].filter((field) => !email.headers.some(({ key }) => key === field));
    expect(fields).toEqual([]);
    const raw = newest.toString('latin1');
    expect(raw).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
    // Sealed content passes as it is, and that is said.
    if (at === oldSink && !/signed/.test(name)) expect(raw).not.toMatch(/[\u0080-\u00ff]/);
  }
});

/** What leaves; without a golden file of its own it is what was kept. */
function golden(device: string, kind: string): Buffer {
  const file = new URL(device.replace('.device.', `.${kind}.`), folderOfMessages);
  return readFileSync(existsSync(file) ? file : new URL(device.replace('.device.', '.kept.'), folderOfMessages));
}

function read(mail: Buffer): Promise<Email> {
  return PostalMime.parse(mail, { forceRfc822Attachments: false });
}

/** What a person sees of it. */
function content({ subject, from, to, text, html, attachments }: Email): object {
  return {
    ...{ subject, from, to, text: text?.replaceAll('\r\n', '\n'), html: html?.replaceAll('\r\n', '\n') },
    files: attachments.map(({ filename, content: bytes }) => [
      filename,
      Buffer.from(bytes as ArrayBuffer).toString('hex'),
    ]),
  };
}

// Bugs that other relays had.
test('other relays (win-smtp-relay build 59): a bad recipient took its co-recipients along', async () => {
  const known = sink.messages.length;
  const client = await dial({ port });
  await client.expect('220 *');
  await say(client, 'EHLO copier', '\r\n', '250*');
  await say(client, 'MAIL FROM:<scanner@office.example>', '\r\n', '250 *');
  await say(client, 'RCPT TO:<>', '\r\n', '5*');
  await say(client, 'RCPT TO:<bob@far.example>', '\r\n', '250 *');
  await say(client, 'DATA', '\r\n', '354 *');
  await say(client, `${mimeScan}\r\n.`, '\r\n', '250 *');
  client.end();
  await eventually('the good one has it', () => sink.messages.length > known);
  expect(sink.messages[known]?.rcptTo).toEqual(['<bob@far.example>']);
});

test.each([
  ['no header at all', 'Just text, nothing else.'],
  ['no From', 'Subject: x\r\nTo: <bob@far.example>\r\n\r\nbody'],
])('other relays (SMTP2Graph #23, #37): a mail with %s was stuck for ever', async (_what, mail) => {
  const { headers } = await arrived({ mail });
  expect(headers.some(({ key }) => key === 'message-id')).toBe(true);
});
