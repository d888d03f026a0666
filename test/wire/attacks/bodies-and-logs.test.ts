import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, memoryOf, removeFolder, startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';

/** What a hostile body or a flood of log lines costs: DO-18, DO-20, DO-21. */

const MIB = 1024 * 1024;

async function start(journal: object = {}): Promise<{ engine: EngineProcess; port: number }> {
  const port = await freePort();
  const folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    receiveConnectors: [
      {
        ...{ name: 'Default', bindings: [`127.0.0.1:${port}`], remoteIPRanges: ['127.0.0.0/8'] },
        ...{ permissionGroups: ['AnonymousUsers'], tarpitInterval: '00:00:00', maxProtocolErrors: 'unlimited' },
        ...{ maxInboundConnectionPercentagePerSource: 100, protocolLoggingLevel: 'Verbose' },
      },
    ],
    transport: { minimumFreeDisk: '0B' },
    journal,
  });
  onTestFinished(() => removeFolder(folder));
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  return { engine, port };
}

async function deliver(port: number, body: string): Promise<void> {
  const client = await dial({ port });
  const reply = await client.deliver({ from: 'a@b.example', to: 'x@office.example', body });
  expect(reply).toMatch(/^250 2\.6\.0 /);
  client.end();
}

async function delivered(engine: EngineProcess): Promise<string[]> {
  const folder = join(engine.folder, 'mailboxes', 'x');
  return (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(folder, name));
}

const head =
  'From: <a@b.example>\r\nTo: <x@office.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@b.example>\r\n';
const part = (boundary: string): string => `--${boundary}\r\nContent-Type: text/plain\r\n\r\nx\r\n`;
const nested = (depth: number): string => {
  const opening = Array.from({ length: depth }, (_, at) => {
    const type = `Content-Type: multipart/mixed; boundary="b${String(at + 1)}"`;
    return at === 0 ? `${type}\r\n\r\n` : `--b${String(at)}\r\n${type}\r\n\r\n`;
  });
  return `${opening.join('')}--b${String(depth)}\r\n\r\nx\r\n--b${String(depth)}--`;
};

test.each([
  ['10,000 parts', `Content-Type: multipart/mixed; boundary=p\r\n\r\n${part('p').repeat(10_000)}--p--`],
  ['parts 1,000 deep', nested(1000)],
  [
    'a compressed bomb',
    `Content-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n${gzipSync(Buffer.alloc(64 * MIB))
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n')}`,
  ],
])('DO-18: a message of %s passes as it is, unread and unpacked', async (_what, body) => {
  const { engine, port } = await start();
  await deliver(port, 'Subject: warm\r\n\r\nx');
  const before = (await memoryOf(engine.pid)).peak;
  await deliver(port, head + body);
  await eventually('it is delivered', async () => (await delivered(engine)).length === 2);
  const texts = await Promise.all((await delivered(engine)).map((path) => readFile(path, 'latin1')));
  const received = texts.find((text) => text.includes('<1@b.example>')) ?? '';
  // The trace header stands on top; the rest is byte for byte what was sent.
  expect(received.slice(received.indexOf(head))).toBe(`${head}${body}\r\n`);
  expect((await memoryOf(engine.pid)).peak - before).toBeLessThan(60 * MIB);
  expect(await engine.stop()).toBe(0);
});

test('DO-20 (smtprelayd: a quota that ignored a folder filled the disk): a flood of commands fills the log folder up to its limit and no further', async () => {
  const limit = 512 * 1024;
  const { engine, port } = await start({ protocolLogMaxFileSize: '64KB', protocolLogMaxDirectorySize: '512KB' });
  const folder = join(engine.folder, 'logs', 'ProtocolLog', 'SmtpReceive');
  const sizeOf = async (): Promise<number> => {
    const names = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  let largest = 0;
  for (let round = 0; round < 8; round += 1) {
    const client = await dial({ port });
    await client.expect('220 *');
    await client.raw('NOOP 0123456789012345678901234567890123456789\r\n'.repeat(4000));
    await client.raw('QUIT\r\n');
    await client.closed();
    largest = Math.max(largest, await sizeOf());
  }
  // About 7 MB of lines were said. One file may be being written while the oldest is not yet gone.
  expect(largest).toBeLessThan(limit + 2 * 64 * 1024);
  expect(await engine.stop()).toBe(0);
  expect(await sizeOf()).toBeLessThan(limit + 64 * 1024);
  expect(await sizeOf()).toBeGreaterThan(limit / 2);
});

/** Sends `count` messages over each of twenty connections. */
async function load(port: number, count: number): Promise<void> {
  const body = `Subject: soak\r\n\r\n${'x'.repeat(70)}\r\n.\r\n`;
  const transaction = `MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\n`;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const client = await dial({ port });
      await client.expect('220 *');
      await client.send('EHLO x');
      await client.expect('250*');
      for (let sent = 0; sent < count; sent += 1) {
        await client.raw(transaction);
        await client.expect('250 *');
        await client.expect('250 *');
        await client.send('DATA');
        await client.expect('354 *');
        await client.raw(body);
        await client.expect('250 *');
      }
      await client.send('QUIT');
      await client.closed();
    }),
  );
}

test('DO-21: memory becomes level under load, and descriptors stay as they are', async () => {
  const { engine, port } = await start();
  const fds = async (): Promise<number> => (await readdir(`/proc/${engine.pid}/fd`)).length;
  const memory: number[] = [];
  let descriptors = 0;
  // What is kept of recent sessions fills up first; then five thousand messages more may not cost memory.
  const grownBy = (): number => (memory.at(-1) ?? 0) - (memory.at(-6) ?? 0);
  while (memory.length < 6 || (grownBy() > 10 * MIB && memory.length < 45)) {
    await load(port, 50);
    const sent = (memory.length + 1) * 1000;
    await eventually('all are delivered', async () => (await delivered(engine)).length === sent);
    memory.push((await memoryOf(engine.pid)).now);
    if (memory.length === 1) descriptors = await fds();
  }
  const shown = memory.map((bytes) => (bytes / MIB).toFixed(0)).join(' ');
  process.stderr.write(`\nMiB after each thousand messages: ${shown}\n`);
  expect(grownBy()).toBeLessThanOrEqual(10 * MIB);
  expect(await fds()).toBeLessThanOrEqual(descriptors + 2);
  expect(await engine.stop()).toBe(0);
}, 600_000);
