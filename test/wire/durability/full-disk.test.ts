import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { mountSmallDisk, requireMount, type SmallDisk } from '../../support/small-disk.ts';
import { startCountingSink, type CountingSink } from './counting-sink.ts';
import { markedMessage } from './marked-message.ts';
import { emptyQueue, eventually, greeted, relayConfig, restOf, submit } from './relay.ts';

const MB = 1_048_576;
/** The queue keeps 16 MB of it in reserve. */
const DISK_BYTES = 48 * MB;
const SMALL = 2000;
const LARGE = 700_000;
const FULL = /^452 4\.3\.1 /;
const mayMount = await requireMount();

interface Relay {
  readonly engine: EngineProcess;
  readonly disk: SmallDisk;
  readonly port: number;
  readonly sinkPort: number;
}

/** A relay on a small disk. Its next hop is not there yet. */
async function relayOnSmallDisk(minimumFreeDisk: string): Promise<Relay> {
  const disk = await mountSmallDisk(DISK_BYTES);
  const [port, sinkPort] = [await freePort(), await freePort()];
  const config = relayConfig({ port, smartHostPort: sinkPort, transport: { minimumFreeDisk } });
  await writeFile(join(disk.folder, 'config.json'), JSON.stringify(config));
  const engine = await startEngine(disk.folder);
  onTestFinished(() => engine.kill9());
  return { engine, disk, port, sinkPort };
}

/** Resolves with the reply that settled a message's fate, over a connection of its own. */
async function send(port: number, id: string, bytes: number): Promise<string> {
  const client = await greeted(port);
  try {
    return await submit(client, markedMessage(id, bytes).wire.toString('latin1'));
  } finally {
    client.end();
  }
}

async function openSink(port: number): Promise<CountingSink> {
  const sink = await startCountingSink(port);
  onTestFinished(() => sink.close());
  return sink;
}

test.skipIf(!mayMount)('below the least free space MAIL FROM is answered 452 until there is space again', async () => {
  const { engine, disk, port, sinkPort } = await relayOnSmallDisk('8MB');
  expect(await send(port, 'before', SMALL)).toMatch(/^250 /);
  await disk.fill(6 * MB);
  await eventually('MAIL FROM is refused', async () => FULL.test(await mailFrom(port)));
  await disk.free();
  await eventually('MAIL FROM is taken again', async () => (await mailFrom(port)).startsWith('250 '));
  expect(await send(port, 'after', LARGE)).toMatch(/^250 /);
  const sink = await openSink(sinkPort);
  await eventually('both have arrived', () => sink.arrivals.size === 2);
  expect(await engine.stop()).toBe(0);
  expect(await restOf(disk.folder)).toEqual(emptyQueue);
});

async function mailFrom(port: number): Promise<string> {
  const client = await greeted(port);
  await client.send('MAIL FROM:<device@office.example>');
  const reply = await client.expect('*');
  client.end();
  return reply;
}

test.skipIf(!mayMount)(
  'a disk that is full during DATA refuses with 452, leaves nothing half, delivers what was accepted, and recovers',
  async () => {
    const { engine, disk, port, sinkPort } = await relayOnSmallDisk('0B');
    const acknowledged: string[] = [];
    for (let number = 0; number < 10; number += 1) {
      const id = `before-${number}`;
      expect(await send(port, id, number % 5 === 0 ? LARGE : SMALL)).toMatch(/^250 /);
      acknowledged.push(id);
    }
    const accepted = await readdir(join(disk.folder, 'spool'));
    expect(accepted).toHaveLength(2);

    await disk.fill(0);
    const large = await send(port, 'large', LARGE);
    expect(large).toMatch(FULL);
    expect(await readdir(join(disk.folder, 'spool'))).toEqual(accepted);
    // The log has some room of its own: small messages may still go in, and must then be safe.
    for (let number = 0; ; number += 1) {
      const reply = await send(port, `small-${number}`, 100_000);
      if (FULL.test(reply)) break;
      expect(reply).toMatch(/^250 /);
      acknowledged.push(`small-${number}`);
      expect(number).toBeLessThan(1000);
    }
    await disk.fill(0);
    expect(await send(port, 'small', SMALL)).toMatch(FULL);
    expect(await send(port, 'large', LARGE)).toMatch(FULL);

    const sink = await openSink(sinkPort);
    await eventually('what was accepted has arrived', () => acknowledged.every((id) => sink.arrivals.has(id)));
    await disk.free();
    await eventually('mail is taken again', async () => (await send(port, 'after', SMALL)).startsWith('250 '));
    expect(await send(port, 'after-large', LARGE)).toMatch(/^250 /);
    await eventually('that has arrived too', () => sink.arrivals.has('after') && sink.arrivals.has('after-large'));
    expect([...sink.arrivals.keys()].sort()).toEqual([...acknowledged, 'after', 'after-large'].sort());
    expect([...sink.arrivals.values()].every((times) => times === 1)).toBe(true);
    expect(sink.broken).toEqual([]);
    expect(await engine.stop()).toBe(0);
    expect(await restOf(disk.folder)).toEqual(emptyQueue);
  },
);
