import { existsSync } from 'node:fs';
import { cp, mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { MessageQueue } from '../../../../main/transport/queue.ts';
import { openDatabase } from '../../../../main/transport/store/database.ts';
import { scanFrames } from '../../../../main/transport/store/log-frame.ts';
import { replayLog } from '../../../../main/transport/store/log-recovery.ts';
import { LogSegment, parseSegmentName, SEGMENT_BYTES } from '../../../../main/transport/store/log-segment.ts';
import { recoverStore, type OpenStore } from '../../../../main/transport/store/recovery.ts';
import { Store } from '../../../../main/transport/store/store.ts';
import { Tally } from '../../../../main/transport/store/tally.ts';
import {
  accept,
  acceptLeased,
  bodyOf,
  draft,
  inline,
  LEASE,
  openIn,
  outcome,
  release,
  scratchFolder,
  START_MS,
  turnedClock,
} from './scratch.ts';

const delivered = { outcomes: [outcome(0, 'delivered')], release: null };

async function segments(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'queue-log'))).filter((name) => name.endsWith('.log')).sort();
}

/** Ids by status, as the next start finds them. The database is closed again, and the folder left as it is then. */
function recover(folder: string): { rows: Record<number, string>; recovery: OpenStore['recovery']; lastId: number } {
  const { database, recovery, lastId } = recoverStore({
    ...{ databasePath: join(folder, 'queue.db'), spoolFolder: join(folder, 'spool') },
    ...{ reservePath: join(folder, 'queue.reserve'), logFolder: join(folder, 'queue-log') },
    ...{ nowMs: START_MS, poisonThreshold: 2, inFlight: [], mode: 'recover' },
  });
  const rows = database.prepare('SELECT id, status FROM messages').all();
  database.close();
  return { rows: Object.fromEntries(rows.map((row) => [Number(row['id']), String(row['status'])])), recovery, lastId };
}

/** What a process that is killed at this moment leaves; the queue that made it may go on. */
async function snapshotOf(folder: string): Promise<string> {
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

async function fill(queue: MessageQueue, count: number, bytes: number): Promise<number[]> {
  const ids = Array.from({ length: count }, () => queue.nextId());
  await Promise.all(ids.map((id) => queue.accept(draft(id), inline('x'.repeat(bytes)), LEASE)));
  return ids;
}

test('a message that is delivered at once never reaches the database, and looks as if it did', async () => {
  const { queue, stats } = await openIn(await scratchFolder());
  const before = stats().operations;
  const { id } = await acceptLeased(queue);
  expect(queue.counts()).toMatchObject({ waiting: 0, active: 1 });
  expect(await queue.find(id)).toMatchObject({ id, status: 'leased', size: 24 });
  expect(await queue.find(id)).not.toHaveProperty('body');
  expect((await bodyOf(queue, id)).toString()).toContain('hello');
  await queue.settle(LEASE.owner, { id, ...delivered });
  expect(stats().operations).toBe(before);
  expect(queue.counts()).toMatchObject({ active: 0 });
  expect(await queue.find(id)).toBeNull();
  await expect(queue.openBody(id)).rejects.toMatchObject({ code: 'not-found' });
});

test('pages have those in the log at their place among those in the database', async () => {
  const { queue } = await openIn(await scratchFolder());
  const ids: number[] = [];
  for (let n = 0; n < 9; n += 1) ids.push(n % 2 === 0 ? (await acceptLeased(queue)).id : await accept(queue));
  const first = await queue.page({}, null, 4);
  expect(first.messages.map(({ id }) => id)).toEqual(ids.slice(0, 4));
  const rest = await queue.page({}, first.next, 5);
  expect(rest.messages.map(({ id }) => id)).toEqual(ids.slice(4));
  expect(rest.next).toBeNull();
  const hot = ids.filter((_, n) => n % 2 === 0);
  expect((await queue.page({ status: 'leased' }, null, 9)).messages.map(({ id }) => id)).toEqual(hot);
  expect((await queue.page({ queue: 'Submission' }, null, 9)).messages).toHaveLength(9);
  expect((await queue.page({ status: 'ready' }, null, 9)).messages).toHaveLength(4);
  expect((await queue.page({ queue: 'example.com' }, null, 9)).messages).toEqual([]);
});

test('killed: what was settled stays gone, what was not is ready, at its place and with its body', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [gone, kept, last] = [await acceptLeased(queue), await acceptLeased(queue), await acceptLeased(queue)];
  await queue.settle(LEASE.owner, { id: gone.id, ...delivered });
  await queue.settle(LEASE.owner, { id: last.id, ...delivered });
  const copy = await snapshotOf(folder);
  const { queue: next, recovery } = await openIn(copy);
  expect(recovery).toMatchObject({ integrity: 'ok', damagedLog: null, leasesReclaimed: 1 });
  const { leaseOwner, leaseUntilMs, body, ...message } = kept;
  expect(await next.find(kept.id)).toEqual({ ...message, status: 'ready' });
  expect([leaseOwner, leaseUntilMs]).toEqual([LEASE.owner, LEASE.untilMs]);
  expect(await bodyOf(next, kept.id)).toEqual(body);
  expect((await next.page({}, null, 9)).messages).toHaveLength(1);
  expect(next.nextId()).toBeGreaterThan(last.id);
  expect(await segments(copy)).toEqual([]);
});

