import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Clock } from '../main/clock.ts';
import { PostroomError } from '../main/errors.ts';
import type { BootTask } from './boot-task.ts';
import type { DesktopMemory } from './desktop-memory.ts';
import type { EngineLink } from './engine-link.ts';
import type { LoginItem } from './login-item.ts';
import { createNotifier } from './notifier.ts';
import { quitInOrder } from './orderly-quit.ts';
import { answerPortRequests } from './page-port.ts';
import { printerSettings } from './printer-settings.ts';
import { Toasts, toastsOf } from './toasts.ts';
import type { Toast } from './toasts.ts';
import { createTray } from './tray.ts';
import { goToPage, openWindow } from './window.ts';
import { words } from './words.ts';

/** Ties engine, tray, toasts and window together, and ends them in order. */

export interface ShellOptions {
  readonly link: EngineLink;
  readonly memory: DesktopMemory;
  readonly loginItem: LoginItem | null;
  readonly bootTask: BootTask | null;
  readonly clock: Clock;
  /** The preload script. */
  readonly preload: string;
  /** Folder of the built icons. */
  readonly icons: string;
  /** Starts in the tray, without the window. */
  readonly hidden: boolean;
  readonly log: (text: string, cause?: unknown) => void;
}

export interface Shell {
  /** Shows the window; a second instance, the tray and toasts ask for it. */
  readonly open: (page?: Toast['page']) => Promise<void>;
}

export async function startShell(options: ShellOptions): Promise<Shell> {
  const { link, memory, clock, icons, log } = options;
  const icon = join(icons, 'postroom.png');
  let window: BrowserWindow | null = null;
  let opening: Promise<void> | null = null;

  const failed = (error: unknown): void => {
    log('The desktop could not do this.', error);
    dialog.showErrorBox(words.product, error instanceof Error ? error.message : String(error));
  };
  const attempt = (action: Promise<unknown>): void => void action.catch(failed);
  const notify = createNotifier(icon, (page) => attempt(open(page)));

  const openNew = async (page: string | undefined): Promise<void> => {
    const { address, usesPort } = await link.page();
    if (isQuitting()) return;
    const opened = openWindow({
      address: page === undefined ? address : `${address}#${page}`,
      preload: usesPort ? options.preload : null,
      icon,
      memory,
      onFailure: failed,
    });
    window = opened;
    opened.on('closed', () => {
      if (window === opened) window = null;
      if (!isQuitting() && !memory.current().toldThatItGoesOn) {
        memory.change({ toldThatItGoesOn: true });
        notify({ title: words.goesOn, body: words.goesOnWhere, page: 'overview' });
      }
    });
    // The system is about to end the session: what can still be done in order is done.
    opened.on('session-end', () => app.quit());
  };
  const open = async (page?: Toast['page']): Promise<void> => {
    if (window === null) {
      // Two clicks in a row are one wish.
      opening ??= openNew(page).finally(() => (opening = null));
      await opening;
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (page !== undefined) await goToPage(window, page);
  };
  /** The page of an engine that was started again is signed out: a new window signs in. */
  const reopen = async (): Promise<void> => {
    if (window === null || link.ownsEngine) return;
    const stale = window;
    window = null;
    const page = new URL(stale.webContents.getURL()).hash.slice(1);
    stale.destroy();
    await openNew(page === '' ? undefined : page);
  };
  const copyPrinterSettings = async (): Promise<void> => {
    const [listeners, { document }] = await Promise.all([link.call('listeners.list', {}), link.call('config.get', {})]);
    const text = printerSettings({ listeners, document, ownAddresses: ownAddresses() });
    if (text === null) throw new PostroomError('usage', words.nothingForPrinters);
    await clipboard.writeText(text);
    notify({ title: words.copied, body: words.copiedWhere, page: 'overview' });
  };

  answerPortRequests(
    () => window,
    (port) => link.servePage(port),
  );
  const tray = createTray({
    icons,
    ownsEngine: link.ownsEngine,
    loginItem: options.loginItem,
    bootTask: options.bootTask,
    setStartAtBoot: (on) => attempt(options.bootTask?.set(on) ?? Promise.resolve()),
    open: () => attempt(open()),
    setService: (name, run) => attempt(link.call(run ? 'services.start' : 'services.stop', { name })),
    copyPrinterSettings: () => attempt(copyPrinterSettings()),
    quit: () => app.quit(),
  });

  const isQuitting = quitInOrder({
    begin: () => {
      tray.showStopping();
      window?.hide();
    },
    stop: () => link.stop(),
    log,
  });
  // Mail goes on without a window: only the tray's Quit ends it.
  app.on('window-all-closed', () => undefined);
  if (!options.hidden) await open();
  const toasts = new Toasts(clock);
  // Who looks at the page has it before them.
  const tell = (news: readonly Toast[]): void => {
    if (window === null || window.isMinimized() || !window.isVisible()) news.forEach(notify);
  };
  link.watch({
    status: (status) => {
      tray.show(status);
    },
    sessions: (changed) => tell(toasts.forSessions(changed)),
    // A test is what somebody who looks at the page waits for.
    alerts: (notice) => (notice.kind === 'test' ? toastsOf(notice).forEach(notify) : tell(toastsOf(notice))),
    restarted: () => attempt(reopen()),
  });
  return { open };
}

/** Addresses of this machine that others reach. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:169\.254\.|fe80:)/i.test(address))
    .map(({ address }) => address);
}
