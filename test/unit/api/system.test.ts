import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { listBackups } from '../../../main/wiring/backup.ts';
import { makeApi } from './make-api.ts';

const caller: Caller = { role: 'admin', name: 'test' };

test('the installation says what it is and where', async () => {
  const { api, folder } = await makeApi();
  expect(await api.calls['about.get']({}, caller)).toMatchObject({
    node: process.version,
    dataFolder: folder,
    configurationFile: join(folder, 'config.json'),
  });
});

test('an engine without a desktop says so', async () => {
  const { api } = await makeApi();
  expect(await api.calls['desktop.get']({}, caller)).toBeNull();
  await expect(api.calls['desktop.change']({ startAtLogin: true }, caller)).rejects.toMatchObject({ code: 'usage' });
});

test('logs are counted, each in its folder; other files are left out', async () => {
  const { api, folder } = await makeApi();
  const receive = join(folder, 'logs', 'ProtocolLog', 'SmtpReceive');
  await mkdir(receive, { recursive: true });
  await writeFile(join(receive, 'RECV2026112208-1.LOG'), 'x'.repeat(10));
  await writeFile(join(receive, 'RECV2026112209-1.LOG'), 'x'.repeat(20));
  await writeFile(join(receive, 'notes.txt'), 'mine');
  await utimes(join(receive, 'RECV2026112208-1.LOG'), 1000, 1000);
  await utimes(join(receive, 'RECV2026112209-1.LOG'), 2000, 2000);
  const [first, second, third] = await api.calls['logs.list']({}, caller);
  expect(first).toEqual({
    ...{ log: 'receive', path: receive, files: 2, bytes: 30 },
    ...{ oldestMs: 1_000_000, newestMs: 2_000_000 },
  });
  expect([second, third]).toMatchObject([
    { log: 'send', files: 0, bytes: 0, oldestMs: null },
    { log: 'tracking', path: join(folder, 'logs', 'MessageTracking'), newestMs: null },
  ]);
});

test('an earlier revision is looked at, and gone back to as a new one', async () => {
  const { api } = await makeApi();
  const { calls } = api;
  const { revision } = await calls['config.get']({}, caller);
  const change = (name: string, baseRevision: number) =>
    calls['config.patch']({ patch: { server: { name } }, baseRevision, confirmations: [] }, caller);
  const first = await change('FIRST', revision);
  const second = await change('SECOND', first.revision);
  const report = await calls['config.checkRevision']({ revision: first.revision }, caller);
  expect(report.effects).not.toEqual([]);
  expect((await calls['config.get']({}, caller)).document.server.name).toBe('SECOND');
  const stale = { revision: first.revision, baseRevision: first.revision, confirmations: [] };
  await expect(calls['config.restore'](stale, caller)).rejects.toMatchObject({ code: 'config-conflict' });
  await calls['config.restore']({ ...stale, baseRevision: second.revision }, caller);
  expect((await calls['config.get']({}, caller)).document.server.name).toBe('FIRST');
  expect((await calls['config.history']({}, caller)).at(-1)).toMatchObject({
    author: 'test',
    summary: `Back to revision ${String(first.revision)}`,
  });
  await expect(calls['config.checkRevision']({ revision: 99 }, caller)).rejects.toMatchObject({ code: 'not-found' });
});

test('backups are listed newest first, without those that were cut short', async () => {
  const { folder } = await makeApi();
  expect(await listBackups(folder)).toEqual([]);
  for (const [name, ageS] of [
    ['old', 1000],
    ['new', 2000],
  ] as const) {
    await mkdir(join(folder, 'backups', name), { recursive: true });
    await writeFile(join(folder, 'backups', name, 'config.json'), '{}');
    await utimes(join(folder, 'backups', name), ageS, ageS);
  }
  await mkdir(join(folder, 'backups', 'cut short'));
  expect(await listBackups(folder)).toEqual([
    { path: join(folder, 'backups', 'new'), madeMs: 2_000_000 },
    { path: join(folder, 'backups', 'old'), madeMs: 1_000_000 },
  ]);
});
