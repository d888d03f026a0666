import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { EnvelopeRecipient, QueueEdit } from '../../../../main/transport/queue.ts';
import {
  accept,
  acceptLeased,
  LEASE,
  openIn,
  outcome,
  release,
  scratchFolder,
  scratchQueue,
  START_MS,
} from './scratch.ts';

/** What an administrator changes of a message that waits: as a whole or not at all. */

const to = (address: string): EnvelopeRecipient => ({ address, notify: [], originalRecipient: null });
const later: QueueEdit = { recipients: [to('b@x.example'), to('new@x.example')], then: 'keep' };

test('who is in the list waits, who is not is done with, and who was delivered stays so', async () => {
  const queue = await scratchQueue();
  const { id } = await acceptLeased(queue, 'a@x.example', 'b@x.example', 'c@x.example');
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: release(START_MS + 1000) });
  await queue.edit(id, { recipients: [to('B@x.example'), to('new@x.example'), to('a@x.example')], then: 'keep' });
  const found = await queue.find(id);
  expect(found?.recipients.map(({ index, address, status }) => [index, address, status])).toEqual([
    [0, 'a@x.example', 'delivered'],
    [1, 'b@x.example', 'ready'],
    [2, 'c@x.example', 'expanded'],
    [3, 'new@x.example', 'ready'],
    // He got it already; that he is asked for again is the administrator's wish.
    [4, 'a@x.example', 'ready'],
  ]);
  expect(found).toMatchObject({ status: 'ready', nextAttemptMs: START_MS + 1000 });
});

test('it is due, or held with a reason, and goes another way until it is left to routing again', async () => {
  const queue = await scratchQueue();
  const id = await accept(queue, 'a@x.example');
  await queue.edit(id, { recipients: null, then: { hold: 'Held: look at this.', untilMs: null } });
  expect(await queue.find(id)).toMatchObject({ status: 'suspended', lastError: 'Held: look at this.' });
  expect(queue.counts()).toMatchObject({ suspended: 1, waiting: 0 });
  await queue.edit(id, { recipients: null, detour: { connector: 'Out' }, then: { dueMs: START_MS } });
  expect(await queue.find(id)).toMatchObject({ status: 'ready', recipients: [{ detour: { connector: 'Out' } }] });
  await queue.edit(id, { recipients: null, detour: null, then: 'keep' });
  expect((await queue.find(id))?.recipients[0]).not.toHaveProperty('detour');
});

test('a message that is leased, gone, or would be left without anybody is refused and stays as it was', async () => {
  const queue = await scratchQueue();
  const { id: leased } = await acceptLeased(queue);
  await expect(queue.edit(leased, later)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(queue.edit(1, later)).rejects.toMatchObject({ code: 'not-found' });
  const id = await accept(queue, 'a@x.example');
  await expect(queue.edit(id, { recipients: [], then: 'keep' })).rejects.toMatchObject({ code: 'not-allowed' });
  expect((await queue.find(id))?.recipients).toMatchObject([{ address: 'a@x.example', status: 'ready' }]);
});

test('whenever the process dies, a message is there once, as it was or as it was changed, and an answered change is kept', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const ids: number[] = [];
  for (let n = 0; n < 10; n += 1) ids.push(await accept(queue, 'a@x.example', 'b@x.example'));
  const answered = new Set<number>();
  const edits = ids.map((id) => queue.edit(id, later).then(() => answered.add(id)));
  // The first answer, not the last: others are still on their way.
  await edits[0];
  const sure = new Set(answered);
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  await Promise.all(edits);
  const after = await openIn(copy);
  for (const id of ids) {
    const found = await after.queue.find(id);
    const waiting = found?.recipients
      .filter(({ status }) => status === 'ready')
      .map(({ address }) => address)
      .join();
    expect(['a@x.example,b@x.example', 'b@x.example,new@x.example']).toContain(waiting);
    if (sure.has(id)) expect(waiting).toBe('b@x.example,new@x.example');
  }
});
