import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, memoryOf, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startCountingSink } from './counting-sink.ts';
import { markedMessage } from './marked-message.ts';
import { emptyQueue, eventually, greeted, relayConfig, restOf } from './relay.ts';

const MB = 1_048_576;
const PIECE = 65_536;

test('a message of 25 MB goes through without being held in memory', async () => {
  const sink = await startCountingSink();
  onTestFinished(() => sink.close());
  const port = await freePort();
  const folder = await dataFolder(relayConfig({ port, smartHostPort: sink.port }));
  onTestFinished(() => removeFolder(folder));
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());

  const deliver = async (id: string, bytes: number): Promise<void> => {
    const { wire } = markedMessage(id, bytes);
    const client = await greeted(port);
    for (const line of ['MAIL FROM:<scanner@office.example>', 'RCPT TO:<archive@far.example>', 'DATA']) {
      await client.send(line);
      await client.expect(line === 'DATA' ? '354 *' : '250 *');
    }
    for (let at = 0; at < wire.length; at += PIECE) await client.raw(wire.subarray(at, at + PIECE));
    await client.send('.');
    await client.expect('250 2.6.0 *');
    client.end();
    await eventually(`${id} has arrived`, () => sink.arrivals.has(id));
  };
  // What every message needs is loaded and compiled by the first.
  await deliver('warm-up', 1 * MB);
  const before = await memoryOf(engine.pid);
  await deliver('large', 25 * MB);
  const after = await memoryOf(engine.pid);
  const grown = after.peak - before.now;
  process.stderr.write(
    `\n25 MB message: engine ${inMb(before.now)} idle, ${inMb(after.peak)} at most, grown by ${inMb(grown)}\n`,
  );
  expect(grown).toBeLessThan(40 * MB);
  expect(sink.broken).toEqual([]);
  expect(await engine.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

function inMb(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}
