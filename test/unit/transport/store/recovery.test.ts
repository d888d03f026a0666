import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { RecoveryReport } from '../../../../main/transport/queue.ts';
import { durability, openDatabase } from '../../../../main/transport/store/database.ts';
import {
  accept,
  acceptLeased,
  acceptStored,
  bodyOf,
  draft,
  LEASE,
  openIn,
  scratchFolder,
  START_MS,
  storeBody,
} from './scratch.ts';

const FILE_BYTES = 300_000;

/** A data folder with one small and one large message; returns their ids. */
async function filledFolder(): Promise<{ folder: string; small: number; large: number }> {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const small = await accept(queue);
  const large = queue.nextId();
  await queue.accept(draft(large), await storeBody(queue, large, Buffer.alloc(FILE_BYTES, 'large ')));
  await queue.close();
  return { folder, small, large };
}

/** Changes what no operation of the queue would. */
function meddle(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, 'queue.db'));
  database.exec(sql);
  database.close();
}

async function overwrite(path: string, position: number, bytes: Buffer): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, position);
  await file.close();
}

test('commits are synced: the settings hold on a new database and on one opened again', async () => {
  const path = join(await scratchFolder(), 'queue.db');
  for (let times = 0; times < 2; times += 1) {
    const database = openDatabase(path);
    expect(durability(database)).toEqual({ synchronous: 2, journalMode: 'wal' });
    database.close();
  }
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a database that cannot keep a write-ahead log is refused', () => {
  expect(() => openDatabase(':memory:')).toThrow(expect.objectContaining({ code: 'store-failed' }) as Error);
});

test('a queue of a newer version is refused and left alone', async () => {
  const { folder } = await filledFolder();
  meddle(folder, 'PRAGMA user_version = 99');
  await expect(openIn(folder)).rejects.toMatchObject({ code: 'store-failed' });
  expect((await readdir(folder)).filter((name) => name.includes('.bad-'))).toEqual([]);
});

test('leases of the last run are reclaimed', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const { id } = await acceptLeased(first.queue);
  const { id: held } = await acceptLeased(first.queue);
  await first.queue.suspend([held]);
  await first.queue.close();
  const reports: RecoveryReport[] = [];
  const { queue, recovery } = await openIn(folder, { onReport: (report) => reports.push(report) });
  expect(recovery.leasesReclaimed).toBe(2);
  expect(reports).toEqual([recovery]);
  expect(await queue.find(id)).toMatchObject({ status: 'ready', nextAttemptMs: START_MS });
  expect(await queue.find(held)).toMatchObject({ status: 'suspended' });
  expect(queue.counts()).toMatchObject({ waiting: 1, suspended: 1, active: 0 });
});

test('half-written bodies and bodies without a message are removed', async () => {
  const { folder, large } = await filledFolder();
  await writeFile(join(folder, 'spool', '77.eml.part'), 'half');
  await writeFile(join(folder, 'spool', '78.eml'), 'whole, but never accepted');
  const { recovery } = await openIn(folder);
  expect(recovery).toMatchObject({ filesWithoutRow: 1, rowsWithoutFile: [] });
  expect(await readdir(join(folder, 'spool'))).toEqual([`${large}.eml`]);
});

test.each([
  ['is missing', (path: string): Promise<void> => rm(path)],
  ['is truncated', (path: string): Promise<void> => truncate(path, 1000)],
  ['is empty', (path: string): Promise<void> => truncate(path, 0)],
])('a message whose body %s is set aside, the others flow', async (_, damage) => {
  const { folder, small, large } = await filledFolder();
  await damage(join(folder, 'spool', `${large}.eml`));
  const { queue, recovery } = await openIn(folder);
  expect(recovery.rowsWithoutFile).toEqual([large]);
  expect(await queue.find(large)).toMatchObject({ status: 'poison' });
  expect((await queue.find(large))?.lastError).toContain(`${large}.eml`);
  const claimed = await queue.claim({ ...LEASE, nowMs: START_MS, limit: 10 });
  expect(claimed.map((message) => message.id)).toEqual([small]);
});

test('a flipped byte in a body is found when it is read', async () => {
  const { folder, small, large } = await filledFolder();
  await overwrite(join(folder, 'spool', `${large}.eml`), 12_345, Buffer.from('?'));
  meddle(folder, `UPDATE bodies SET bytes = CAST('S' || substr(bytes, 2, length(bytes) - 2) || '?' AS BLOB)`);
  const { queue } = await openIn(folder);
  await expect(bodyOf(queue, large)).rejects.toMatchObject({ code: 'store-failed' });
  await expect(bodyOf(queue, small)).rejects.toMatchObject({ code: 'store-failed' });
});

