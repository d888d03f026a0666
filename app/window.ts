import { BrowserWindow, session } from 'electron';
import type { Session } from 'electron';

/** The one window, closed to everything but its own pages (Electron's security checklist). */

export interface WindowOptions {
  /** First page: `app://postroom/`, or the console of an engine that already runs. */
  readonly address: string;
  /** Preload script, or null where the page talks to a console over its WebSocket. */
  readonly preload: string | null;
}

export function openWindow({ address, preload }: WindowOptions): BrowserWindow {
  denyPermissions(session.defaultSession);
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    title: 'Postroom',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      ...(preload === null ? {} : { preload }),
    },
  });
  confine(window, new URL(address));
  void window.loadURL(address);
  return window;
}

function denyPermissions(pages: Session): void {
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
}

/** No page but ours, no second window, no embedded browser. */
function confine(window: BrowserWindow, home: URL): void {
  const contents = window.webContents;
  const isHome = (address: string): boolean => {
    const url = URL.parse(address);
    // `origin` is "null" for our protocol in Node's URL, so its parts are compared.
    return url?.protocol === home.protocol && url.host === home.host;
  };
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
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
