import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { draft, inline, openIn, scratchFolder, START_MS } from './scratch.ts';

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
