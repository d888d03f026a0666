import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mountSmallDisk, requireMount } from '../../../support/small-disk.ts';
import { acceptLeased, bodyOf, claimAll, draft, inline, LEASE, openIn, outcome, storeBody } from './scratch.ts';

const mayMount = await requireMount();
const MIB = 1_048_576;

test.runIf(mayMount)('accept says that the disk is full, settling goes on, and it recovers', async () => {
  const { folder } = await mountSmallDisk(40 * MIB);
  const { queue } = await openIn(folder);
  await writeFile(join(folder, 'ballast'), Buffer.alloc(18_000_000));
  const kept: number[] = [];
  let failure: unknown = null;
  while (failure === null && kept.length < 600) {
    const id = queue.nextId();
    const body = inline('x'.repeat(100_000));
    await queue.accept(draft(id), body, LEASE).then(
      () => kept.push(id),
      (error: unknown) => (failure = error),
    );
  }
  expect(failure).toMatchObject({ code: 'disk-full' });
  expect(queue.counts().active).toBe(kept.length);
  // One commit each, which no full disk may stop.
  for (const id of kept.slice(1)) {
    await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'delivered')], release: null });
  }
  await expect(acceptLeased(queue)).rejects.toMatchObject({ code: 'disk-full' });
  // It opens on a full disk, too; closing gave back the space of the log.
  await queue.close();
  await writeFile(join(folder, 'more'), Buffer.alloc(40_000_000)).catch(() => undefined);
  const { queue: again } = await openIn(folder);
  expect(await bodyOf(again, kept[0] ?? 0)).toHaveLength(100_000);
  await expect(acceptLeased(again)).rejects.toMatchObject({ code: 'disk-full' });
  await rm(join(folder, 'more'));
  expect((await acceptLeased(again)).status).toBe('leased');
});

test.runIf(mayMount)('a body that does not fit leaves nothing behind', async () => {
  const { folder } = await mountSmallDisk(40 * MIB);
  const { queue } = await openIn(folder);
  const id = queue.nextId();
  const writer = queue.createBody(id);
  const write = async (): Promise<void> => {
    for (let piece = 0; piece < 800; piece += 1) await writer.write(Buffer.alloc(65_536));
    await writer.finish();
  };
  await expect(write()).rejects.toMatchObject({ code: 'disk-full' });
  await writer.abort();
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
  const small = queue.nextId();
  await queue.accept(draft(small), await storeBody(queue, small, Buffer.alloc(300_000)));
  expect(await claimAll(queue)).toHaveLength(1);
});

test.runIf(mayMount)('nothing that was accepted before the disk filled up is lost', async () => {
  const { folder } = await mountSmallDisk(24 * MIB);
  const first = await openIn(folder);
  const kept: number[] = [];
  const { id } = await acceptLeased(first.queue);
  await writeFile(join(folder, 'ballast'), Buffer.alloc(24_000_000)).catch(() => undefined);
  // Some of them may have room in the log of the database.
  const accepts = Array.from({ length: 50 }, async () => {
    const more = first.queue.nextId();
    await first.queue.accept(draft(more), inline('x'.repeat(100_000)), LEASE);
    kept.push(more);
  });
  const refused = (await Promise.allSettled(accepts)).filter((result) => result.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ reason }) => (reason as { code: string }).code === 'disk-full')).toBe(true);
  await rm(join(folder, 'ballast'));
  await first.queue.close();
  const { queue } = await openIn(folder);
  const { messages } = await queue.page({}, null, 100);
  expect(messages.map((message) => message.id)).toEqual([id, ...kept]);
  expect(messages.every(({ status }) => status === 'ready')).toBe(true);
});
