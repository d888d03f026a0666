import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderFault } from '../../../../main/delivery/attachments/folder-fault.ts';
import { exampleNames, tryFolder } from '../../../../main/delivery/attachments/try-folder.ts';

const at = new Date(2026, 10, 22, 14, 5, 33).getTime();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-try-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

test.each([
  ['{date} {time} {name}', ['2026-11-22 14-05-33 scan0001.pdf', '2026-11-22 14-05-33 scan0001 (2).pdf']],
  ['{device} {counter}', ['Büro MFP 0001.pdf', 'Büro MFP 0002.pdf']],
  ['{subject}', ['Scan.pdf', 'Scan (2).pdf']],
])('%s names scans as they would be saved', (pattern, expected) => {
  const examples = exampleNames(pattern, 'Büro MFP', at);
  expect(examples.slice(0, 2).map(({ saved }) => saved)).toEqual(expected);
  expect(examples.at(-1)).toMatchObject({ name: 'IMG_0042.tif', saved: expect.stringMatching(/\.tif$/) as string });
});

test('a folder that takes files is left as it was', async () => {
  expect(await tryFolder(folder, 'linux')).toEqual({ state: 'ready', code: null });
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is not made', async () => {
  expect(await tryFolder(join(folder, 'gone'), 'linux')).toEqual({ state: 'missing', code: 'ENOENT' });
  await writeFile(join(folder, 'file'), '');
  expect(await tryFolder(join(folder, 'file'), 'linux')).toMatchObject({ state: 'missing' });
  expect(await readdir(folder)).toEqual(['file']);
});

test.each([
  ['\\\\server\\scans', 'linux'],
  ['/srv/scans', 'win32'],
] as const)('%s is no path of %s', async (path, platform) => {
  expect(await tryFolder(path, platform)).toEqual({ state: 'foreign', code: null });
});

test.each([
  ['EACCES', 'forbidden'],
  ['EPERM', 'forbidden'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['ENETUNREACH', 'unreachable'],
])('%s means %s', (code, state) => {
  expect(folderFault(Object.assign(new Error('x'), { code }))).toEqual({ state, code });
});
