import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { at, productNode } from './toolchain.mjs';

/**
 * `npm start`: the desktop application where Electron's program is there, else the engine with its console.
 * Electron 45 fetches its program on first use; in an office without that host this would hang, so it is only done
 * when asked for with POSTROOM_ELECTRON_DOWNLOAD=1.
 */

const args = process.argv.slice(2);

/** Path of Electron's program, or null where it is not installed. */
function electronProgram() {
  try {
    const name = readFileSync(at('node_modules', 'electron', 'path.txt'), 'utf8').trim();
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? at('node_modules', 'electron', 'dist');
    const path = `${folder}/${name}`;
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

const exitOf = (child) =>
  new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });

/** Runs a program with our terminal; signals meant for us reach it, and we end when it has. */
function runForeground(program, programArgs, stdio = 'inherit') {
  const child = spawn(program, programArgs, { stdio, cwd: process.env.INIT_CWD ?? process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to the whole group: the child has it already, and a second one means "at once".
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return child;
}

/** Shows the console in the person's browser; quietly nothing where there is no display. */
function openBrowser(address) {
  const [program, ...rest] = { win32: ['explorer.exe'], darwin: ['open'] }[process.platform] ?? ['xdg-open'];
  const hasDisplay =
    process.platform === 'win32' || process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay || process.env.CI) return;
  const child = spawn(program, [...rest, address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`Open ${address} in a browser.`));
  child.unref();
}

const node = productNode();
if (electronProgram() === null && process.env.POSTROOM_ELECTRON_DOWNLOAD === '1') {
  await exitOf(runForeground(node, [at('node_modules', 'electron', 'install.js')]));
}
const electron = electronProgram();
if (electron !== null) {
  process.exitCode = await exitOf(runForeground(electron, [at('.'), ...args]));
} else {
  console.error(
    'Electron is not installed here, so Postroom runs without its window (POSTROOM_ELECTRON_DOWNLOAD=1 npm start fetches it).',
  );
  const child = runForeground(
    node,
    [at('dist', 'main', 'postroom.js'), 'serve', ...args],
    ['inherit', 'pipe', 'inherit'],
  );
  let shown = '';
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    if (shown === null) return;
    shown += chunk.toString();
    const address = /https?:\/\/\S+/.exec(shown)?.[0];
    // Only whole lines: the address may arrive in two pieces.
    if (address === undefined || !shown.slice(shown.indexOf(address)).includes('\n')) return;
    shown = null;
    openBrowser(address);
  });
  process.exitCode = await exitOf(child);
}
