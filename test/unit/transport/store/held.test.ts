import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { accept, draft, inline, openIn, scratchFolder, scratchQueue, START_MS } from './scratch.ts';

/** Messages that wait for somebody to release them, from the moment they are accepted. */

const heldDraft = (id: number) => ({ ...draft(id), heldFor: 'Held: for a test.' });

test('a message that is held is suspended at once, is never claimed, and is released like any other', async () => {
  const { queue } = await openIn(await scratchFolder());
  const id = queue.nextId();
  expect(await queue.accept(heldDraft(id), inline('x'))).toBeNull();
  expect(await queue.find(id)).toMatchObject({ status: 'suspended', lastError: 'Held: for a test.' });
  const claim = { owner: 'a', nowMs: START_MS + 1000, untilMs: START_MS + 2000, limit: 10 };
  expect(await queue.claim(claim)).toEqual([]);
  expect(queue.counts()).toMatchObject({ suspended: 1, waiting: 0 });
  expect(await queue.resume([id], START_MS)).toBe(1);
  expect((await queue.claim(claim)).map((message) => message.id)).toEqual([id]);
});

test('it is held too where the process dies before the log is in the database', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const id = queue.nextId();
  await queue.accept(heldDraft(id), inline('x'));
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  const after = await openIn(copy);
  expect(await after.queue.find(id)).toMatchObject({ status: 'suspended', lastError: 'Held: for a test.' });
});

test('a large one is held as well', async () => {
  const { queue } = await openIn(await scratchFolder());
  const id = queue.nextId();
  const body = queue.createBody(id);
  await body.write(Buffer.alloc(400_000, 'x'));
  await queue.accept(heldDraft(id), await body.finish());
  expect(await queue.find(id)).toMatchObject({ status: 'suspended', size: 400_000 });
});

test('held until a time, it is claimed by itself then and not before, by a new process too', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const id = await accept(queue, 'a@x.example');
  const untilMs = START_MS + 5000;
  await queue.edit(id, { recipients: null, then: { hold: 'Held: over lunch', untilMs } });
  expect(await queue.find(id)).toMatchObject({ status: 'suspended', releaseAtMs: untilMs });
  expect(await queue.nextDueMs()).toBe(untilMs);
  const claim = { owner: 'a', untilMs: START_MS + 60_000, limit: 10 };
  expect(await queue.retry({}, START_MS)).toBe(0);
  expect(await queue.claim({ ...claim, nowMs: untilMs - 1 })).toEqual([]);
  await queue.close();
  const { queue: after } = await openIn(folder);
  expect((await after.claim({ ...claim, nowMs: untilMs })).map((message) => message.id)).toEqual([id]);
  expect(await after.find(id)).not.toHaveProperty('releaseAtMs');
  expect(after.counts()).toMatchObject({ suspended: 0, active: 1 });
});

test('released or held anew before its time, it forgets the time', async () => {
  const queue = await scratchQueue();
  const id = await accept(queue, 'a@x.example');
  const then = { hold: 'Held: over lunch', untilMs: START_MS + 5000 };
  await queue.edit(id, { recipients: null, then });
  expect(await queue.resume([id], START_MS)).toBe(1);
  expect(await queue.find(id)).toMatchObject({ status: 'ready', nextAttemptMs: START_MS });
  await queue.suspend([id]);
  expect(await queue.find(id)).not.toHaveProperty('releaseAtMs');
  await queue.edit(id, { recipients: null, then });
  await queue.edit(id, { recipients: null, then: { ...then, untilMs: null } });
  expect(await queue.find(id)).not.toHaveProperty('releaseAtMs');
  expect(await queue.nextDueMs()).toBeNull();
});
