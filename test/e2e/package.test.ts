import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTool } from '../support/engine-process.ts';

/** What goes into the desktop package. Electron itself is a stand-in: its program is not needed to pack ours. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const inModules = (...parts: string[]): string => join(root, 'node_modules', ...parts);
let folder: string;
let resources: string;
let packed: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack age '));
  await mkdir(join(folder, 'electron', 'resources'), { recursive: true });
  await writeFile(join(folder, 'electron', 'electron'), '#!/bin/sh\n', { mode: 0o755 });
  const config = join(folder, 'config.json');
  const overrides = {
    extends: join(root, 'electron-builder.yml'),
    electronDist: join(folder, 'electron'),
    directories: { output: join(folder, 'out') },
    // Fuses are bytes inside Electron's program, and the stand-in has none; what they are set to is tested below.
    electronFuses: null,
  };
  await writeFile(config, JSON.stringify(overrides));
  const builder = [
    inModules('electron-builder', 'cli.js'),
    '--linux',
    '--dir',
    '--config',
    config,
    '--projectDir',
    root,
  ];
  const built = await runTool(process.execPath, builder);
  if (built.code !== 0) throw new Error(`electron-builder failed:\n${built.stdout}\n${built.stderr}`);
  resources = join(folder, 'out', 'linux-unpacked', 'resources');
  const asar = inModules('@electron', 'asar', 'bin', 'asar.js');
  const listed = await runTool(process.execPath, [asar, 'list', join(resources, 'app.asar')]);
  packed = listed.stdout.split(/[\r\n]+/).filter((name) => name !== '');
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('holds the built program, its page and nothing of the sources', () => {
    const ours = packed.filter((name) => !name.startsWith('/node_modules'));
    expect(ours).toEqual(
      expect.arrayContaining([
        '/dist/app/main.js',
        '/dist/app/preload.cjs',
        '/dist/main/postroom.js',
        '/dist/main/store-worker.js',
        '/dist/renderer/index.html',
        '/package.json',
      ]),
    );
    const expected =
      /^\/(?:package\.json|dist(?:\/(?:app|app\/icons|main|renderer|renderer\/assets))?|dist\/.*\.(?:js|cjs|css|html|svg|png|ico))$/;
    expect(ours.filter((name) => !expected.test(name))).toEqual([]);
  });

  test('brings what runs and leaves what builds', async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const has = (name: string): boolean => packed.includes(`/node_modules/${name}/package.json`);
    expect(Object.keys(dependencies).filter((name) => !has(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(has)).toEqual([]);
  });

  test('keeps the store outside the archive, with all that it imports', async () => {
    const unpacked = join(resources, 'app.asar.unpacked', 'dist', 'main');
    const worker = await readFile(join(unpacked, 'store-worker.js'), 'utf8');
    const imported = [...worker.matchAll(/^import .*?from "([^"]+)"/gm)].map(([, name]) => name ?? '');
    expect(imported).toContain('node:sqlite');
    const files = imported.filter((name) => name.startsWith('./'));
    expect(imported.filter((name) => !name.startsWith('./') && !name.startsWith('node:'))).toEqual([]);
    for (const name of files) expect((await stat(join(unpacked, name))).isFile()).toBe(true);
  });
});

test('the fuses close every way to run something else with the program', async () => {
  const text = await readFile(join(root, 'electron-builder.yml'), 'utf8');
  const section = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? '';
  const fuses: unknown = Object.fromEntries(
    [...section.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name, on === 'true']),
  );
  expect(fuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});
