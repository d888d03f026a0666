import { existsSync, readFileSync } from 'node:fs';
import { at, productNode, run } from './toolchain.mjs';

/** Installing the dependencies, and telling whether that is needed. */

const packagesOf = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
};

/**
 * True where node_modules is not what package-lock.json says. npm keeps its own record of what it installed, last of
 * all, so an interrupted install counts as stale and a developer's own `npm install` does not.
 */
export function installIsStale() {
  const wanted = packagesOf(at('package-lock.json'));
  const installed = packagesOf(at('node_modules', '.package-lock.json'));
  if (wanted === null || installed === null || productNode() === null) return true;
  const differs = ([path, entry]) => {
    const found = installed[path];
    // Packages for other platforms are in the lock file and rightly absent here.
    if (found === undefined) return entry.optional !== true && entry.devOptional !== true;
    return found.version !== entry.version || found.integrity !== entry.integrity;
  };
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .some(differs);
}

/** `npm ci` with the npm that runs us. Rejects with one sentence where it fails. */
export async function installDependencies() {
  const npm = process.env.npm_execpath;
  const stdio = ['ignore', 2, 2];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed =
    npm !== undefined && /\.c?js$/.test(npm) && existsSync(npm)
      ? await run(process.execPath, [npm, ...args], { stdio })
      : await run('npm', args, { stdio, shell: process.platform === 'win32' });
  if (installed.code !== 0)
    throw new Error(
      'npm could not install the packages; its reason is above. Is the npm registry reachable from here?',
    );
}
