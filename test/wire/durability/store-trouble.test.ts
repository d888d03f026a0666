import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareRelay, send } from './prepared-relay.ts';
import { eventually, statusOf } from './relay.ts';

/** What an administrator sees while the store refuses mail. */

test('a queue that cannot be written is a problem in the status, and none when mail is taken again', async () => {
  const { folder, port, start } = await prepareRelay();
  const withConsole = { args: ['--console', '127.0.0.1:0'] };
  const engine = await start(withConsole);
  expect(await send(port, 'before')).toMatch(/^250 /);
  expect((await statusOf(engine)).problems).toEqual([]);
  for (const name of ['queue.db', 'queue.db-wal', 'queue.db-shm']) await unlink(join(folder, name));
  expect(await send(port, 'while')).toMatch(/^451 4\.3\.\d /);
  expect((await statusOf(engine)).problems).toMatchObject([
    { code: 'store-failed', text: expect.stringContaining('Start Postroom again.') as string },
  ]);
  expect(await engine.stop()).toBe(0);
  const next = await start(withConsole);
  expect(await send(port, 'after')).toMatch(/^250 /);
  await eventually('nothing is wrong', async () => (await statusOf(next)).problems.length === 0);
  expect(await next.stop()).toBe(0);
});
