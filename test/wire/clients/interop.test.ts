import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, afterAll, expect, onTestFinished, test } from 'vitest';
import { dataFolder, removeFolder, runTool, startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually, relayConfig } from '../durability/relay.ts';

/**
 * What arrives is what was sent: our Received on top, what RFC 6409 8 lets us add where it was missing, every line
 * end CRLF, and not a byte else. POSTROOM_SEED repeats the messages of a run.
 */

const SEED = Number(process.env['POSTROOM_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const MESSAGES = 200;
const sender = 'scanner@office.example';
const recipient = 'bob@far.example';

let engine: EngineProcess;
let sink: ScriptedSink;
let port: number;

beforeAll(async () => {
  [sink, port] = [await startScriptedSink(), await freePort()];
  engine = await startEngine(
    await dataFolder(relayConfig({ port, smartHostPort: sink.port, receive: { rawHeaderCharset: 'None' } })),
  );
});

afterAll(async () => {
  await engine.kill9();
  await sink.close();
  await removeFolder(engine.folder);
});

/** A header field and a body line, as bytes in latin1 characters. */
const text = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), maxLength, size: 'max' });
const eightBit = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)).join('');
const printableText = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const word = text('abcXYZ0189-_.', 12);
const line = fc.oneof(
  { weight: 4, arbitrary: text(printableText, 78) },
  { weight: 2, arbitrary: text(printableText + eightBit + '\t', 120) },
  { weight: 2, arbitrary: fc.constantFrom('', '.', '..', '.a', '. ', ' ', '\t', '...', 'From here', '-- ') },
  // As long as RFC 5322 2.1.1 allows; what is longer is repaired (unit/mime).
  { weight: 1, arbitrary: fc.integer({ min: 500, max: 998 }).map((length) => 'l'.repeat(length)) },
  { weight: 1, arbitrary: text('\0\u0001\u001b\u007f', 5) },
);
const field = fc.oneof(
  fc.tuple(word, text(printableText, 60)).map(([name, value]) => `X-${name}a: ${value.trim()}x`),
  fc.tuple(text(printableText, 30), text(eightBit, 30)).map(([first, more]) => `Subject: a${first}\r\n\t${more}b`),
  text('abc;=" ', 40).map((value) => `Content-Type: text/plain; x="${value.trim()}"`),
);
const complete = ['Message-ID', 'Date', 'From', 'To'] as const;
const required: Readonly<Record<(typeof complete)[number], string>> = {
  'Message-ID': 'Message-ID: <made@office.example>',
  Date: 'Date: Sun, 22 Nov 2026 03:46:57 +0000',
  From: `From: <${sender}>`,
  To: `To: <${recipient}>`,
};
const generated = fc.record({
  given: fc.subarray([...complete], { minLength: 0 }),
  fields: fc.array(field, { maxLength: 6 }),
  lines: fc.array(line, { maxLength: 30 }),
  /** Line ends of the body as they go over the wire; what is missing is CRLF. */
  ends: fc.oneof(fc.constant([]), fc.array(fc.constantFrom('\r\n', '\n', '\r'), { maxLength: 30 })),
});
type Generated = typeof generated extends fc.Arbitrary<infer T> ? T : never;

/** The message with CRLF line ends; the number in it finds it again. */
function written({ given, fields, lines }: Generated, number: number): string {
  const header = [`X-Number: ${number}`, ...given.map((name) => required[name]), ...fields];
  return [...header, '', ...lines, ''].join('\r\n');
}

/** The same with the stray line ends of a device, and dots doubled as RFC 5321 4.5.2 wants. */
function onTheWire({ lines, ends }: Generated, message: string): string {
  const header = message.slice(0, message.indexOf('\r\n\r\n') + 4);
  const body = lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    // A CR in front of an empty line would be the first half of a CRLF.
    const end = isLast || lines[index + 1] === '' ? '\r\n' : (ends[index] ?? '\r\n');
    return line + end;
  });
  return `${(header + body.join('')).replace(/(^|\r\n)\./g, '$1..')}.\r\n`;
}

