import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultDataFolder, prepareDataFolder } from '../../../main/config/data-folder.ts';
import { lockDataFolder } from '../../../main/config/data-folder-lock.ts';
import { containing, makeFolder } from './config-folder.ts';

describe('defaultDataFolder', () => {
  it.each([
    ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\Postroom'],
    ['win32', {}, 'C:\\ProgramData\\Postroom'],
    ['linux', {}, '/home/me/.local/state/postroom'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/postroom'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/postroom'],
    ['darwin', {}, '/home/me/.local/state/postroom'],
  ] as const)('on %s with %j is %s', (platform, env, folder) => {
    expect(defaultDataFolder({ platform, env, home: '/home/me' })).toBe(folder);
  });
});

describe('prepareDataFolder', () => {
  it('creates the folder for its owner alone and leaves nothing in it', async () => {
    const folder = join(await makeFolder(), 'a', 'b with space');
    expect(await prepareDataFolder(folder)).toBe(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual([]);
    expect(await prepareDataFolder(folder)).toBe(folder);
  });

  it.each([
    '\\\\server\\share',
    '//server/share',
    '\\\\?\\UNC\\server\\share',
    'smb://server/share',
    'file:///tmp/x',
    'a\0b',
  ])('refuses %j', async (folder) => {
    await expect(prepareDataFolder(folder)).rejects.toMatchObject({ code: 'data-folder-unusable' });
  });

  it('refuses a file, and a folder nothing can be made in', async () => {
    const folder = await makeFolder({ file: '' });
    await expect(prepareDataFolder(join(folder, 'file'))).rejects.toMatchObject({
      code: 'data-folder-unusable',
      message: containing('is not a folder'),
    });
    await expect(prepareDataFolder('/proc')).rejects.toMatchObject({ code: 'data-folder-unusable' });
  });
});

describe('lockDataFolder', () => {
  it('is held by one at a time', async () => {
    const folder = await makeFolder();
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toMatchObject({
      code: 'data-folder-locked',
      message: containing(folder),
    });
    await expect(lockDataFolder(join(folder, '.'))).rejects.toMatchObject({ code: 'data-folder-locked' });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    const next = await lockDataFolder(folder);
    await next.release();
  });

  it('goes to exactly one of many that start together, over a dead one too', async () => {
    const folder = await makeFolder();
    for (const leftOver of [false, true]) {
      if (leftOver) await writeFile(join(folder, 'engine.sock'), '');
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
      const held = results.filter((result) => result.status === 'fulfilled');
      expect(held).toHaveLength(1);
      expect(await readdir(folder)).toEqual(['engine.sock']);
      await held[0]?.value.release();
    }
  });

  it('is free again after its process was killed', async () => {
    const folder = await makeFolder();
    const holder = spawn(process.execPath, [fileURLToPath(new URL('hold-lock.ts', import.meta.url)), folder]);
    await once(holder.stdout, 'data');
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'data-folder-locked' });
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect(await readdir(folder)).toEqual(['engine.sock']);
    const lock = await lockDataFolder(folder);
    await lock.release();
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const folder = join(await makeFolder(), 'x'.repeat(120));
    await mkdir(folder);
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'data-folder-locked' });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });
});