test('torn at any byte of its last frame, the log has all but the last message', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const first = await acceptLeased(queue);
  const last = queue.nextId();
  await queue.accept(draft(last), inline('short'), LEASE);
  const [name = ''] = await segments(folder);
  const bytes = await readFile(join(folder, 'queue-log', name));
  const parsed = parseSegmentName(name);
  if (parsed === null || parsed === 'spare') throw new Error(`${name} is no segment`);
  const { end } = scanFrames(bytes, parsed.marker);
  const start = bytes.lastIndexOf(parsed.marker);
  expect(end - start).toBeGreaterThan(300);
  const torn = await scratchFolder();
  const database = openDatabase(join(torn, 'queue.db'));
  const store = new Store(database, new Tally());
  for (let length = start; length <= end; length += 1) {
    await writeFile(join(torn, name), bytes.subarray(0, length));
    database.exec('BEGIN');
    const { files, ...found } = replayLog(store, torn);
    const ids = store.table.page({}, -1, 9).map(({ id }) => id);
    database.exec('ROLLBACK');
    const whole = length === end ? [first.id, last] : [first.id];
    expect({ ...found, ids }).toEqual({ messages: whole.length, lastId: whole.at(-1), ids: whole });
    expect(files).toEqual([{ name, number: 1, isDamaged: false }]);
  }
  database.close();
});

test('damage before the end is reported, the file set aside, and the rest brought back', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const messages = [await acceptLeased(queue), await acceptLeased(queue), await acceptLeased(queue)];
  const copy = await snapshotOf(folder);
  const [name = ''] = await segments(copy);
  const path = join(copy, 'queue-log', name);
  const at = (await readFile(path)).indexOf(`"id":${messages[1]?.id ?? 0}`);
  const file = await open(path, 'r+');
  await file.write('?', at);
  await file.close();
  const { rows, recovery } = recover(copy);
  expect(Object.keys(rows).map(Number)).toEqual([messages[0]?.id, messages[2]?.id]);
  expect(recovery.damagedLog).toBe(join(copy, 'queue-log.bad-20270115T080000Z'));
  expect(await readdir(recovery.damagedLog ?? '')).toEqual([name]);
  expect(await segments(copy)).toEqual([]);
  expect(recover(copy).recovery.damagedLog).toBeNull();
});

test('a segment that lost its end is found out by the next one', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const ids = await fill(queue, 60, 100_000);
  const copy = await snapshotOf(folder);
  const names = await segments(copy);
  expect(names.length).toBe(2);
  await truncate(join(copy, 'queue-log', names[0] ?? ''), 3_000_000);
  const { rows, recovery } = recover(copy);
  expect(await readdir(recovery.damagedLog ?? '')).toEqual([names[0]]);
  expect(Object.keys(rows).length).toBeGreaterThan(40);
  expect(Object.keys(rows).length).toBeLessThan(ids.length);
});