/** What a next hop must get for `sent`: the added fields stand behind the header of the sender. */
function expected(sent: string, arrived: string): string {
  const end = sent.indexOf('\r\n\r\n') + 2;
  const header = sent.slice(0, end);
  const added = complete
    .filter((name) => !new RegExp(`^${name}:`, 'm').test(header))
    .map((name) => {
      if (name === 'From') return `From: <${sender}>\r\n`;
      if (name === 'To') return 'To: undisclosed-recipients:;\r\n';
      return (
        (name === 'Date'
          ? /^Date: \w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} [+-]\d{4}\r\n/m
          : /^Message-ID: <[0-9a-f-]{36}@relay\.office\.example>\r\n/m
        ).exec(arrived)?.[0] ?? `${name} is missing`
      );
    });
  return header + added.join('') + sent.slice(end);
}

const RECEIVED =
  /^Received: from \S+ \(\[127\.0\.0\.1\]\)\r\n by relay\.office\.example \(\[127\.0\.0\.1\]\) with E?SMTPS?\r\n id \d+; [^\r]+\r\n/;

/** Compares as text: a difference between two strings is easier on the eye than one between buffers. */
function compare(raw: Buffer | undefined, sent: string): void {
  const arrived = unstuff(raw ?? Buffer.alloc(0)).toString('latin1');
  expect(arrived).toMatch(RECEIVED);
  const below = arrived.replace(RECEIVED, '');
  expect(below).toBe(expected(sent, below));
}

/** The messages that came since, by the number in them. */
function since(start: number): Map<number, Buffer> {
  return new Map(
    sink.messages.slice(start).map(({ raw }) => [Number(/^X-Number: (\d+)/m.exec(raw.toString('latin1'))?.[1]), raw]),
  );
}

async function arrive(start: number, count: number): Promise<Map<number, Buffer>> {
  await eventually(`${count} message(s) have arrived`, () => sink.messages.length - start >= count);
  expect(sink.messages.length - start).toBe(count);
  return since(start);
}

test(`${MESSAGES} generated messages arrive byte for byte (seed ${SEED})`, async () => {
  const start = sink.messages.length;
  const samples = fc.sample(generated, { seed: SEED, numRuns: MESSAGES });
  const messages = samples.map(written);
  const client = await dial({ port });
  client.socket.setNoDelay(true);
  await client.expect('220 *');
  await client.send('EHLO raw.example');
  await client.expect('250-*');
  for (const [number, sample] of samples.entries()) {
    await client.send(`MAIL FROM:<${sender}> BODY=8BITMIME`);
    await client.expect('250 *');
    await client.send(`RCPT TO:<${recipient}>`);
    await client.expect('250 *');
    await client.send('DATA');
    await client.expect('354 *');
    const stuffed = Buffer.from(onTheWire(sample, messages[number] ?? ''), 'latin1');
    // Cut where it may hurt: in the middle, and before the last three bytes.
    const last = stuffed.length - 3 - (number % 3);
    const middle = (number * 37) % last;
    const pieces = [stuffed.subarray(0, middle), stuffed.subarray(middle, last), stuffed.subarray(last)];
    for (const piece of pieces) await client.raw(piece);
    await client.expect('250 2.6.0 *');
  }
  await client.send('QUIT');
  await client.closed();

  const arrived = await arrive(start, MESSAGES);

  for (const [number, message] of messages.entries()) compare(arrived.get(number), message);
});

/** Eight bits, dots, blanks at line ends, and every field there is to add given. */
const plain = [
  ...complete.map((name) => required[name]),
  'Subject: Rechnung für März',
  '',
  '.dot',
  '..two dots',
  '.',
  'blank at the end ',
  '',
  `long ${'x'.repeat(990)}`,
  'Ende',
  '',
].join('\r\n');
const addressed = ['--from', sender, '--to', recipient];

interface Program {
  readonly name: string;
  readonly tool: string;
  readonly send: (file: string, message: Buffer) => Promise<{ readonly code: number | null; readonly stderr: string }>;
}

