import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { openSuspendedQueues, SUSPENDED_QUEUES_FILE } from '../../../main/wiring/suspended-queues.ts';

async function folderOf(text?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-suspended-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, SUSPENDED_QUEUES_FILE);
  if (text !== undefined) await writeFile(path, text);
  const reported: unknown[] = [];
  const open = () => openSuspendedQueues(folder, systemClock, (error) => reported.push(error));
  return { folder, path, reported, open };
}

it('knows after a restart what was kept last', async () => {
  const { open, path } = await folderOf();
  const first = await open();
  expect(first.names).toEqual([]);
  await Promise.all([first.save(['a.example']), first.save(['a.example', '[10.0.0.1]']), first.save(['b.example'])]);
  expect((await open()).names).toEqual(['b.example']);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(['b.example']);
});

it.each([
  ['torn', '["a.exa'],
  ['zeros', '\0\0\0\0'],
  ['of another shape', '{"a.example":true}'],
])('sets a file aside that is %s, says so, and goes on', async (_what, text) => {
  const { open, folder, reported } = await folderOf(text);
  const opened = await open();
  expect(opened.names).toEqual([]);
  expect(reported).toMatchObject([
    { code: 'store-failed', message: expect.stringContaining('suspend them again') as string },
  ]);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^suspended-queues\.json\.bad-\d{8}T\d{6}Z$/)]);
  await opened.save(['a.example']);
  expect((await open()).names).toEqual(['a.example']);
});

it('says in words that it cannot be kept, and keeps the next one', async () => {
  const { open, path } = await folderOf();
  const opened = await open();
  await mkdir(path);
  await expect(opened.save(['a.example'])).rejects.toMatchObject({ code: 'store-failed' });
  await rmdir(path);
  await opened.save(['a.example']);
  expect((await open()).names).toEqual(['a.example']);
});