test('files that are still there after their messages were brought back change nothing', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [first, second] = [await acceptLeased(queue), await acceptLeased(queue)];
  const copy = await snapshotOf(folder);
  const log = await snapshotOf(join(copy, 'queue-log'));
  recover(copy);
  // As if the process had died between the commit and the removal of the files: the marks are still there, too.
  await cp(log, join(copy, 'queue-log'), { recursive: true });
  const database = new DatabaseSync(join(copy, 'queue.db'));
  database.exec(`INSERT INTO logged SELECT 1, id FROM messages; DELETE FROM messages WHERE id = ${first.id}`);
  database.close();
  const { rows, recovery } = recover(copy);
  expect(rows).toEqual({ [second.id]: 'ready' });
  expect(recovery.leasesReclaimed).toBe(0);
  expect(await segments(copy)).toEqual([]);
});

test('what stays behind moves to the database as it is, and the log does not bring it back', async () => {
  const folder = await scratchFolder();
  const { queue, stats } = await openIn(folder);
  const [deferred, half] = [await acceptLeased(queue), await acceptLeased(queue, 'a@a.example', 'b@b.example')];
  const before = stats().operations;
  await queue.settle(LEASE.owner, { id: deferred.id, outcomes: [outcome(0, 'ready')], release: release(START_MS + 5) });
  await queue.settle(LEASE.owner, { id: half.id, outcomes: [outcome(1, 'delivered')], release: null });
  expect(stats().operations - before).toBe(2);
  expect(await queue.find(deferred.id)).toMatchObject({ status: 'ready', attempts: 1, nextAttemptMs: START_MS + 5 });
  expect(queue.counts()).toMatchObject({ waiting: 1, active: 1, retry: 1 });
  await queue.settle(LEASE.owner, { id: half.id, ...delivered });
  expect(recover(await snapshotOf(folder)).rows).toEqual({ [deferred.id]: 'ready' });
});

test('what is here for long moves to the database, and can be settled there', async () => {
  const clock = turnedClock();
  const folder = await scratchFolder();
  const { queue, stats } = await openIn(folder, { clock });
  const old = await acceptLeased(queue);
  clock.fire();
  const young = await acceptLeased(queue);
  const before = stats().operations;
  clock.fire();
  await expect.poll(() => stats().operations - before).toBe(1);
  expect(queue.counts().active).toBe(2);
  for (const { id } of [old, young]) await queue.settle(LEASE.owner, { id, ...delivered });
  expect(queue.counts().active).toBe(0);
  expect(recover(await snapshotOf(folder)).rows).toEqual({});
});

test('a long log lets go of its files as they are done with, the oldest first, and uses them again', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [oldest = 0, ...others] = await fill(queue, 60, 100_000);
  for (const id of others) await queue.settle(LEASE.owner, { id, ...delivered });
  expect(await segments(folder)).toHaveLength(2);
  await queue.settle(LEASE.owner, { id: oldest, ...delivered });
  await expect.poll(() => segments(folder)).toHaveLength(1);
  expect((await readdir(join(folder, 'queue-log'))).filter((name) => name.startsWith('spare-'))).toHaveLength(1);
  const more = await fill(queue, 40, 100_000);
  expect(await segments(folder)).toHaveLength(2);
  expect(await readdir(join(folder, 'queue-log'))).toHaveLength(2);
  const { rows, recovery } = recover(await snapshotOf(folder));
  expect(Object.keys(rows).map(Number)).toEqual(more);
  expect(recovery.damagedLog).toBeNull();
});

test('a spare file that somebody took away or holds costs nobody his message', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const spares = async () => (await readdir(join(folder, 'queue-log'))).filter((name) => name.startsWith('spare-'));
  for (const id of await fill(queue, 60, 100_000)) await queue.settle(LEASE.owner, { id, ...delivered });
  await expect.poll(spares).toHaveLength(1);
  for (const name of await spares()) await rm(join(folder, 'queue-log', name));
  const more = await fill(queue, 60, 100_000);
  expect(Object.keys(recover(await snapshotOf(folder)).rows).map(Number)).toEqual(more);
});

test('the log does not grow beyond its bound: the oldest messages move', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const ids = await fill(queue, Math.ceil((18 * SEGMENT_BYTES) / 200_000), 200_000);
  expect((await readdir(join(folder, 'queue-log'))).length).toBeLessThanOrEqual(19);
  expect(queue.counts().active).toBe(ids.length);
  await expect.poll(async () => (await segments(folder)).length, { timeout: 15_000 }).toBeLessThanOrEqual(16);
  expect((await queue.page({}, null, 1000)).messages.map(({ id }) => id)).toEqual(ids);
  await Promise.all(ids.map((id) => queue.settle(LEASE.owner, { id, ...delivered })));
  expect(queue.counts().active).toBe(0);
});

