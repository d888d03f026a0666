import { EventEmitter } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPickup, type Pickup } from '../../../main/delivery/pickup.ts';
import { manualClock, type ManualClock } from '../../support/manual-clock.ts';

/** The pickup folder with a watcher of the test's: real ones cannot be made to lose events, or to report without end. */

const watchers = vi.hoisted(() => [] as { told: () => void; emitter: EventEmitter }[]);

vi.mock('node:fs', async (original) => ({
  ...(await original<object>()),
  watch: (_folder: string, _options: object, told: () => void) => {
    const emitter = Object.assign(new EventEmitter(), { close: () => undefined });
    watchers.push({ told, emitter });
    return emitter;
  },
}));

const MESSAGE = 'From: scan@a.example\r\nTo: b@b.example\r\nSubject: x\r\n\r\nbody\r\n';
let folder: string;
let clock: ManualClock;
let pickup: Pickup;
let sent: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-watched-'));
  clock = manualClock();
  sent = [];
  pickup = createPickup({
    ...{ folder, clock, onBad: () => undefined },
    submit: async (message) => void sent.push((await buffer(message)).toString()),
  });
  await pickup.start();
});

afterEach(async () => {
  await pickup.stop();
  watchers.length = 0;
  await rm(folder, { recursive: true });
});

/** Lets a tenth of a second pass at a time until so many were sent; half a minute at most. */
async function passUntil(count: number, meanwhile: () => void = () => undefined): Promise<void> {
  for (let tenths = 0; sent.length < count && tenths < 300; tenths += 1) {
    meanwhile();
    await clock.advance(100);
    // What was begun on the disk by then is waited for.
    await readdir(folder);
    await readdir(folder);
  }
}

describe('other relays: a file watcher that overflows hides mail (Papercut 352)', () => {
  it('a watcher that tells nothing: every file is found all the same', async () => {
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, `${name}.eml`), MESSAGE);
    await passUntil(3);
    expect(sent).toHaveLength(3);
    // The last one is removed behind its submission.
    await expect.poll(() => readdir(folder)).toEqual([]);
  });

  it('a watcher that never falls silent does not put the look off', async () => {
    await writeFile(join(folder, 'a.eml'), MESSAGE);
    await passUntil(1, () => watchers[0]?.told());
    expect(sent).toHaveLength(1);
  });

  it('a watcher that fails is done without', async () => {
    watchers[0]?.emitter.emit('error', new Error('too many open files'));
    await writeFile(join(folder, 'a.eml'), MESSAGE);
    await passUntil(1);
    expect(sent).toHaveLength(1);
  });
});
