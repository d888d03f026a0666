import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '../../support/engine-process.ts';
import type { CliResult } from '../../support/engine-process.ts';

/** The pre script in a clone of its own, in a path with a space; npm and the bundler are stand-ins that count. */

const scripts = fileURLToPath(new URL('../../../scripts/', import.meta.url));
let clone: string;

const lockFile = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'clone' },
      'node_modules/thing': { version, integrity: `sha512-${version}` },
      'node_modules/elsewhere-only': { version: '1.0.0', optional: true },
    },
  });
const npm = `
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2, 3).join() + '\\n');
console.log('npm talks a lot');
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
delete packages[''];
delete packages['node_modules/elsewhere-only'];
fs.mkdirSync('node_modules', { recursive: true });
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;
const build = `
import fs from 'node:fs';
fs.appendFileSync('calls', 'build\\n');
fs.mkdirSync('dist', { recursive: true });
`;

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'a fresh clone '));
  await cp(scripts, join(clone, 'scripts'), { recursive: true });
  for (const folder of ['main', 'app', 'renderer']) await mkdir(join(clone, folder));
  for (const name of ['package.json', 'vite.engine.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts']) {
    await writeFile(join(clone, name), '{}');
  }
  await writeFile(join(clone, 'package-lock.json'), lockFile('1.0.0'));
  await writeFile(join(clone, 'npm.cjs'), npm);
  await writeFile(join(clone, 'scripts', 'build.mjs'), build);
});
afterAll(() => rm(clone, { recursive: true }));

/** Runs the pre script; resolves with what it did and said. */
async function prepare(): Promise<CliResult & { readonly calls: readonly string[] }> {
  await writeFile(join(clone, 'calls'), '');
  const run = `process.env.npm_execpath = ${JSON.stringify(join(clone, 'npm.cjs'))}; process.chdir(${JSON.stringify(clone)}); await import(${JSON.stringify(join(clone, 'scripts', 'prepare.mjs'))});`;
  const result = await runTool(process.execPath, ['--input-type=module', '-e', run]);
  const calls = (await readFile(join(clone, 'calls'), 'utf8')).split('\n').filter((line) => line !== '');
  return { ...result, calls };
}

test('a fresh clone is installed and built, and nothing of that is on standard output', async () => {
  const { calls, code, stdout } = await prepare();
  expect({ calls, code, stdout }).toEqual({ calls: ['ci', 'build'], code: 0, stdout: '' });
});

test('the second time there is nothing to do, and nothing is said', async () => {
  expect(await prepare()).toEqual({ calls: [], code: 0, stdout: '', stderr: '' });
});

test('a changed source is built, not installed', async () => {
  await writeFile(join(clone, 'main', 'new.ts'), 'export {};');
  expect((await prepare()).calls).toEqual(['build']);
  expect((await prepare()).calls).toEqual([]);
});

test('a changed lock file is installed and built', async () => {
  await writeFile(join(clone, 'package-lock.json'), lockFile('1.0.1'));
  expect((await prepare()).calls).toEqual(['ci', 'build']);
});

test('an installation that was interrupted is done again', async () => {
  await rm(join(clone, 'node_modules', '.package-lock.json'));
  expect((await prepare()).calls).toEqual(['ci']);
});

test('a lock left by a process that is gone does not hold up anybody', async () => {
  await writeFile(join(clone, 'main', 'new.ts'), 'export const x = 1;');
  const gone = await runTool(process.execPath, ['-p', 'process.pid']);
  await writeFile(join(clone, '.cache', 'prepare.lock'), gone.stdout.trim());
  expect((await prepare()).calls).toEqual(['build']);
});

test('a build that fails says so in one sentence and ends with 2, and is tried again', async () => {
  await writeFile(join(clone, 'scripts', 'build.mjs'), 'process.exit(1);');
  for (const { code, stdout, stderr } of [await prepare(), await prepare()]) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toBe('The build failed: see the lines above.');
  }
});
