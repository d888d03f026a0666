import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { licencesOf, packageOf, rendererLibraries } from '../../../scripts/licences.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const licences = licencesOf(root);
const names = new Set(licences.map(({ name }) => name));

test('every package that is installed with Postroom is listed, with the text of its licence', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  const shipped = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true && existsSync(join(root, path)))
    .map(([path]) => packageOf(`/${path}/package.json`));
  expect(shipped.length).toBeGreaterThan(50);
  expect(shipped.filter((name) => name === null || !names.has(name))).toEqual([]);
  expect(licences.filter(({ text, version }) => text.length < 200 || version === '')).toEqual([]);
});

test('so is what the interface is built from; the build fails for what is not', () => {
  expect(rendererLibraries.filter((name) => !names.has(name))).toEqual([]);
});

test('those of the dependencies that are named are among them', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
});

test.each([
  ['/x/node_modules/svelte/src/index.js', 'svelte'],
  ['/x/node_modules/a/node_modules/@b/c/d.js', '@b/c'],
  ['C:\\x\\node_modules\\@b\\c\\d.js', '@b/c'],
  ['/x/renderer/src/main.ts', null],
])('the package of %s is %s', (id, name) => {
  expect(packageOf(id)).toBe(name);
});
