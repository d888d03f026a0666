import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { startCountingSink } from './counting-sink.ts';
import { launch, type KilledEngine } from './killed-engine.ts';
import { startLoad } from './load-client.ts';
import { emptyQueue, eventually, poisonIds, relayConfig, restOf, statusOf } from './relay.ts';

/** POSTROOM_KILLS sets the number of kills (`npm run durability`: 500), POSTROOM_SEED repeats the choices of a run. */
const KILLS = Number(process.env['POSTROOM_KILLS'] ?? 60);
/** A kill takes a second or two, and ten on a machine at a fifth of the usual speed. */
const TIMEOUT_MS = 300_000 + KILLS * 10_000;
const SEED = Number(process.env['POSTROOM_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const CLIENTS = 8;

test(
  `other relays lost accepted mail in the queue (SMTP2Graph #57, #59): after ${KILLS} kills at random moments everything answered 250 has arrived, and nothing arrived half`,
  async () => {
    const random = seeded(SEED);
    const hasSource = await requireTool('smtp-source');
    const sink = await startCountingSink();
    onTestFinished(() => sink.close());
    const port = await freePort();
    const folder = await dataFolder(relayConfig({ port, smartHostPort: sink.port }));
    onTestFinished(() => removeFolder(folder));
    let engine: KilledEngine | null = null;
    let source: ChildProcess | null = null;
    onTestFinished(async () => {
      source?.kill('SIGKILL');
      await engine?.kill();
    });

    const load = startLoad({ port, clients: CLIENTS, random: seeded(SEED + 1), prefix: 'kill' });
    onTestFinished(() => load.stop());
    let killedEarly = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      engine = launch(folder);
      if (random() < 0.1) {
        // Somewhere in the start: the lock, the configuration, the recovery of the queue.
        await pause(random() * 600);
        killedEarly += 1;
      } else {
        if (!(await engine.ready)) throw new Error(`The engine ended by itself:\n${engine.output()}`);
        if (hasSource && random() < 0.3) source = smtpSource(port);
        await pause(20 + random() ** 2 * 380);
      }
      await engine.kill();
      source?.kill('SIGKILL');
    }
    await load.stop();

    const last = await startEngine(folder, { args: ['--console', '127.0.0.1:0'] });
    onTestFinished(() => last.kill9());
    const setAside = new Set<string>();
    await eventually(
      'the queue is empty',
      async () => {
        const { queue } = await statusOf(last);
        if ((queue['poison'] ?? 0) > 0) {
          // A kill counts as a crash of whatever was being delivered.
          const ids = await poisonIds(last);
          for (const id of ids) setAside.add(id);
          await last.cli(['queue', 'resume', ...ids]);
          return false;
        }
        return queue['waiting'] === 0 && queue['active'] === 0 && queue['suspended'] === 0;
      },
      300_000,
    );
    expect(await last.stop()).toBe(0);

    const { acknowledged, unanswered } = load;
    const counts = [...sink.arrivals.values()];
    const duplicates = counts.reduce((sum, times) => sum + times - 1, 0);
    const lost = [...acknowledged].filter((id) => !sink.arrivals.has(id));
    const unansweredArrived = [...unanswered].filter((id) => sink.arrivals.has(id)).length;
    process.stderr.write(
      [
        '',
        `kill -9 x ${KILLS} (${killedEarly} during the start), seed ${SEED}:`,
        `  ${acknowledged.size} answered 250, ${lost.length} of them lost; ${sink.broken.length} arrived broken`,
        `  ${unanswered.size} without an answer, ${unansweredArrived} of them arrived whole and the rest not at all`,
        `  ${duplicates} duplicates: killed between the 250 of the next hop and the commit that notes it`,
        `  ${setAside.size} set aside as poison after two kills during their delivery, and resumed`,
        `  ${sink.others} more from smtp-source; refusals: ${JSON.stringify(Object.fromEntries(load.refusals))}`,
        '',
      ].join('\n'),
    );
    expect(acknowledged.size).toBeGreaterThan(KILLS);
    expect(lost).toEqual([]);
    expect(sink.broken).toEqual([]);
    expect([...load.refusals.keys()].filter((reply) => /^5/.test(reply))).toEqual([]);
    // Each kill can only double what was on its way at that moment.
    expect(duplicates).toBeLessThan(KILLS * 10);
    expect(await restOf(folder)).toEqual(emptyQueue);
  },
  TIMEOUT_MS,
);

/** Background load of another make; it gives up when the connection breaks. */
function smtpSource(port: number): ChildProcess {
  const words = ['-s', '4', '-l', '3000', '-m', '400', '-f', 'bulk@office.example', '-t', 'bulk@far.example'];
  return spawn('smtp-source', [...words, `127.0.0.1:${port}`], { stdio: 'ignore' });
}

/** mulberry32: numbers in [0, 1) that a seed repeats. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
