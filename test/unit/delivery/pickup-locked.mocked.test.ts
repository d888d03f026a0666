import type * as FileSystem from 'node:fs/promises';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { createPickup } from '../../../main/delivery/pickup.ts';

/** Virus scanners on Windows hold a file for a while; here nothing can keep a file from being removed, so that is made up. */

const held = vi.hoisted(() => ({ tries: 0, until: 3 }));

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof FileSystem>();
  const busy = Object.assign(new Error('EBUSY: resource busy or locked, unlink'), { code: 'EBUSY' });
  return {
    ...fs,
    rm: (path: string, options?: object) => {
      if (!path.endsWith('.postroom.tmp')) return fs.rm(path, options);
      held.tries += 1;
      return held.tries > held.until ? fs.rm(path, options) : Promise.reject(busy);
    },
  };
});

it('a file that is held when its message is queued is sent once all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-held-'));
  const sent: string[] = [];
  const pickup = createPickup({
    ...{ folder, clock: systemClock, pollMs: 10, onBad: (name, reason) => sent.push(`${name}: ${reason}`) },
    submit: async (message) => void sent.push((await buffer(message)).toString()),
  });
  await pickup.start();
  await writeFile(join(folder, 'a.eml'), 'From: scan@a.example\r\nTo: b@b.example\r\n\r\nbody\r\n');
  await expect.poll(() => readdir(folder)).toEqual([]);
  expect(held.tries).toBe(held.until + 1);
  expect(sent).toHaveLength(1);
  await pickup.stop();
  await rm(folder, { recursive: true });
});
