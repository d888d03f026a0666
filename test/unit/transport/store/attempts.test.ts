import { DatabaseSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { AttemptRecord } from '../../../../main/transport/queue.ts';
import { MOST_ATTEMPTS } from '../../../../main/transport/store/attempt-table.ts';
import { migrations } from '../../../../main/transport/store/schema.ts';
import {
  accept,
  acceptLeased,
  claimAll,
  LEASE,
  openIn,
  outcome,
  release,
  scratchFolder,
  scratchQueue,
  START_MS,
} from './scratch.ts';

const LATER_MS = START_MS + 1000;

function attempt(startedMs: number, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  const results = [{ verdict: 'deferred', reply: '451 4.4.0 later', error: null, recipients: [0] }] as const;
  return { startedMs, durationMs: 12, queue: 'example.com', host: 'mx.example.com', results, ...changes };
}

test('a message that stays keeps what its attempts came to, through the log, the database and a restart', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const { id } = await acceptLeased(queue);
  expect(await queue.attempts(id)).toEqual([]);
  const first = attempt(START_MS);
  await queue.settle(LEASE.owner, {
    ...{ id, outcomes: [outcome(0, 'ready')], attempts: [first] },
    release: release(LATER_MS),
  });
  await claimAll(queue, LATER_MS);
  const second = attempt(LATER_MS, { host: null });
  await queue.settle(LEASE.owner, {
    ...{ id, outcomes: [outcome(0, 'ready')], attempts: [second] },
    release: release(LATER_MS),
  });
  expect(await queue.attempts(id)).toEqual([first, second]);
  await queue.close();
  expect(await (await openIn(folder)).queue.attempts(id)).toEqual([first, second]);
});

test('a message that goes takes its attempts along', async () => {
  const folder = await scratchFolder();
  const { queue } = await openIn(folder);
  const [delivered, removed] = [await accept(queue), await accept(queue)];
  await claimAll(queue);
  for (const id of [delivered, removed]) {
    await queue.settle(LEASE.owner, {
      ...{ id, outcomes: [outcome(0, 'ready')], attempts: [attempt(START_MS)] },
      release: release(LATER_MS),
    });
  }
  await queue.remove([removed]);
  await claimAll(queue, LATER_MS);
  await queue.settle(LEASE.owner, {
    ...{ id: delivered, outcomes: [outcome(0, 'delivered')], attempts: [attempt(LATER_MS)] },
    release: release(LATER_MS),
  });
  await queue.close();
  const database = new DatabaseSync(join(folder, 'queue.db'));
  expect(database.prepare('SELECT count(*) AS rows FROM attempts').get()).toEqual({ rows: 0 });
  database.close();
});

test('only the newest attempts are kept', async () => {
  const queue = await scratchQueue();
  const id = await accept(queue);
  await claimAll(queue);
  const attempts = Array.from({ length: MOST_ATTEMPTS + 5 }, (_, at) => attempt(START_MS + at));
  await queue.settle(LEASE.owner, { id, outcomes: [outcome(0, 'ready')], attempts, release: release(LATER_MS) });
  expect(await queue.attempts(id)).toEqual(attempts.slice(5));
});

test('a database from before there were attempts is brought up to date with what it holds', async () => {
  const folder = await scratchFolder();
  const path = join(folder, 'queue.db');
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  old.exec(`${migrations.slice(0, 2).join('')} PRAGMA user_version = 2;`);
  old.close();
  const { queue } = await openIn(folder);
  const id = await accept(queue);
  await claimAll(queue);
  await queue.settle(LEASE.owner, {
    ...{ id, outcomes: [outcome(0, 'ready')], attempts: [attempt(START_MS)] },
    release: release(LATER_MS),
  });
  expect(await queue.attempts(id)).toEqual([attempt(START_MS)]);
});
