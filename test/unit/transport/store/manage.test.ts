import { expect, test } from 'vitest';
import type { MessageQueue } from '../../../../main/transport/queue.ts';
import { accept, acceptLeased, claimAll, LEASE, outcome, release, scratchQueue, START_MS } from './scratch.ts';

const LATER_MS = START_MS + 300_000;

async function defer(queue: MessageQueue, hop: string): Promise<number> {
  const { id } = await acceptLeased(queue);
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'ready', { queue: hop })], release: release(LATER_MS) });
  return id;
}

test('a suspended message is left alone until it is resumed', async () => {
  const queue = await scratchQueue();
  const id = await accept(queue);
  expect(await queue.suspend([id, 1])).toBe(1);
  expect(await queue.suspend([id])).toBe(0);
  expect(queue.counts()).toMatchObject({ waiting: 0, suspended: 1 });
  expect(await claimAll(queue, LATER_MS)).toEqual([]);
  expect(await queue.nextDueMs()).toBeNull();
  expect(await queue.resume([id], LATER_MS)).toBe(1);
  expect(await queue.find(id)).toMatchObject({ status: 'ready', nextAttemptMs: LATER_MS });
  expect(await claimAll(queue, LATER_MS)).toHaveLength(1);
});

test('a message under way is suspended when it comes back', async () => {
  const queue = await scratchQueue();
  const [held, let1] = [await acceptLeased(queue), await acceptLeased(queue)];
  expect(await queue.suspend([held.id, let1.id])).toBe(2);
  expect(await queue.resume([let1.id], START_MS)).toBe(1);
  for (const { id } of [held, let1]) {
    await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'ready')], release: release(LATER_MS) });
  }
  expect(await queue.find(held.id)).toMatchObject({ status: 'suspended' });
  expect(await queue.find(let1.id)).toMatchObject({ status: 'ready' });
});

test('retry makes messages due: by id, by queue, or all', async () => {
  const queue = await scratchQueue();
  const [a, b, c] = [await defer(queue, 'a.example'), await defer(queue, 'b.example'), await defer(queue, 'b.example')];
  expect(await queue.retry({ queue: 'b.example' }, START_MS)).toBe(2);
  expect(await queue.retry({ queue: 'b.example' }, START_MS)).toBe(0);
  expect(await queue.retry({ ids: [a, b], queue: 'b.example' }, START_MS)).toBe(0);
  expect((await claimAll(queue)).map((message) => message.id)).toEqual([b, c]);
  expect(await queue.retry({ ids: [a, b] }, START_MS)).toBe(1);
  expect((await claimAll(queue)).map((message) => message.id)).toEqual([a]);
  const d = await defer(queue, 'd.example');
  expect(await queue.retry({}, START_MS)).toBe(1);
  expect((await claimAll(queue)).map((message) => message.id)).toEqual([d]);
});

test('retry of a long queue does all of it', async () => {
  const queue = await scratchQueue();
  const messages = await Promise.all(Array.from({ length: 4500 }, () => acceptLeased(queue)));
  const settled = messages.map(({ id }) =>
    queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'ready')], release: release(LATER_MS) }),
  );
  await Promise.all(settled);
  expect(await queue.retry({ queue: 'example.com' }, START_MS)).toBe(4500);
  expect(await queue.nextDueMs()).toBe(START_MS);
});

test('remove takes what is not leased and says what it was', async () => {
  const queue = await scratchQueue();
  const [waiting, suspended] = [await accept(queue, 'a@example.com'), await accept(queue)];
  const { id: leased } = await acceptLeased(queue);
  await queue.suspend([suspended]);
  const removed = await queue.remove([waiting, suspended, leased, waiting, 1]);
  expect(removed.map((message) => message.id)).toEqual([waiting, suspended]);
  expect(removed[0]).toMatchObject({
    envelope: { mailFrom: 'scanner@office.example' },
    recipients: [{ address: 'a@example.com' }],
  });
  expect(queue.counts()).toMatchObject({ waiting: 0, suspended: 0, active: 1 });
});

test('a quarantined message is poison until it is resumed', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue);
  await queue.quarantine(id, 'cannot be encoded');
  expect(await queue.find(id)).toMatchObject({ status: 'poison', lastError: 'cannot be encoded' });
  expect(queue.counts()).toMatchObject({ active: 0, poison: 1, waiting: 0 });
  expect(await queue.queues()).toMatchObject([{ queue: 'Poison', messageCount: 1, nextAttemptMs: null }]);
  const settlement = { id, outcomes: [outcome(0, 'delivered')], release: null };
  await expect(queue.settle(LEASE.owner, settlement)).rejects.toMatchObject({ code: 'not-found' });
  expect(await queue.resume([id], START_MS)).toBe(1);
  expect(await queue.queues()).toMatchObject([{ queue: 'Submission', messageCount: 1 }]);
  await expect(queue.quarantine(1, 'no such message')).rejects.toMatchObject({ code: 'not-found' });
});

test('pages follow each other by id, for every filter', async () => {
  const queue = await scratchQueue();
  const ids: number[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await defer(queue, n % 2 === 0 ? 'a.example' : 'b.example'));
  const inA = ids.filter((_, n) => n % 2 === 0);
  await queue.suspend(ids.slice(0, 4));
  await queue.quarantine(ids[4] ?? 0, 'bad');
  await queue.retry({ ids: ids.slice(6, 8) }, START_MS);
  await claimAll(queue);

  const all = async (filter: Parameters<MessageQueue['page']>[0]): Promise<number[]> => {
    const found: number[] = [];
    let after: number | null = null;
    do {
      const page = await queue.page(filter, after, 2);
      found.push(...page.messages.map((message) => message.id));
      after = page.next;
    } while (after !== null);
    return found;
  };
  expect(await all({})).toEqual(ids);
  expect(await all({ queue: 'a.example' })).toEqual(inA.filter((id) => id !== ids[4]));
  expect(await all({ status: 'suspended' })).toEqual(ids.slice(0, 4));
  expect(await all({ status: 'suspended', queue: 'b.example' })).toEqual([ids[1], ids[3]]);
  expect(await all({ status: 'poison' })).toEqual([ids[4]]);
  expect(await all({ status: 'leased' })).toEqual([ids[6], ids[7]]);
  expect(await all({ status: 'leased', queue: 'b.example' })).toEqual([ids[7]]);
  expect(await all({ status: 'ready' })).toEqual([ids[5], ids[8], ids[9], ids[10], ids[11]]);
  expect(await all({ status: 'ready', queue: 'a.example' })).toEqual([ids[8], ids[10]]);
});
