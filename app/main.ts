import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import { app, dialog } from 'electron';
import { resolveDataFolder } from '../main/cli/data-folder.ts';
import { linkEngine } from './engine-link.ts';
import { declarePageProtocol, servePages } from './page-protocol.ts';
import { startShell } from './shell.ts';
import type { Shell } from './shell.ts';
import { words } from './words.ts';

/** Entry of the desktop application. */

const log = (text: string, cause?: unknown): void => {
  process.stderr.write(`${text}${cause === undefined ? '' : `: ${inspect(cause)}`}\n`);
};

function dataFolder(): string {
  // Chromium's own switches come along and are none of our business.
  const { values } = parseArgs({ args: process.argv.slice(1), options: { data: { type: 'string' } }, strict: false });
  return resolveDataFolder(typeof values.data === 'string' ? values.data : undefined);
}

async function start(): Promise<Shell> {
  servePages(fileURLToPath(new URL('../renderer/', import.meta.url)));
  const link = await linkEngine({
    dataFolder: dataFolder(),
    version: app.getVersion(),
    log,
    onStopRequested: () => app.quit(),
  });
  return startShell({ link, log });
}

declarePageProtocol();
app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  const shell = app.whenReady().then(start);
  app.on('second-instance', () => void shell.then(({ open }) => open()).catch(() => undefined));
  shell.catch((error: unknown) => {
    log(words.cannotStart, error);
    dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}
