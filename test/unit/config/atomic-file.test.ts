import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../main/config/atomic-file.ts';
import { mountSmallDisk, requireMount } from '../../support/small-disk.ts';
import { makeFolder, standingClock } from './config-folder.ts';

const mayMount = await requireMount();

describe('replaceFile', () => {
  it('replaces the text, for the owner alone, and leaves nothing else behind', async () => {
    const folder = await makeFolder({ a: 'old' });
    await Promise.all(
      ['x', 'y', 'z'].map((text) => replaceFile(join(folder, 'a'), text.repeat(100_000), standingClock)),
    );
    expect(await readFile(join(folder, 'a'), 'utf8')).toMatch(/^(?:x{100000}|y{100000}|z{100000})$/);
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('leaves the old file where the new one cannot take its place', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'a', 'b'), { recursive: true });
    await expect(replaceFile(join(folder, 'a'), 'text', standingClock)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['a']);
  });

  // A disk that fills in the middle of the text: the write is short, and must not be taken for a whole one.
  it.runIf(mayMount)('keeps the old text on a full disk', async () => {
    const { folder } = await mountSmallDisk(65_536);
    const path = join(folder, 'config.json');
    await replaceFile(path, 'good'.repeat(1000), standingClock);
    await expect(replaceFile(path, 'x'.repeat(100_000), standingClock)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readFile(path, 'utf8')).toBe('good'.repeat(1000));
    expect(await readdir(folder)).toEqual(['config.json']);
  });
});
