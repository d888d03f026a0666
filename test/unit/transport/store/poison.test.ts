import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { accept, claimAll, LEASE, openIn, outcome, release, scratchFolder, START_MS } from './scratch.ts';

/** Returns the signal that ended the child. */
async function deliverAndDie(folder: string): Promise<unknown> {
  const child = fork(fileURLToPath(new URL('./poison-child.ts', import.meta.url)), [folder], { execArgv: [] });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

test('a message that takes the process down twice is set aside, the others are not', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const bad = await accept(first.queue);
  const good = await accept(first.queue);
  // Due in the real time of the child, too.
  await first.queue.retry({}, 0);
  await first.queue.close();

  expect(await deliverAndDie(folder)).toBe('SIGKILL');
  const second = await openIn(folder);
  expect(second.recovery).toMatchObject({ leasesReclaimed: 2, poisoned: [] });
  expect(await second.queue.find(bad)).toMatchObject({ crashes: 1, status: 'ready' });
  expect(await second.queue.find(good)).toMatchObject({ crashes: 0, status: 'ready' });
  await second.queue.close();

  expect(await deliverAndDie(folder)).toBe('SIGKILL');
  const third = await openIn(folder);
  expect(third.recovery.poisoned).toEqual([bad]);
  expect(await third.queue.find(bad)).toMatchObject({ crashes: 2, status: 'poison' });
  expect((await third.queue.find(bad))?.lastError).toContain('2 times');
  expect(third.queue.counts()).toMatchObject({ poison: 1, waiting: 1 });
  expect((await claimAll(third.queue)).map((message) => message.id)).toEqual([good]);

  expect(await third.queue.resume([bad], START_MS)).toBe(1);
  expect(await third.queue.find(bad)).toMatchObject({ crashes: 0, status: 'ready' });
});

test('suspects are claimed one at a time, and cleared by an attempt', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const ids = [await accept(first.queue), await accept(first.queue), await accept(first.queue)];
  for (const id of ids.slice(0, 2)) first.queue.beginAttempt(id);
  // Opened beside the first, as after its death: the first one's marks are still in the file.
  const { queue } = await openIn(folder);
  const claimed = await claimAll(queue);
  expect(claimed.map((message) => message.id)).toEqual([ids[0], ids[2]]);
  expect(await claimAll(queue)).toEqual([]);
  expect(await queue.nextDueMs()).toBeNull();
  const settlement = { id: ids[0] ?? 0, outcomes: [outcome(0, 'ready')], release: release(START_MS + 1) };
  await queue.settle(LEASE.owner, settlement);
  expect(await queue.find(ids[0] ?? 0)).toMatchObject({ crashes: 0 });
  expect(await queue.nextDueMs()).toBe(START_MS);
  expect((await claimAll(queue)).map((message) => message.id)).toEqual([ids[1]]);
});

test('an attempt that ended leaves no mark', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const id = await accept(first.queue);
  for (let times = 0; times < 3; times += 1) {
    first.queue.beginAttempt(id);
    first.queue.beginAttempt(id);
    first.queue.endAttempt(id);
    first.queue.endAttempt(id);
  }
  const { queue } = await openIn(folder);
  expect(await queue.find(id)).toMatchObject({ crashes: 0 });
});
