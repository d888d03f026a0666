import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startWorker, type StartWorker } from '../../../../main/transport/store/store-link.ts';
import {
  accept,
  acceptStored,
  bodyOf,
  claimAll,
  draft,
  inline,
  LEASE,
  openIn,
  outcome,
  scratchFolder,
  turnedClock,
} from './scratch.ts';

const PATIENTLY = { timeout: 10_000 };
const delivered = { outcomes: [outcome(0, 'delivered')], release: null };

function idsIn(folder: string): number[] {
  const database = new DatabaseSync(join(folder, 'queue.db'), { readOnly: true });
  const rows = database.prepare('SELECT id FROM messages ORDER BY id').all();
  database.close();
  return rows.map((row) => Number(row['id']));
}

function recordingStart(): { start: StartWorker; workers: Worker[] } {
  const workers: Worker[] = [];
  return {
    workers,
    start: (backup) => {
      const worker = startWorker(backup);
      workers.push(worker);
      return worker;
    },
  };
}

test('a message that nobody is to deliver now is answered by the log, and looks as if it were in the database', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const id = await accept(queue);
  expect(idsIn(folder)).toEqual([]);
  expect(queue.counts()).toMatchObject({ waiting: 1, active: 0 });
  expect(await queue.find(id)).toMatchObject({ id, status: 'ready' });
  expect((await queue.page({ status: 'ready', queue: 'Submission' }, null, 9)).messages).toHaveLength(1);
  expect((await queue.page({ status: 'leased' }, null, 9)).messages).toEqual([]);
  expect((await bodyOf(queue, id)).toString()).toContain('hello');
  await expect(queue.settle(LEASE.owner, { id, ...delivered })).rejects.toMatchObject({ code: 'not-found' });
  expect(idsIn(folder)).toEqual([]);
});

test('it moves by itself after a moment, and with all that came meanwhile', async () => {
  const folder = await scratchFolder();
  const clock = turnedClock();
  const { queue, stats } = await openIn(folder, { clock });
  const ids = await Promise.all(Array.from({ length: 20 }, () => accept(queue)));
  const before = stats().batches;
  clock.fire();
  await expect.poll(() => idsIn(folder), PATIENTLY).toEqual(ids);
  expect(stats().batches).toBe(before + 1);
  expect(queue.counts()).toMatchObject({ waiting: 20, active: 0 });
});

test('much of it moves without waiting', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const ids = Array.from({ length: 5 }, () => queue.nextId());
  await Promise.all(ids.map((id) => queue.accept(draft(id), inline('x'.repeat(250_000)))));
  await expect.poll(() => idsIn(folder), PATIENTLY).toEqual(ids);
});

test.each([
  ['claimed', async (queue) => expect(await claimAll(queue)).toHaveLength(1)],
  ['counted by queue', async (queue) => expect(await queue.queues()).toMatchObject([{ messageCount: 1 }])],
  ['asked for its time', async (queue) => expect(await queue.nextDueMs()).not.toBeNull()],
  ['suspended', async (queue, id) => expect(await queue.suspend([id])).toBe(1)],
  ['removed', async (queue, id) => expect(await queue.remove([id])).toHaveLength(1)],
  ['set aside', (queue, id) => queue.quarantine(id, 'why not')],
] satisfies [string, (queue: Awaited<ReturnType<typeof openIn>>['queue'], id: number) => Promise<void>][])(
  'it is in the database before it is %s',
  async (_, act) => {
    const { queue } = await openIn(await scratchFolder());
    await act(queue, await accept(queue));
  },
);

test('killed before it moved or behind that, it is there once', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const moved = await accept(queue);
  await queue.queues();
  const waiting = await accept(queue);
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  const { queue: next } = await openIn(copy);
  const { messages } = await next.page({}, null, 9);
  expect(messages.map(({ id, status }) => [id, status])).toEqual([
    [moved, 'ready'],
    [waiting, 'ready'],
  ]);
  for (const id of [moved, waiting]) expect((await bodyOf(next, id)).toString()).toContain('hello');
});

test('moved again after a lost answer, it leaves alone whoever has it by now', async () => {
  const { start, workers } = recordingStart();
  const folder = await scratchFolder();
  const clock = turnedClock();
  const { queue } = await openIn(folder, { startWorker: start, clock });
  const [held, done, suspended] = [await accept(queue), await accept(queue), await accept(queue)];
  // The thread commits, but nobody hears of it.
  workers[0]?.removeAllListeners('message');
  clock.fire();
  await expect.poll(() => idsIn(folder), PATIENTLY).toHaveLength(3);
  await workers[0]?.terminate();
  const beside = new DatabaseSync(join(folder, 'queue.db'));
  beside.exec(`UPDATE messages SET status = 'leased', lease_owner = 'other', lease_until_ms = 9e15 WHERE id = ${held}`);
  beside.exec(`DELETE FROM messages WHERE id = ${done}`);
  beside.exec(`UPDATE messages SET status = 'suspended' WHERE id = ${suspended}`);
  beside.close();
  const standing = async (): Promise<[number, string][]> => {
    // What failed is tried again at a later tick.
    clock.fire();
    return (await queue.page({}, null, 9)).messages.map(({ id, status }) => [id, status]);
  };
  await expect.poll(standing, PATIENTLY).toEqual([
    [held, 'leased'],
    [suspended, 'suspended'],
  ]);
});

test('while the database takes nothing, what comes next is refused rather than gathered', async () => {
  const clock = turnedClock();
  let isBroken = false;
  const { start, workers } = recordingStart();
  const folder = await scratchFolder();
  const { queue } = await openIn(folder, {
    clock,
    startWorker: (backup) => {
      const worker = start(backup);
      if (isBroken) void worker.terminate();
      return worker;
    },
  });
  isBroken = true;
  await workers[0]?.terminate();
  const kept = await accept(queue);
  await expect(queue.queues()).rejects.toMatchObject({ code: 'store-failed' });
  await expect(accept(queue)).rejects.toMatchObject({ code: 'store-failed' });
  expect(await queue.find(kept)).toMatchObject({ id: kept });
  isBroken = false;
  clock.nowMs += 1001;
  const stored = await acceptStored(queue);
  const moved = (): number[] => {
    clock.fire();
    return idsIn(folder);
  };
  await expect.poll(moved, PATIENTLY).toEqual([kept, stored]);
  expect(queue.counts()).toMatchObject({ waiting: 2, active: 0 });
});
