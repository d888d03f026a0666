import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startWorker, type StartWorker } from '../../../../main/transport/store/store-link.ts';
import { accept, acceptLeased, acceptStored, LEASE, openIn, outcome, scratchFolder, turnedClock } from './scratch.ts';

/** Keeps the threads that were started, so that a test can end one. */
function recordingStart(): { start: StartWorker; workers: Worker[] } {
  const workers: Worker[] = [];
  const start: StartWorker = (backup) => {
    const worker = startWorker(backup);
    workers.push(worker);
    return worker;
  };
  return { start, workers };
}

test('when the thread dies, what was under way fails and a new thread goes on with the leases', async () => {
  const { start, workers } = recordingStart();
  const { queue } = await openIn(await scratchFolder(), { startWorker: start });
  const { id } = await acceptLeased(queue);
  const underWay = Array.from({ length: 10 }, () => acceptStored(queue));
  // They are posted at the end of this turn; the thread is ended right behind.
  const results = Promise.allSettled(underWay);
  await new Promise((resolve) => setImmediate(resolve));
  await workers[0]?.terminate();
  const rejected = (await results).filter((result) => result.status === 'rejected');
  expect(rejected.every((result) => (result.reason as { code: string }).code === 'store-failed')).toBe(true);

  const next = await acceptStored(queue);
  expect(workers).toHaveLength(2);
  expect(await queue.find(next)).toMatchObject({ status: 'ready' });
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
  expect(await queue.find(id)).toBeNull();
  expect(queue.counts().active).toBe(0);
});

test.each(['before', 'after'])(
  'a message on its way out of the log when the thread dies %s the commit is settled once',
  async (when) => {
    const { start, workers } = recordingStart();
    const folder = await scratchFolder();
    const { queue } = await openIn(folder, { startWorker: start });
    const { id } = await acceptLeased(queue);
    const other = await acceptLeased(queue);
    const deferred = { id, outcomes: [outcome(0, 'ready')], release: null };
    if (when === 'after') {
      // The answer is lost, not what it answers.
      workers[0]?.removeAllListeners('message');
      void queue.settle(LEASE.owner, deferred).catch(() => undefined);
      await expect.poll(() => rowsOf(folder)).toBe(1);
      await workers[0]?.terminate();
    } else {
      const settled = queue.settle(LEASE.owner, deferred);
      await workers[0]?.terminate();
      await expect(settled).rejects.toMatchObject({ code: 'store-failed' });
    }
    await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
    expect(rowsOf(folder)).toBe(0);
    await queue.settle(LEASE.owner, { ...deferred, id: other.id });
    expect((await queue.page({}, null, 9)).messages.map((message) => message.id)).toEqual([other.id]);
    // The process dies; the queue is opened beside it.
    const { queue: next } = await openIn(folder);
    expect((await next.page({}, null, 9)).messages.map((message) => message.id)).toEqual([other.id]);
  },
);

function rowsOf(folder: string): number {
  const database = new DatabaseSync(join(folder, 'queue.db'), { readOnly: true });
  const count = database.prepare('SELECT count(*) AS count FROM messages').get()?.['count'];
  database.close();
  return Number(count);
}

test('an idle queue whose thread died starts another', async () => {
  const { start, workers } = recordingStart();
  const { queue } = await openIn(await scratchFolder(), { startWorker: start });
  const id = await accept(queue);
  await workers[0]?.terminate();
  expect(await queue.find(id)).toMatchObject({ id });
});

test('while no thread can be started operations fail, later they work again', async () => {
  const { start, workers } = recordingStart();
  const clock = turnedClock();
  let isBroken = false;
  const { queue } = await openIn(await scratchFolder(), {
    clock,
    startWorker: (backup) => {
      const worker = start(backup);
      if (isBroken) void worker.terminate();
      return worker;
    },
  });
  isBroken = true;
  await workers[0]?.terminate();
  await expect(acceptStored(queue)).rejects.toMatchObject({ code: 'store-failed' });
  isBroken = false;
  await expect(acceptStored(queue)).rejects.toMatchObject({ code: 'store-failed' });
  expect(workers).toHaveLength(2);
  clock.nowMs += 1001;
  expect(await acceptStored(queue)).toBeGreaterThan(0);
});

test('a folder that cannot be used is said at once', async () => {
  const folder = await scratchFolder();
  await expect(openIn(join(folder, 'queue.db'))).resolves.toBeDefined();
  expect(await readdir(join(folder, 'queue.db'))).toContain('queue.db');
  // A folder stands where the database should be.
  await expect(openIn(folder)).rejects.toMatchObject({ code: 'store-failed' });
});
