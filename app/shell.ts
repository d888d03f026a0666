import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { EngineLink } from './engine-link.ts';
import { answerPortRequests } from './page-port.ts';
import { createTray } from './tray.ts';
import { openWindow } from './window.ts';
import { words } from './words.ts';

/** Ties engine, tray and window together, and ends them in order. */

export interface ShellOptions {
  readonly link: EngineLink;
  readonly log: (text: string, cause?: unknown) => void;
}

export interface Shell {
  /** Shows the window; a second instance and the tray ask for it. */
  readonly open: () => Promise<void>;
}

export async function startShell({ link, log }: ShellOptions): Promise<Shell> {
  let window: BrowserWindow | null = null;
  let stopped = false;

  const open = async (): Promise<void> => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    const opened = openWindow(await link.windowOptions());
    window = opened;
    opened.on('closed', () => {
      window = null;
    });
  };
  const attempt = (action: Promise<unknown>): void => {
    void action.catch((error: unknown) => {
      log('The desktop could not do this.', error);
      dialog.showErrorBox(words.product, error instanceof Error ? error.message : String(error));
    });
  };

  answerPortRequests(
    () => window,
    (port) => link.servePage(port),
  );
  const show = createTray({
    ownsEngine: link.ownsEngine,
    open: () => attempt(open()),
    setService: (name, run) => attempt(link.setService(name, run)),
    quit: () => app.quit(),
  });
  link.watchStatus(show);

  // Mail goes on without a window: only the tray's Quit ends it.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    void link
      .stop()
      .catch((error: unknown) => log('Postroom did not stop in order.', error))
      .finally(() => app.quit());
  });
  await open();
  return { open };
}
