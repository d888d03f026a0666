import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INLINE_BYTES } from '../../../../main/transport/store/body-writer.ts';
import {
  accept,
  acceptLeased,
  acceptStored,
  bodyOf,
  claimAll,
  draft,
  inline,
  LEASE,
  openIn,
  outcome,
  scratchFolder,
  scratchQueue,
  START_MS,
  storeBody,
  turnedClock,
} from './scratch.ts';

test('a message and its body are there after the queue was closed and opened again', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const id = first.queue.nextId();
  const sent = draft(id, 'a@example.com', 'b@example.org');
  expect(await first.queue.accept(sent, inline('body'))).toBeNull();
  await first.queue.close();

  const { queue, recovery } = await openIn(folder);
  expect(recovery).toEqual({
    ...{
      integrity: 'ok',
      setAside: null,
      damagedLog: null,
      leasesReclaimed: 0,
      poisoned: [],
      filesWithoutRow: 0,
      rowsWithoutFile: [],
    },
  });
  const { envelope, notBeforeMs, ...rest } = sent;
  const { recipients, ...envelopeWithout } = envelope;
  expect(await queue.find(id)).toEqual({
    ...rest,
    envelope: envelopeWithout,
    recipients: recipients.map((recipient, index) => ({
      ...recipient,
      ...{ index, status: 'ready', attempts: 0, queue: 'Submission', lastError: null },
    })),
    ...{ size: 4, status: 'ready', nextAttemptMs: notBeforeMs, attempts: 0, crashes: 0, delayNotified: false },
    lastError: null,
  });
  expect((await bodyOf(queue, id)).toString()).toBe('body');
  expect(queue.counts()).toEqual({ waiting: 1, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 });
});

test('a message accepted with a lease comes back with its body and cannot be claimed', async () => {
  const queue = await scratchQueue();
  const message = await acceptLeased(queue, 'a@example.com');
  expect(message.body?.toString()).toContain('hello');
  expect(message).toMatchObject({ leaseOwner: LEASE.owner, leaseUntilMs: LEASE.untilMs, status: 'leased' });
  expect({ ...(await queue.find(message.id)), ...LEASE }).toMatchObject({ id: message.id, status: 'leased' });
  expect(await claimAll(queue)).toEqual([]);
  expect(queue.counts()).toMatchObject({ waiting: 0, active: 1 });
});

test.each([0, 1, INLINE_BYTES, INLINE_BYTES + 1, 524_288, 3_000_001])(
  'a body of %i bytes is read as it was written',
  async (size) => {
    const folder = await scratchFolder();
    const { queue } = await openIn(folder);
    const id = queue.nextId();
    const bytes = randomBytes(size);
    const body = await storeBody(queue, id, bytes, 10_007);
    expect(body.kind).toBe(size > INLINE_BYTES ? 'file' : 'inline');
    await queue.accept(draft(id), body);
    expect((await bodyOf(queue, id)).equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'spool'))).toEqual(size > INLINE_BYTES ? [`${id}.eml`] : []);
  },
);

test('the spool file goes with the message', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const id = queue.nextId();
  await queue.accept(draft(id), await storeBody(queue, id, Buffer.alloc(300_000)), LEASE);
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
  await expect.poll(() => readdir(join(folder, 'spool'))).toEqual([]);
  await expect(queue.openBody(id)).rejects.toMatchObject({ code: 'not-found' });
});

test('an aborted body leaves nothing, whether it was finished or not', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  for (const finish of [false, true]) {
    const writer = queue.createBody(queue.nextId());
    for (let piece = 0; piece < 20; piece += 1) await writer.write(Buffer.alloc(65_536));
    if (finish) await writer.finish();
    // write() promises room for more, not that the file is there yet.
    await expect.poll(() => readdir(join(folder, 'spool'))).toHaveLength(1);
    await writer.abort();
    expect(await readdir(join(folder, 'spool'))).toEqual([]);
  }
});

test('abort leaves the body of an accepted message alone', async () => {
  const queue = await scratchQueue();
  const id = queue.nextId();
  const writer = queue.createBody(id);
  await writer.write(Buffer.alloc(400_000, 'x'));
  await queue.accept(draft(id), await writer.finish());
  await writer.abort();
  expect(await bodyOf(queue, id)).toHaveLength(400_000);
});

test('a writer that is ahead of the disk is held up', async () => {
  const queue = await scratchQueue();
  const writer = queue.createBody(queue.nextId());
  const waits = Array.from({ length: 40 }, () => writer.write(Buffer.alloc(65_536)));
  expect(waits.slice(0, 8).every((wait) => wait === null)).toBe(true);
  expect(waits.some((wait) => wait !== null)).toBe(true);
  for (const wait of waits) await wait;
  expect(await writer.finish()).toMatchObject({ kind: 'file', size: 40 * 65_536 });
});

test('ids rise, even when the clock goes back or the queue is opened again', async () => {
  const folder = await scratchFolder();
  const clock = turnedClock();
  const first = await openIn(folder, { clock });
  const ids = [first.queue.nextId(), first.queue.nextId()];
  clock.nowMs -= 3_600_000;
  ids.push(first.queue.nextId());
  await first.queue.close();
  const second = await openIn(folder, { clock });
  ids.push(second.queue.nextId());
  expect(ids).toEqual([START_MS * 16, START_MS * 16 + 1, START_MS * 16 + 2, START_MS * 16 + 3]);
});

test('the same id twice is refused without harm to the others of its batch', async () => {
  const queue = await scratchQueue();
  const id = await acceptStored(queue);
  const [again, other] = await Promise.allSettled([acceptStored(queue, id), acceptStored(queue)]);
  expect(again).toMatchObject({ status: 'rejected', reason: { code: 'store-failed' } });
  expect(other.status).toBe('fulfilled');
  expect(queue.counts().waiting).toBe(2);
});

test('many accepts at once share few commits', async () => {
  const { queue, stats } = await openIn(await scratchFolder());
  const before = stats();
  await Promise.all(Array.from({ length: 500 }, () => accept(queue)));
  const logged = stats();
  expect(logged.commits - before.commits).toBeLessThan(10);
  expect(logged.commits - before.commits).toBeGreaterThan(0);
  expect(logged.operations).toBe(before.operations);
  await queue.queues();
  expect(stats().operations - before.operations).toBe(501);
  expect(stats().commits - logged.commits).toBe(1);
  expect(stats().batches - logged.batches).toBe(2);
});

test('a closed queue says so', async () => {
  const queue = await scratchQueue();
  await queue.close();
  await expect(queue.nextDueMs()).rejects.toMatchObject({ code: 'not-running' });
});

test('a backup can be opened as a queue', async () => {
  const queue = await scratchQueue();
  const id = await accept(queue);
  const folder = await scratchFolder();
  await queue.backup(join(folder, 'queue.db'));
  expect((await stat(join(folder, 'queue.db'))).size).toBeGreaterThan(0);
  const copy = await openIn(folder);
  expect(await copy.queue.find(id)).toMatchObject({ id, status: 'ready' });
  await expect(queue.backup(join(folder, 'queue.db'))).rejects.toMatchObject({ code: 'store-failed' });
});