const programs: readonly Program[] = [
  {
    name: 'swaks --data file',
    tool: 'swaks',
    async send(file, message) {
      // swaks ends what it is given with a line end of its own.
      await writeFile(file, message.subarray(0, -2));
      return runTool('swaks', ['--server', `127.0.0.1:${port}`, ...addressed, '--data', `@${file}`]);
    },
  },
  {
    name: 'swaks over STARTTLS with pipelining',
    tool: 'swaks',
    async send(file, message) {
      await writeFile(file, message.subarray(0, -2));
      const words = ['--server', `127.0.0.1:${port}`, ...addressed, '--tls', '--pipeline', '--data', `@${file}`];
      return runTool('swaks', words);
    },
  },
  {
    name: 'msmtp',
    tool: 'msmtp',
    send: (_file, message) =>
      runTool(
        'msmtp',
        ['--host=127.0.0.1', `--port=${port}`, '--tls=off', '--auth=off', `--from=${sender}`, recipient],
        message.toString().replaceAll('\r\n', '\n'),
      ),
  },
  {
    name: 'curl',
    tool: 'curl',
    send: (file) =>
      runTool('curl', [
        ...['-sS', `smtp://127.0.0.1:${port}/client.example`, '--mail-from', sender, '--mail-rcpt', recipient],
        ...['--upload-file', file],
      ]),
  },
  {
    name: 'smtplib of Python',
    tool: 'python3',
    send: (file) => runTool('python3', ['-c', SMTPLIB, String(port), sender, recipient, file]),
  },
];

const SMTPLIB = `
import smtplib, sys
_, port, sender, recipient, path = sys.argv
with smtplib.SMTP('127.0.0.1', int(port), timeout=20) as client:
    client.sendmail(sender, [recipient], open(path, 'rb').read(), ['BODY=8BITMIME'])
`;

const installed = new Set<string>();
for (const tool of new Set([...programs.map((program) => program.tool), 'smtp-source'])) {
  if (await requireTool(tool)) installed.add(tool);
}

test.for(programs.filter(({ tool }) => installed.has(tool)))(
  '$name: what it sends arrives byte for byte',
  async ({ send }) => {
    const start = sink.messages.length;
    const folder = await dataFolder();
    onTestFinished(() => removeFolder(folder));
    const file = join(folder, 'message.eml');
    const message = Buffer.from(plain);
    await writeFile(file, message);

    const { code, stderr } = await send(file, message);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [arrived] = (await arrive(start, 1)).values();
    compare(arrived, message.toString('latin1'));
  },
);

test.runIf(installed.has('smtp-source'))(
  'smtp-source: all of its messages arrive once, with the lines it made',
  async () => {
    const start = sink.messages.length;
    const words = [
      '-s',
      '5',
      '-m',
      '50',
      '-l',
      '4096',
      '-f',
      sender,
      '-t',
      recipient,
      '-S',
      'Bulk',
      `127.0.0.1:${port}`,
    ];

    const { code, stderr } = await runTool('smtp-source', words);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await eventually('all have arrived', () => sink.messages.length - start >= 50);
    const bodies = sink.messages.slice(start).map(({ raw }) => unstuff(raw).toString('latin1'));
    expect(bodies).toHaveLength(50);
    // 4096 bytes: numbered lines of 80, and what is left.
    const lines = Array.from({ length: 51 }, (_, index) => `${(index + 1) % 10}${'X'.repeat(77)}\r\n`);
    const made = `${lines.join('')}${'X'.repeat(16)}\r\n`;
    for (const body of bodies) {
      const below = body.replace(RECEIVED, '');
      expect(below).toMatch(/^From: <scanner@office\.example>\r\nTo: <bob@far\.example>\r\nDate: /);
      expect(below.slice(below.indexOf('\r\n\r\n') + 4)).toBe(made);
    }
    // Its message ids tell its messages apart: none came twice.
    expect(new Set(bodies.map((body) => /^Message-Id: (\S+)\r$/im.exec(body)?.[1])).size).toBe(50);
  },
);
