import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../main/delivery/target.ts';
import { requireTool } from '../../support/requirements.ts';
import { attemptOf, deliver, later, sink, smartHost, verdicts } from './harness.ts';

const hasSmtpSink = await requireTool('smtp-sink');

interface Vectors {
  readonly vectors: readonly { readonly id: string; readonly sequence: string }[];
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../fixtures/smuggling.json', import.meta.url), 'utf8'),
) as Vectors;
const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0' };
const SMUGGLED =
  'mail FROM:<smug@a.example>\r\nrcpt TO:<victim@b.example>\r\ndata\r\nSubject: SMUGGLED\r\n\r\nx\r\n.\r\n';

/** The look-alike in the header, first in the body, in its middle, and as the last bytes. */
function bodies(sequence: string): string[] {
  return [
    `Subject: t${sequence}${SMUGGLED}\r\n\r\nbody\r\n`,
    `${sequence}${SMUGGLED}Subject: t\r\n\r\nbody\r\n`,
    `Subject: t\r\n\r\nbody${sequence}${SMUGGLED}rest\r\n`,
    `Subject: t\r\n\r\nbody\r\n${SMUGGLED}tail${sequence}`,
    `Subject: t\r\n\r\n${SMUGGLED}no newline at the end`,
  ];
}

const cases = vectors.flatMap(({ id, sequence }) => {
  const raw = sequence.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? '');
  return bodies(raw).map((body, place) => ({ id: `${id} place ${place}`, body: Buffer.from(body, 'latin1') }));
});

function inChunks(body: Buffer, size: number): Attempt {
  const chunks: Buffer[] = [];
  for (let from = 0; from < body.length; from += size) chunks.push(body.subarray(from, from + size));
  return attemptOf({ size: body.length, body: () => Promise.resolve(Readable.from(chunks, { objectMode: false })) });
}

function normalised(body: Buffer): string {
  const text = body.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  return text.endsWith('\r\n') ? text : `${text}\r\n`;
}

describe('SM-21: nothing in a body ends it', () => {
  it.each([1, 7, 65_536])('read back in chunks of %d bytes', async (size) => {
    const next = await sink();
    const target = smartHost({ port: next.port, maxMessagesPerConnection: 1000, maxConnections: 1 });
    for (const { id, body } of cases) {
      expect([id, ...verdicts(await deliver(target, inChunks(body, size)))]).toEqual([id, 'delivered']);
      const wire = next.messages.at(-1)?.raw.toString('latin1') ?? '';
      expect([id, /\r(?!\n)|(?<!\r)\n|(?:^|\r\n)\.(?!\.)/.test(wire)]).toEqual([id, false]);
      expect(wire.replace(/(^|\r\n)\./g, '$1')).toBe(normalised(body));
    }
    expect(next.sessions).toHaveLength(1);
    expect(next.messages).toHaveLength(cases.length);
  });
});

describe('SM-22: other receivers count one message each', () => {
  it('one that takes every CR and every LF for the end of a line', async () => {
    const receiver = await lenientReceiver();
    const target = smartHost({ port: receiver.port, maxMessagesPerConnection: 1000, maxConnections: 1 });
    for (const { body } of cases) await deliver(target, inChunks(body, 7));
    expect(receiver.counts()).toEqual({ messages: cases.length, senders: cases.length });
  });

  it.runIf(hasSmtpSink)('smtp-sink of Postfix', async () => {
    const port = await freePort();
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const child = spawn('smtp-sink', ['-c', ...user, `127.0.0.1:${port}`, '100'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    later(() => new Promise((resolve) => void (child.once('exit', () => resolve()), child.kill())));
    const target = smartHost({ port, maxMessagesPerConnection: 1000, maxConnections: 1 });
    let first = await deliver(target);
    while (first.unreachable) first = await deliver(target);
    for (const { id, body } of cases)
      expect([id, ...verdicts(await deliver(target, inChunks(body, 7)))]).toEqual([id, 'delivered']);
    // Every reply matched its command, so nothing in a body was taken for one.
    expect(printed).not.toContain('SMUGGLED');
  });
});

/** Counts messages and MAIL commands, splitting lines at any CR or LF. */
async function lenientReceiver(): Promise<{ port: number; counts: () => { messages: number; senders: number } }> {
  let messages = 0;
  let senders = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 lenient\r\n');
    let rest = '';
    let inData = false;
    const replyTo = (line: string): string => {
      if (inData) {
        if (line !== '.') return '';
        inData = false;
        messages += 1;
        return '250 ok\r\n';
      }
      if (/^mail/i.test(line)) senders += 1;
      inData = /^data/i.test(line);
      return inData ? '354 go\r\n' : '250 ok\r\n';
    };
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      const lines = rest.split(/\r\n|\r(?!$)|\n/);
      rest = lines.pop() ?? '';
      const replies = lines.map(replyTo).join('');
      if (replies !== '') socket.write(replies);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, counts: () => ({ messages, senders }) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
