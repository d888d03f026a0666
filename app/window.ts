import { BrowserWindow, screen, session } from 'electron';
import type { Session } from 'electron';
import type { DesktopMemory } from './desktop-memory.ts';
import { openOutside } from './outside.ts';
import { placeWindow, smallest } from './placement.ts';
import { words } from './words.ts';

/** The one window, closed to everything but its own pages (Electron's security checklist). */

export interface WindowOptions {
  /** First page: `app://postroom/`, or the console of an engine that already runs. */
  readonly address: string;
  /** Preload script, or null where the page talks to a console over its WebSocket. */
  readonly preload: string | null;
  readonly icon: string;
  readonly memory: DesktopMemory;
  /** The page could not be loaded. */
  readonly onFailure: (error: unknown) => void;
}

export function openWindow({ address, preload, icon, memory, onFailure }: WindowOptions): BrowserWindow {
  permitOnlyCopying(session.defaultSession, new URL(address));
  const { bounds, maximized } = memory.current();
  const primary = screen.getPrimaryDisplay();
  const displays = [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
  const window = new BrowserWindow({
    ...placeWindow(
      bounds,
      displays.map(({ workArea }) => workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: words.product,
    icon,
    autoHideMenuBar: true,
    // Shown once there is something to see, instead of a white sheet.
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Its dictionaries would be fetched from elsewhere.
      spellcheck: false,
      ...(preload === null ? {} : { preload }),
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => memory.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
  confine(window, new URL(address), onFailure);
  window.loadURL(address).catch(onFailure);
  return window;
}

/** Takes an open window to a page of the interface; the page itself follows the fragment. */
export async function goToPage(window: BrowserWindow, page: string): Promise<void> {
  const url = new URL(window.webContents.getURL());
  url.hash = page;
  await window.loadURL(url.href);
}

/** Buttons that copy are all that needs one; reading the clipboard stays closed. */
function permitOnlyCopying(pages: Session, home: URL): void {
  const isCopying = (permission: string, from: string, isMainFrame: boolean): boolean =>
    permission === 'clipboard-sanitized-write' && isMainFrame && isAt(from, home);
  pages.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl, isMainFrame }) =>
    decide(isCopying(permission, requestingUrl, isMainFrame)),
  );
  pages.setPermissionCheckHandler((_contents, permission, _origin, { requestingUrl = '', isMainFrame }) =>
    isCopying(permission, requestingUrl, isMainFrame),
  );
  pages.setDevicePermissionHandler(() => false);
}

function isAt(address: string, home: URL): boolean {
  const url = URL.parse(address);
  // `origin` is "null" for our protocol in Node's URL, so its parts are compared.
  return url?.protocol === home.protocol && url.host === home.host;
}

/** No page but ours, no second window, no embedded browser. Links to the web go to the browser. */
function confine(window: BrowserWindow, home: URL, onFailure: WindowOptions['onFailure']): void {
  const contents = window.webContents;
  const isHome = (address: string): boolean => isAt(address, home);
  contents.on('will-navigate', (details) => {
    if (!isHome(details.url)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isHome(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isHome(details.url)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, window).catch(onFailure);
    return { action: 'deny' };
  });
}
