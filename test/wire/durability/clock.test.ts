import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { dataFolder, removeFolder, runTool, startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { startCountingSink, type CountingSink } from './counting-sink.ts';
import { send } from './prepared-relay.ts';
import { emptyQueue, eventually, relayConfig, restOf, statusOf } from './relay.ts';

/** whatever the wall clock does, no mail expires by it and none is forgotten. The clock is libfaketime's. */

const hasFaketime = await requireTool('faketime');
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const MESSAGES = 20;
/** A jump is noticed within half a minute. */
const NOTICED_MS = 150_000;

interface Clocked {
  readonly folder: string;
  readonly port: number;
  /** Shifts the wall clock of running and coming engines against the true time. */
  readonly shift: (seconds: number) => Promise<void>;
  readonly start: () => Promise<EngineProcess>;
  /** The next hop, which is not there before. */
  readonly openSink: () => Promise<CountingSink>;
}

/** The library that `faketime` loads into programs. */
async function library(): Promise<string> {
  return (await runTool('faketime', ['-m', '-f', '+0', 'printenv', 'LD_PRELOAD'])).stdout.trim();
}

async function prepare({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<Clocked> {
  const [port, sinkPort] = [await freePort(), await freePort()];
  // After the first attempt the next is ten minutes away: what arrives before was looked at for another reason.
  const transport = {
    ...{ queueGlitchRetryInterval: '00:10:00', transientFailureRetryInterval: '00:10:00' },
    ...{ outboundConnectionFailureRetryInterval: '00:10:00', messageRetryInterval: '00:10:00' },
  };
  const folder = await dataFolder(relayConfig({ port, smartHostPort: sinkPort, transport }));
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'clock');
  const shift = async (seconds: number): Promise<void> => {
    await writeFile(`${file}.new`, `${seconds < 0 ? '' : '+'}${String(seconds)}\n`);
    await rename(`${file}.new`, file);
  };
  await shift(0);
  const env = {
    ...{ LD_PRELOAD: await library(), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' },
    // Timers run on; it is the calendar that is wrong.
    ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
  };
  return {
    ...{ folder, port, shift },
    async start() {
      const engine = await startEngine(folder, { env, args: ['--console', '127.0.0.1:0'] });
      onTestFinished(() => engine.kill9());
      return engine;
    },
    async openSink() {
      const sink = await startCountingSink(sinkPort);
      onTestFinished(() => sink.close());
      return sink;
    },
  };
}

/** Messages that have been tried once. */
async function fillQueue({ port }: Clocked, engine: EngineProcess): Promise<void> {
  for (let number = 0; number < MESSAGES; number += 1)
    expect(await send(port, `waiting-${String(number)}`)).toMatch(/^250 /);
  await eventually('all wait for the next hop', async () => {
    const { waiting, active } = (await statusOf(engine)).queue;
    return waiting === MESSAGES && active === 0;
  });
}

/** Everything has arrived, once, and nobody was told of anything. */
async function allIsWell({ folder, port }: Clocked, engine: EngineProcess, sink: CountingSink): Promise<void> {
  await eventually('all are delivered', () => sink.arrivals.size === MESSAGES, NOTICED_MS);
  // A busy machine may be answered 452 for a moment.
  await eventually('new mail is taken', async () => (await send(port, 'new'))?.startsWith('250 ') === true);
  await eventually('so is a new one', () => sink.arrivals.has('new'));
  expect(new Set(sink.arrivals.values())).toEqual(new Set([1]));
  expect(await engine.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
  expect(await readdir(join(folder, 'mailboxes')).catch(() => [])).toEqual([]);
}

const farOff = [
  ['400 days ahead', 400 * DAY_S],
  ['two years behind', -730 * DAY_S],
] as const;

// They wait for timers most of the time, so they run side by side.
describe.runIf(hasFaketime)('a wall clock that is wrong', { concurrent: true }, () => {
  // One that is an hour behind waits that hour at most: it cannot know, and no message waits for longer.
  test.for(farOff)(
    'an engine that starts with its clock %s delivers what waits and lets nothing expire',
    async ([, seconds], context) => {
      const relay = await prepare(context);
      const first = await relay.start();
      await fillQueue(relay, first);
      expect(await first.stop()).toBe(0);
      await relay.shift(seconds);
      const sink = await relay.openSink();
      await allIsWell(relay, await relay.start(), sink);
    },
  );

  test.for([...farOff, ['an hour behind', -HOUR_S] as const])(
    'a clock that jumps while the engine runs, to %s, strands nothing and lets nothing expire',
    async ([, seconds], context) => {
      const relay = await prepare(context);
      const engine = await relay.start();
      await fillQueue(relay, engine);
      const sink = await relay.openSink();
      await relay.shift(seconds);
      await allIsWell(relay, engine, sink);
    },
  );

  test('a machine that slept for a weekend goes on where it was', async (context) => {
    const relay = await prepare(context);
    const engine = await relay.start();
    await fillQueue(relay, engine);
    process.kill(engine.pid, 'SIGSTOP');
    const sink = await relay.openSink();
    await relay.shift(3 * DAY_S);
    process.kill(engine.pid, 'SIGCONT');
    await allIsWell(relay, engine, sink);
  });
});
