import { readdir } from 'node:fs/promises';
import { connect as connectNet, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryOf } from '../../support/engine-process.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { startRelay, type RelayEngine } from './relay-engine.ts';

/** What an attack costs the process: memory and descriptors stay bounded, and others are served meanwhile. */

const MIB = 1024 * 1024;
const ATTACKER = '127.0.0.66';
const patience = { timeout: 60_000, interval: 50 };

let sink: ScriptedSink;
let relay: RelayEngine;
let baseline = { fds: 0, memory: 0 };

async function healthy(): Promise<void> {
  const c = await dial({ port: relay.port, from: '127.0.0.7' });
  const reply = await c.deliver({ from: 'a@b.example', to: 'x@office.example', body: 'Subject: healthy\r\n\r\nx' });
  expect(reply).toMatch(/^250 2\.6\.0 /);
  c.end();
}

beforeAll(async () => {
  sink = await startScriptedSink();
  relay = await startRelay(sink.port, { maxInboundConnectionPercentagePerSource: 100, maxProtocolErrors: 'unlimited' });
  // The first sessions load code and fill caches that stay.
  for (let i = 0; i < 20; i += 1) await healthy();
});
beforeEach(async () => {
  baseline = { fds: await relay.fds(), memory: (await memoryOf(relay.engine.pid)).now };
});
afterAll(async () => {
  expect(relay.engine.output()).not.toMatch(/failed while|Error:/);
  expect(await relay.engine.stop()).toBe(0);
  await relay.stop();
  await sink.close();
});

const grownBy = async (): Promise<number> => (await memoryOf(relay.engine.pid)).now - baseline.memory;

/** All that was opened since the test began is closed again. */
async function descriptorsReturn(): Promise<void> {
  await expect.poll(() => relay.fds(), patience).toBeLessThanOrEqual(baseline.fds + 2);
}

async function attacker(): Promise<Dialogue> {
  const c = await dial({ port: relay.port, from: ATTACKER });
  await c.expect('220 *');
  await c.send('EHLO attacker.example');
  await c.expect('250-*');
  return c;
}

async function attackerInData(): Promise<Dialogue> {
  const c = await attacker();
  await c.raw('MAIL FROM:<a@b.example>\r\nRCPT TO:<victim@office.example>\r\nDATA\r\n');
  for (const reply of ['250 *', '250 *', '354 *']) await c.expect(reply);
  return c;
}

/** A socket that says `bytes` and then only listens. */
function rawSocket(bytes: string | Buffer = ''): Socket {
  const socket = connectNet({ port: relay.port, host: '127.0.0.1', localAddress: ATTACKER });
  socket.on('error', () => undefined);
  if (bytes.length > 0) socket.write(bytes);
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('close', () => resolve());
    socket.resume();
  });

/** Writes `bytes` again and again until `total` have left or the server has hung up. */
async function pour(socket: Socket, bytes: Buffer, total: number): Promise<void> {
  for (let sent = 0; sent < total && socket.writable; sent += bytes.length) {
    if (socket.write(bytes)) continue;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        socket.off('drain', go);
        socket.off('close', go);
        resolve();
      };
      socket.once('drain', go);
      socket.once('close', go);
    });
  }
}

describe('handshakes', () => {
  it('TL-08: 48 that begin with garbage, and as many that break off, leave no descriptor', async () => {
    for (let round = 0; round < 6; round += 1) {
      // Each round has the places of its address for itself.
      await descriptorsReturn();
      await Promise.all(
        Array.from({ length: 16 }, async (_, i) => {
          const c = await attacker();
          await c.send('STARTTLS');
          await c.expect('220 *');
          if (i % 2 === 0) {
            await c.raw(Buffer.alloc(2000, 0x47));
            await c.closed();
          } else c.socket.resetAndDestroy();
        }),
      );
    }
    await healthy();
    await descriptorsReturn();
  });

  it('TL-09: HTTP and TLS on the plain port, 16 times each', async () => {
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        await closed(rawSocket('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
        const tls = connectTls({ port: relay.port, host: '127.0.0.1', rejectUnauthorized: false });
        await new Promise<void>((resolve) => tls.on('error', () => resolve()));
      }),
    );
    await healthy();
    await descriptorsReturn();
  });
});

describe('memory', () => {
  it('DO-01: 64 MiB without a line end', async () => {
    const socket = rawSocket();
    const gone = closed(socket);
    await pour(socket, Buffer.alloc(MIB, 'x'), 64 * MIB);
    socket.end();
    await gone;
    expect(await grownBy()).toBeLessThan(40 * MIB);
  });

  it('DO-03: a line of 50 MB in DATA is cut at the limit, and none of it stays', async () => {
    const c = await attackerInData();
    await pour(c.socket, Buffer.alloc(MIB, 'y'), 50 * MIB);
    await c.expect('552 5.3.4 *');
    await c.closed();
    expect(await grownBy()).toBeLessThan(60 * MIB);
    await expect.poll(() => readdir(join(relay.engine.folder, 'spool')), patience).toEqual([]);
  });

  it('DO-07: a client that asks and never reads is not answered without end', async () => {
    const socket = rawSocket();
    socket.pause();
    let blocked = false;
    const line = Buffer.from('HELP\r\n'.repeat(10_000));
    // Until the server reads no more: nothing drains for as long as a healthy client needs.
    for (let i = 0; i < 500 && !blocked; i += 1) {
      if (socket.write(line)) continue;
      const drained = new Promise<'drained'>((resolve) => socket.once('drain', () => resolve('drained')));
      blocked = (await Promise.race([drained, healthy().then(() => 'blocked' as const)])) === 'blocked';
    }
    expect(blocked).toBe(true);
    expect(await grownBy()).toBeLessThan(40 * MIB);
    socket.destroy();
    await descriptorsReturn();
  });
});

describe('floods', () => {
  it('DO-08: 500 connections of one address take its own places only', async () => {
    const sockets = Array.from({ length: 500 }, () => rawSocket());
    const greetings = sockets.map(
      (socket) =>
        new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString().slice(0, 3)))),
    );
    const codes = await Promise.all(greetings);
    expect(codes.filter((code) => code === '220')).toHaveLength(20);
    expect(codes.filter((code) => code === '421')).toHaveLength(480);
    await healthy();
    for (const socket of sockets) socket.destroy();
    await descriptorsReturn();
  });

  it('DO-09: resets at once, in a command, and in the middle of a large message', async () => {
    for (let round = 0; round < 10; round += 1) {
      await descriptorsReturn();
      await Promise.all(
        Array.from({ length: 10 }, async (_, i) => {
          if (i < 5) {
            const socket = rawSocket('EHLO x\r\nMAIL FR');
            await new Promise<void>((resolve) => socket.once('data', () => resolve()));
            socket.resetAndDestroy();
            return;
          }
          const c = await attackerInData();
          await pour(c.socket, Buffer.from('z'.repeat(MIB / 4)), MIB);
          c.socket.resetAndDestroy();
        }),
      );
    }
    await healthy();
    await descriptorsReturn();
    await expect.poll(() => readdir(join(relay.engine.folder, 'spool')), patience).toEqual([]);
    const mailboxes = await readdir(join(relay.engine.folder, 'mailboxes'));
    expect(mailboxes).not.toContain('victim');
    expect(sink.messages).toEqual([]);
  });
});
