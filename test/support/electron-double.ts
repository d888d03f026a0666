import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

/**
 * The part of Electron's main process that app/ uses, without a screen. It keeps what it was told and lets a test
 * play the user, the page and the system; what it does not know it does not have, so a new use fails here first.
 */

type Handler = (...args: unknown[]) => unknown;

export interface Frame {
  readonly url: string;
}

class Contents extends EventEmitter {
  mainFrame: Frame = { url: 'about:blank' };
  windowOpenHandler: ((details: { readonly url: string }) => { readonly action: string }) | null = null;
  readonly posted: { readonly channel: string; readonly ports: readonly unknown[] }[] = [];

  setWindowOpenHandler(handler: Contents['windowOpenHandler']): void {
    this.windowOpenHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  postMessage(channel: string, _message: unknown, ports: readonly unknown[]): void {
    this.posted.push({ channel, ports });
  }
  /** Tries to navigate; true where nothing stood in the way. */
  navigates(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    url: string,
    isMainFrame = true,
  ): boolean {
    let allowed = true;
    this.emit(event, { url, isMainFrame, preventDefault: () => (allowed = false) });
    return allowed;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly opened: BrowserWindow[] = [];
  readonly webContents = new Contents();
  readonly options: { readonly webPreferences?: Readonly<Record<string, unknown>> };
  readonly visited: string[] = [];
  shown = 0;
  visible = false;
  maximized = false;
  minimized = false;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };

  constructor(options: BrowserWindow['options']) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame = { url };
    this.visited.push(url);
    this.emit('ready-to-show');
    return Promise.resolve();
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isVisible(): boolean {
    return this.visible;
  }
  maximize(): void {
    this.maximized = true;
  }
  restore(): void {
    this.minimized = false;
  }
  show(): void {
    this.visible = true;
    this.shown += 1;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {
    this.shown += 1;
  }
  getNormalBounds(): BrowserWindow['bounds'] {
    return this.bounds;
  }
  /** The person closes it. */
  close(): void {
    this.emit('close');
    this.destroy();
  }
  destroy(): void {
    this.visible = false;
    this.emit('closed');
  }
}

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  readonly title: string;
  readonly body: string;
  constructor({ title, body }: { readonly title: string; readonly body: string }) {
    super();
    this.title = title;
    this.body = body;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

interface MenuItem {
  readonly label?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly click?: (item: { readonly checked: boolean }) => void;
}

export class Menu {
  readonly items: readonly MenuItem[];
  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }
  static buildFromTemplate(items: readonly MenuItem[]): Menu {
    return new Menu(items);
  }
}

export class Tray extends EventEmitter {
  static readonly shown: Tray[] = [];
  toolTip = '';
  image: string;
  menu: Menu | null = null;
  constructor(image: string) {
    super();
    this.image = image;
    Tray.shown.push(this);
  }
  setImage(image: string): void {
    this.image = image;
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }
  /** Chooses the entry of the menu. */
  choose(label: string): void {
    const item = this.menu?.items.find((one) => one.label === label);
    if (item?.click === undefined || item.enabled === false) throw new Error(`The menu offers no "${label}".`);
    // As the system does: a box is ticked before its item is told.
    item.click({ checked: item.checked !== true });
  }
}

/** MessagePortMain over Node's own port: same events, same queueing until start(). */
class PortMain extends EventEmitter {
  private readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  close(): void {
    this.port.close();
  }
}

export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

class App extends EventEmitter {
  quits = 0;
  isPackaged = false;
  getLocale(): string {
    return 'en-GB';
  }
  loginSettings: { readonly openAtLogin?: boolean; readonly path?: string; readonly args?: readonly string[] } = {};
  setLoginItemSettings(settings: App['loginSettings']): void {
    this.loginSettings = settings;
  }
  getLoginItemSettings(): { readonly openAtLogin: boolean } {
    return { openAtLogin: this.loginSettings.openAtLogin === true };
  }
  quit(): void {
    const event = { prevented: false, preventDefault: () => (event.prevented = true) };
    this.emit('before-quit', event);
    if (!event.prevented) {
      this.quits += 1;
      this.emit('quit');
    }
  }
}

class Session {
  permissionRequest: Handler | null = null;
  permissionCheck: Handler | null = null;
  device: Handler | null = null;
  setPermissionRequestHandler(handler: Handler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.device = handler;
  }
}

class Protocol {
  schemes: readonly { readonly scheme: string; readonly privileges: unknown }[] = [];
  readonly handlers = new Map<string, (request: Request) => Promise<Response>>();
  registerSchemesAsPrivileged(schemes: Protocol['schemes']): void {
    this.schemes = schemes;
  }
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    this.handlers.set(scheme, handler);
  }
}

export const app = new App();
export const protocol = new Protocol();
export const session = { defaultSession: new Session() };
export const ipcMain = new EventEmitter();
/** An image is the path it was made from. */
export const nativeImage = { createFromPath: (path: string) => path };
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
export const clipboard = {
  text: '',
  writeText(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  },
};
export const errors: string[] = [];
export const dialog = {
  questions: [] as string[],
  /** Index of the button that the person presses. */
  pressed: 1,
  showErrorBox: (_title: string, text: string) => void errors.push(text),
  showMessageBox(_window: BrowserWindow, { message }: { readonly message: string }): Promise<{ response: number }> {
    this.questions.push(message);
    return Promise.resolve({ response: this.pressed });
  },
};
export const shell = {
  opened: [] as string[],
  openExternal(url: string): Promise<void> {
    this.opened.push(url);
    return Promise.resolve();
  },
};
