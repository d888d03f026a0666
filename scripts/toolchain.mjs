import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things are, and how programs are started, for every script here. Runs under any Node from 20 on. */

export const root = fileURLToPath(new URL('..', import.meta.url));
export const at = (...parts) => join(root, ...parts);

/** The Node that the product runs on: the npm package `node`, else this one where it is new enough. */
export function productNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = [at('node_modules', 'node', 'bin', name), at('node_modules', '.bin', name)].find((path) =>
    existsSync(path),
  );
  if (bundled !== undefined) return bundled;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}

/** Entry file of a tool in node_modules, to be started with productNode(): no shell, no shim, any path. */
export const tool = (...parts) => at('node_modules', ...parts);

/**
 * Runs a program to its end. Resolves with its exit code and what it wrote, in order of arrival. `priority` is that of
 * os.setPriority: one above 0 has it wait for others.
 */
export function run(program, args, { priority = 0, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    if (priority !== 0 && child.pid !== undefined) setPriority(child.pid, priority);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const done = (code) => resolve({ code, output: Buffer.concat(output).toString() });
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      done(127);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}