test('a body that lost bytes while the queue was open is refused before the first one is read', async () => {
  const { folder, large } = await filledFolder();
  const { queue } = await openIn(folder);
  await truncate(join(folder, 'spool', `${large}.eml`), FILE_BYTES - 1);
  await expect(queue.openBody(large)).rejects.toMatchObject({ code: 'store-failed' });
});

test.each([
  ['with a damaged header', (path: string): Promise<void> => overwrite(path, 0, Buffer.alloc(100, 0xff))],
  ['of zero length', (path: string): Promise<void> => truncate(path, 0)],
  ['that is gone', (path: string): Promise<void> => rm(path)],
])('a database %s is set aside with its bodies, and mail is accepted again', async (_, damage) => {
  const { folder, large } = await filledFolder();
  await damage(join(folder, 'queue.db'));
  const { queue, recovery } = await openIn(folder);
  expect(recovery.integrity).toBe('replaced');
  expect(recovery.setAside).toContain('.bad-20270115T080000Z');
  expect(existsSync(recovery.setAside ?? '')).toBe(true);
  // The bodies are all that is left of those messages.
  expect(await readFile(join(folder, 'spool.bad-20270115T080000Z', `${large}.eml`))).toHaveLength(FILE_BYTES);
  expect(queue.counts().waiting).toBe(0);
  const id = await accept(queue);
  expect(await queue.find(id)).not.toBeNull();
});

test('damage inside the tables is found after an unclean end', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  await Promise.all(Array.from({ length: 500 }, () => accept(queue)));
  await queue.close();
  meddle(folder, "UPDATE meta SET value = 0 WHERE name = 'clean'");
  const database = join(folder, 'queue.db');
  const { size } = await stat(database);
  for (let page = 8; page < size / 4096; page += 3) await overwrite(database, page * 4096, Buffer.alloc(64, 0xa5));
  const second = await openIn(folder);
  expect(second.recovery.integrity).toBe('replaced');
  expect(await accept(second.queue)).toBeGreaterThan(0);
});

test('damage found while the queue is open stops accepting, and the next start sets it aside', async () => {
  const folder = await scratchFolder();
  const first = await openIn(folder);
  const ids = await Promise.all(Array.from({ length: 500 }, () => accept(first.queue)));
  await first.queue.close();
  const { queue } = await openIn(folder);
  const database = join(folder, 'queue.db');
  const { size } = await stat(database);
  for (let page = 8; page < size / 4096; page += 1) await overwrite(database, page * 4096, Buffer.alloc(64, 0xa5));
  const read = await Promise.allSettled(ids.map((id) => queue.openBody(id)));
  expect(read.some((result) => result.status === 'rejected')).toBe(true);
  await expect(acceptStored(queue)).rejects.toMatchObject({ code: 'store-failed' });
  await queue.close();
  const { recovery } = await openIn(folder);
  expect(recovery.integrity).toBe('replaced');
});

test('figures are the same after opening as before closing', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const ids = await Promise.all(Array.from({ length: 6 }, () => accept(queue)));
  await queue.suspend(ids.slice(0, 2));
  await queue.quarantine(ids[2] ?? 0, 'bad');
  const [claimed] = await queue.claim({ ...LEASE, nowMs: START_MS, limit: 1 });
  const outcomes = [{ index: 0, status: 'ready', queue: 'Unreachable', error: 'no route', attempted: true } as const];
  const release = { nextAttemptMs: START_MS + 1, lastError: 'no route', delayNotified: false };
  await queue.settle(LEASE.owner, { id: claimed?.id ?? 0, outcomes, release });
  const before = { counts: queue.counts(), queues: await queue.queues() };
  expect(before.counts).toEqual({ waiting: 3, active: 0, retry: 1, suspended: 2, unreachable: 1, poison: 1 });
  await queue.close();
  const { queue: again } = await openIn(folder);
  expect(again.counts()).toEqual(before.counts);
  const byName = (a: { queue: string }, b: { queue: string }): number => a.queue.localeCompare(b.queue);
  expect([...(await again.queues())].sort(byName)).toEqual([...before.queues].sort(byName));
});
