import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { app, dialog, Menu } from 'electron';
import { resolveDataFolder } from '../main/cli/data-folder.ts';
import { systemClock } from '../main/clock.ts';
import { readArguments } from './arguments.ts';
import { bootTask } from './boot-task.ts';
import { createDesktop } from './desktop.ts';
import { openDesktopMemory } from './desktop-memory.ts';
import { linkEngine, startEngine } from './engine-link.ts';
import type { LinkOptions } from './engine-link.ts';
import { loginItem } from './login-item.ts';
import { quitInOrder } from './orderly-quit.ts';
import { declarePageProtocol, servePages } from './page-protocol.ts';
import { startShell } from './shell.ts';
import type { Shell } from './shell.ts';
import { speak, words } from './words.ts';

/** Entry of the desktop application. */

/** As in electron-builder.yml: Windows files toasts and the tray icon under it. */
const APP_ID = 'example.postroom.desktop';

// Started from a terminal that was closed since, it has nobody to tell; that must not end it.
process.stderr.on('error', () => undefined);
const log = (text: string, cause?: unknown): void => {
  process.stderr.write(`${text}${cause === undefined ? '' : `: ${inspect(cause)}`}\n`);
};
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const given = readArguments(process.argv.slice(1));

const linkOptions = (): LinkOptions => ({
  dataFolder: resolveDataFolder(given.data ?? undefined),
  rendererFolder: beside('../renderer/'),
  version: app.getVersion(),
  clock: systemClock,
  log,
  onStopRequested: () => app.quit(),
});

async function startDesktop(): Promise<Shell> {
  speak(app.getLocale());
  const { dataFolder, rendererFolder, ...options } = linkOptions();
  // The default menu has accelerators for developers.
  Menu.setApplicationMenu(null);
  const named = given.data === null ? null : dataFolder;
  const [login, boot] = [loginItem(named), bootTask(named)];
  await boot?.look();
  const desktop = createDesktop(login, boot);
  const link = await linkEngine({ dataFolder, rendererFolder, desktop, ...options });
  servePages(rendererFolder, (id) => link.content(id));
  return startShell({
    link,
    memory: openDesktopMemory(join(app.getPath('userData'), 'desktop.json'), log),
    loginItem: login,
    bootTask: boot,
    clock: systemClock,
    preload: beside('preload.cjs'),
    icons: beside('icons/'),
    hidden: given.hidden,
    log,
  });
}

/** The engine alone, as a scheduled task starts it at boot: no tray, no window, nobody logged in. */
async function startHeadless(): Promise<void> {
  const engine = await startEngine(linkOptions());
  quitInOrder({ begin: () => undefined, stop: () => engine.stop(), log });
}

function failed(error: unknown): void {
  log(words.cannotStart, error);
  // Nobody is there to close a box.
  if (!given.headless) dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error));
  app.exit(1);
}

declarePageProtocol();
app.enableSandbox();
app.setAppUserModelId(APP_ID);
if (given.headless) {
  // Beside a desktop of the same person, which then attaches to it: the data folder's lock keeps engines apart.
  void app.whenReady().then(startHeadless).catch(failed);
} else if (app.requestSingleInstanceLock()) {
  const shell = app.whenReady().then(startDesktop);
  app.on('second-instance', (_event, args) => {
    if (!readArguments(args).hidden) void shell.then(({ open }) => open()).catch(() => undefined);
  });
  shell.catch(failed);
} else {
  app.quit();
}