test.each(['write', 'sync'] as const)(
  'a %s that fails ends the file: nobody it refused comes back, nobody it settled',
  async (step) => {
    const folder = await scratchFolder();
    const clock = turnedClock();
    const { queue } = await openIn(folder, { clock });
    const [alive, settled] = [await acceptLeased(queue), await acceptLeased(queue)];
    await queue.settle(LEASE.owner, { id: settled.id, ...delivered });
    // No file system here fails on request; what really happens to the frames is left to the real one.
    vi.spyOn(LogSegment.prototype, step).mockImplementationOnce(async function (this: LogSegment, bytes: Buffer) {
      await (step === 'sync' ? this.sync() : this.write(bytes));
      throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    });
    await expect(acceptLeased(queue)).rejects.toMatchObject({ code: 'store-failed' });
    const through = await acceptLeased(queue);
    await expect.poll(() => storedIds(folder)).toEqual([alive.id, through.id]);
    clock.nowMs += 1001;
    const again = await acceptLeased(queue);
    await queue.settle(LEASE.owner, { id: alive.id, ...delivered });
    expect(recover(await snapshotOf(folder)).rows).toEqual({ [through.id]: 'ready', [again.id]: 'ready' });
  },
);

/** Ids of the rows, while the queue is open. */
function storedIds(folder: string): number[] {
  const database = new DatabaseSync(join(folder, 'queue.db'), { readOnly: true });
  const ids = database.prepare('SELECT id FROM messages ORDER BY id').all();
  database.close();
  return ids.map((row) => Number(row['id']));
}

test('a file of the log that was removed is noticed before anything more is answered', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const first = await acceptLeased(queue);
  for (const name of await segments(folder)) await rm(join(folder, 'queue-log', name));
  await expect(acceptLeased(queue)).rejects.toMatchObject({ code: 'store-failed' });
  await expect.poll(() => storedIds(folder)).toEqual([first.id]);
});

test('a message that is suspended, set aside or backed up moves first', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [held, bad, other] = [await acceptLeased(queue), await acceptLeased(queue), await acceptLeased(queue)];
  expect(await queue.suspend([held.id])).toBe(1);
  await queue.quarantine(bad.id, 'bad');
  expect(await queue.remove([other.id])).toEqual([]);
  expect(await queue.retry({ ids: [other.id] }, START_MS)).toBe(0);
  const target = await scratchFolder();
  await queue.backup(join(target, 'queue.db'));
  await mkdir(join(target, 'queue-log'));
  expect(recover(target).rows).toEqual({ [held.id]: 'suspended', [bad.id]: 'poison', [other.id]: 'ready' });
});

test('a crash is blamed on what was being delivered out of the log', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [bad, good] = [await acceptLeased(queue), await acceptLeased(queue)];
  queue.beginAttempt(bad.id);
  const copy = await snapshotOf(folder);
  const first = await openIn(copy);
  expect(await first.queue.find(bad.id)).toMatchObject({ crashes: 1, status: 'ready' });
  expect(await first.queue.find(good.id)).toMatchObject({ crashes: 0, status: 'ready' });
  first.queue.beginAttempt(bad.id);
  const second = await openIn(await snapshotOf(copy));
  expect(second.recovery).toMatchObject({ poisoned: [bad.id] });
});

test('closing leaves no files, and keeps what could not be moved', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const { id } = await acceptLeased(queue);
  await queue.close();
  expect(await readdir(join(folder, 'queue-log'))).toEqual([]);
  expect(existsSync(join(folder, 'queue-log'))).toBe(true);
  const { rows, lastId } = recover(folder);
  expect(rows).toEqual({ [id]: 'ready' });
  expect(lastId).toBe(id);
});

test('messages too large for a frame, and those for which there is no room in a batch, are kept all the same', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const addresses = Array.from({ length: 2000 }, (_, n) => `somebody-with-a-long-name-${n}@department.example.com`);
  const id = queue.nextId();
  await queue.accept(draft(id, ...addresses), inline('x'.repeat(200_000)), LEASE);
  const others = await fill(queue, 20, 262_144);
  const { rows } = recover(await snapshotOf(folder));
  expect(Object.keys(rows).map(Number)).toEqual([id, ...others]);
});
