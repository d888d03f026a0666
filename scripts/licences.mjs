import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whose work Postroom is made of: every package that is installed with it, and what the interface is built from, each
 * with the text of its licence.
 */

/** Bundled into the interface, and therefore no production dependencies. The build fails where one is missing. */
export const rendererLibraries = ['svelte', 'uplot', 'clsx', 'esm-env'];

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.]|$)/i;

/** Sorted by name: `{ name, version, licence, text }`. Throws where a package says nothing about its licence. */
export function licencesOf(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const wanted = Object.entries(packages).filter(
    ([path, { dev }]) =>
      path !== '' && (dev !== true || rendererLibraries.some((name) => path === `node_modules/${name}`)),
  );
  const found = new Map();
  for (const [path] of wanted) {
    const folder = join(root, path);
    // What is for another system is not installed here, and not shipped either.
    if (!existsSync(folder)) continue;
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const licence = typeof about.license === 'string' ? about.license : (about.license?.type ?? '');
    const text = textIn(folder) ?? standardText(licence, about);
    if (text === null) throw new Error(`${path} has no text of its licence (${licence}).`);
    found.set(`${about.name} ${about.version}`, { name: about.name, version: about.version, licence, text });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

function textIn(folder) {
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name) && statSync(join(folder, name)).isFile());
  if (files.length === 0) return null;
  return files.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** Some packages name the MIT licence and leave its text out. */
function standardText(licence, { author }) {
  if (licence !== 'MIT') return null;
  const holder = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  return MIT.replace('HOLDER', holder.replace(/\s*[<(].*$/, ''));
}

const MIT = `MIT License

Copyright (c) HOLDER

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const MODULE = 'virtual:licences';

/** Plugin of the interface's build: the list as a module of its own, and no package in the bundle that is not on it. */
export function licencesPlugin(root) {
  return {
    name: 'licences',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load: (id) => (id === `\0${MODULE}` ? `export const licences = ${JSON.stringify(licencesOf(root))};` : null),
    generateBundle(_options, bundle) {
      const known = new Set(rendererLibraries);
      for (const { moduleIds = [] } of Object.values(bundle)) {
        for (const id of moduleIds) {
          const name = packageOf(id);
          if (name !== null && !known.has(name))
            this.error(`${name} is in the bundle and not in scripts/licences.mjs.`);
        }
      }
    },
  };
}

/** `…/node_modules/@scope/name/file` */
export function packageOf(id) {
  const name = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id)?.[1];
  return name?.replace('\\', '/') ?? null;
}
