import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, root } from './toolchain.mjs';

const SINGLE_FILES = [
  'package.json',
  'package-lock.json',
  'vite.engine.config.ts',
  'vite.preload.config.ts',
  'vite.renderer.config.ts',
  join('scripts', 'build.mjs'),
];

/** A hash of everything the build reads: its value stands in dist/ and tells whether to build again. */
export function sourceHash() {
  const hash = createHash('sha256').update(process.platform);
  const folders = ['main', 'app', 'renderer'].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const path of [...SINGLE_FILES.map((name) => at(name)), ...folders].sort()) {
    hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}
