import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { installDependencies, installIsStale } from './install.mjs';
import { sourceHash } from './sources.mjs';
import { at, productNode, run } from './toolchain.mjs';

/**
 * Makes a clone ready to run: installs what the lock file says when that is missing or stale, and builds when a
 * source changed. Says nothing, and takes no time worth naming, when there is nothing to do. Messages go to standard
 * error, so that `postroom … --json` prints JSON alone.
 */

const say = (text) => process.stderr.write(`${text}\n`);
const lock = at('.cache', 'prepare.lock');
const LOCK_STALE_MS = 10 * 60_000;

const builtHash = () => (existsSync(at('dist', 'sources')) ? readFileSync(at('dist', 'sources'), 'utf8') : null);
const lockAgeMs = () => {
  try {
    return Date.now() - statSync(lock).mtimeMs;
  } catch {
    return Infinity;
  }
};

/** One preparation at a time: two npm scripts started together must not build into each other. */
async function withLock(action) {
  mkdirSync(at('.cache'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (lockIsAbandoned()) rmSync(lock, { force: true });
      else await delay(100);
    }
  }
  try {
    return await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function lockIsAbandoned() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return lockAgeMs() > LOCK_STALE_MS;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function prepare() {
  if (installIsStale()) {
    say('Installing what package-lock.json names (a minute or two) …');
    await installDependencies();
  }
  const node = productNode();
  if (node === null) throw new Error('Node 24 is missing: run "npm ci" once, or install Node 24 or newer.');
  const hash = sourceHash();
  if (builtHash() === hash) return;
  say('Building …');
  const built = await run(node, [at('scripts', 'build.mjs')], { stdio: ['ignore', 2, 2] });
  if (built.code !== 0) throw new Error('The build failed: see the lines above.');
  writeFileSync(at('dist', 'sources'), hash);
}

try {
  if (installIsStale() || builtHash() !== sourceHash()) await withLock(prepare);
} catch (error) {
  say(error.message);
  process.exitCode = 2;
}
