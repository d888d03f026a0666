import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { at, root } from './toolchain.mjs';

/** Builds into a folder of its own and puts that in place at once, so that nobody runs half a build. */

const fresh = at('.cache', `build-${String(process.pid)}`);
const replaced = at('.cache', `replaced-${String(process.pid)}`);
const targets = [
  ['vite.engine.config.ts', '.'],
  ['vite.preload.config.ts', 'app'],
  ['vite.renderer.config.ts', 'renderer'],
];

try {
  process.chdir(root);
  for (const [configFile, folder] of targets) {
    await build({ configFile: at(configFile), logLevel: 'warn', build: { outDir: join(fresh, folder) } });
  }
  if (existsSync(at('dist'))) renameSync(at('dist'), replaced);
  renameSync(fresh, at('dist'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const path of [fresh, replaced]) rmSync(path, { recursive: true, force: true });
}
