import { expect, test } from 'vitest';
import { accept, acceptLeased, claimAll, LEASE, outcome, release, scratchQueue, START_MS } from './scratch.ts';

const LATER_MS = START_MS + 300_000;

test('delivered to all: message and body are gone', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue, 'a@example.com', 'b@example.com');
  const outcomes = [outcome(0, 'delivered'), outcome(1, 'failed')];
  await queue.settle(LEASE.owner, { id, outcomes, release: release(LATER_MS) });
  expect(await queue.find(id)).toBeNull();
  await expect(queue.openBody(id)).rejects.toMatchObject({ code: 'not-found' });
  expect(queue.counts()).toEqual({ waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 });
});

test('deferred: attempts, error and next attempt are kept, recipient by recipient', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue, 'a@example.com', 'b@example.net', 'c@example.org');
  const outcomes = [
    outcome(0, 'delivered'),
    outcome(1, 'ready', { queue: 'example.net' }),
    outcome(2, 'ready', { queue: 'example.org', attempted: false, error: 'blocked' }),
  ];
  await queue.settle(LEASE.owner, { id, outcomes, release: { ...release(LATER_MS), delayNotified: true } });
  expect(await queue.find(id)).toMatchObject({
    ...{ status: 'ready', attempts: 1, nextAttemptMs: LATER_MS, delayNotified: true, lastError: '451 4.4.0 later' },
    recipients: [
      { status: 'delivered', attempts: 1, lastError: null },
      { status: 'ready', attempts: 1, queue: 'example.net', lastError: '451 4.4.0 later' },
      { status: 'ready', attempts: 0, queue: 'example.org', lastError: 'blocked' },
    ],
  });
  expect(queue.counts()).toMatchObject({ waiting: 1, active: 0, retry: 1 });
  expect(await queue.queues()).toEqual([
    { queue: 'example.net', messageCount: 1, nextAttemptMs: LATER_MS, lastError: '451 4.4.0 later' },
  ]);
  expect(await queue.nextDueMs()).toBe(LATER_MS);
});

test('without release the lease stays until the last next hop is settled', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue, 'a@example.com', 'b@example.net');
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(1, 'delivered')], release: null });
  expect(await queue.find(id)).toMatchObject({
    status: 'leased',
    recipients: [{ status: 'ready' }, { status: 'delivered' }],
  });
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
  expect(await queue.find(id)).toBeNull();
});

test('a recipient that is done stays done', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue, 'a@example.com', 'b@example.net');
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
  const outcomes = [outcome(0, 'ready'), outcome(1, 'ready')];
  await queue.settle(LEASE.owner, { id, outcomes, release: release(LATER_MS) });
  expect((await queue.find(id))?.recipients.map((recipient) => recipient.status)).toEqual(['delivered', 'ready']);
});

test('nobody settles what is not in the queue, not leased, or leased to another', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue);
  const waiting = await accept(queue);
  const settlement = { outcomes: [outcome(0, 'delivered')], release: null };
  await expect(queue.settle('other', { id, ...settlement })).rejects.toMatchObject({ code: 'not-found' });
  await expect(queue.settle(LEASE.owner, { id: waiting, ...settlement })).rejects.toMatchObject({ code: 'not-found' });
  await expect(queue.settle(LEASE.owner, { id: 1, ...settlement })).rejects.toMatchObject({ code: 'not-found' });
  expect(queue.counts()).toMatchObject({ waiting: 1, active: 1 });
});

test('unreachable messages wait and are counted', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue);
  const outcomes = [outcome(0, 'ready', { queue: 'Unreachable', attempted: false })];
  await queue.settle(LEASE.owner, { id, outcomes, release: release(LATER_MS) });
  expect(queue.counts()).toMatchObject({ waiting: 1, unreachable: 1, retry: 0 });
});

test('claim takes what is due, the longest due first, and only once', async () => {
  const queue = await scratchQueue();
  const ids = [await accept(queue), await accept(queue), await accept(queue)];
  const [first] = await queue.claim({ ...LEASE, nowMs: START_MS, limit: 1 });
  expect(first).toMatchObject({ id: ids[0], status: 'leased', leaseOwner: LEASE.owner, body: null });
  await queue.settle(LEASE.owner, { id: ids[0] ?? 0, outcomes: [outcome(0, 'ready')], release: release(START_MS - 1) });
  expect((await claimAll(queue)).map((message) => message.id)).toEqual([ids[0], ids[1], ids[2]]);
  expect(await claimAll(queue)).toEqual([]);
  expect(await queue.nextDueMs()).toBeNull();
});

test('nothing is claimed before it is due', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue);
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'ready')], release: release(LATER_MS) });
  expect(await claimAll(queue, LATER_MS - 1)).toEqual([]);
  expect(await claimAll(queue, LATER_MS)).toHaveLength(1);
});

test('an expired lease is claimed by another, a renewed one is not', async () => {
  const queue = await scratchQueue();
  const [kept, lost] = [await acceptLeased(queue), await acceptLeased(queue)];
  await queue.renew(LEASE.owner, [kept.id, 1], LEASE.untilMs + 60_000);
  await queue.renew('other', [lost.id], LEASE.untilMs + 60_000);
  const claimed = await queue.claim({ owner: 'other', nowMs: LEASE.untilMs + 1, untilMs: LEASE.untilMs + 2, limit: 9 });
  expect(claimed.map((message) => message.id)).toEqual([lost.id]);
  const late = { id: lost.id, outcomes: [outcome(0, 'delivered')], release: null };
  await expect(queue.settle(LEASE.owner, late)).rejects.toMatchObject({ code: 'not-found' });
});
