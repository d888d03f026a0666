import { networkInterfaces } from 'node:os';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineWatcher } from '../../../app/engine-connection.ts';
import type { EngineLink } from '../../../app/engine-link.ts';
import type { DesktopMemory, Remembered } from '../../../app/desktop-memory.ts';
import { startShell } from '../../../app/shell.ts';
import type { Shell } from '../../../app/shell.ts';
import { connectClient } from '../../../main/contract/client.ts';
import { defaultDocument } from '../../../main/config/defaults.ts';
import type { Port } from '../../../main/contract/port.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import * as electron from '../../support/electron-double.ts';
import { aNotice, anItem } from '../../support/alerts.ts';
import { aProblem } from '../../support/fake-api.ts';
import { manualClock } from '../../support/manual-clock.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

const status: Status = {
  state: 'running',
  pid: 1,
  version: '0.1.0',
  console: null,
  services: serviceNames.map((name) => ({ name, state: 'running' })),
  listeners: [{ connector: 'OFFICE\\Default', address: '0.0.0.0', port: 25, state: 'listening', reason: null }],
  sending: { smartHosts: [], mx: false },
  queue: { waiting: 1, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
  accepted: 1,
  delivered: 0,
  refused: 0,
  today: { sinceMs: 0, accepted: 1, delivered: 0, refused: 0 },
  problems: [],
};

const asked: string[] = [];
const served: Port[] = [];
let watcher: EngineWatcher;
let shell: Shell;
let fails: Error | null = null;
let finishStop: () => void = () => undefined;
const show = (now: Status | null): void => watcher.status(now);

const link: EngineLink = {
  ownsEngine: true,
  page: () => Promise.resolve({ address: 'app://postroom/', usesPort: true }),
  watch: (taken) => {
    watcher = taken;
  },
  call: (name, input) => {
    asked.push(`${name} ${'name' in input ? input.name : ''}`.trim());
    if (fails !== null) return Promise.reject(fails);
    const document = defaultDocument({ hostname: 'mail.kontor.example', ports: { smtp: 25, submission: 587 } });
    // What the shell asks for; the type of each is the contract's.
    const answers: Readonly<Record<string, unknown>> = { 'config.get': { document }, 'listeners.list': listeners };
    return Promise.resolve((answers[name] ?? null) as never);
  },
  servePage: (port) => void served.push(port),
  content: () => Promise.reject(new Error('not asked')),
  stop: () => {
    asked.push('stop');
    return new Promise((resolve) => (finishStop = resolve));
  },
};

let remembered: Remembered = {
  bounds: { x: 300, y: 200, width: 900, height: 600 },
  maximized: false,
  toldThatItGoesOn: false,
};
const memory: DesktopMemory = {
  current: () => remembered,
  change: (part) => (remembered = { ...remembered, ...part }),
};
let listeners: Status['listeners'] = [];
const options = {
  link,
  memory,
  clock: manualClock(),
  preload: '/dist/app/preload.cjs',
  icons: '/icons',
  loginItem: null,
  bootTask: null,
};

const problems = [aProblem('certificate-expired', 'The certificate mail has expired.', 'Renew it.')];

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('It is not there.');
  return value;
}

beforeAll(async () => {
  shell = await startShell({ ...options, hidden: false, log: () => undefined });
});
beforeEach(() => {
  asked.length = 0;
  served.length = 0;
  fails = null;
});

describe('the window', () => {
  const contents = () => present(electron.BrowserWindow.opened[0]).webContents;

  test('is sandboxed, isolated, and has no Node', () => {
    const window = present(electron.BrowserWindow.opened[0]);
    expect(window.options.webPreferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      preload: '/dist/app/preload.cjs',
    });
    expect(contents().mainFrame.url).toBe('app://postroom/');
  });

  test.each([
    'https://elsewhere.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://other/',
    'data:text/html,x',
  ])('does not go to %s', (url) => {
    expect(contents().navigates('will-navigate', url)).toBe(false);
    expect(contents().navigates('will-redirect', url)).toBe(false);
    expect(contents().navigates('will-frame-navigate', url)).toBe(false);
    expect(contents().windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    expect(electron.shell.opened).toEqual([]);
  });

  test('hands links that are known to the browser, asks about others of the web, and starts nothing else', async () => {
    const follow = async (url: string): Promise<void> => {
      expect(contents().windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
      await new Promise((resolve) => setImmediate(resolve));
    };
    electron.dialog.questions.length = 0;
    await follow('https://microsoft.com/devicelogin');
    await follow('https://support.google.com/a/answer/2956491');
    expect(electron.shell.opened).toEqual([
      'https://microsoft.com/devicelogin',
      'https://support.google.com/a/answer/2956491',
    ]);
    for (const url of [
      ...['http://microsoft.com/', ' file:///etc/passwd', 'ms-msdt:/id', 'search-ms:x', '\\\\host\\share'],
      ...['javascript:alert(1)', 'https://microsoft.com@elsewhere.example/', ' https://', 'smb://host/'],
    ])
      await follow(url);
    expect(electron.dialog.questions).toEqual([]);
    await follow('https://id.elsewhere.example/sign-in');
    expect(electron.dialog.questions).toEqual(['Open a page of id.elsewhere.example in the browser?']);
    expect(electron.shell.opened).toHaveLength(2);
    electron.dialog.pressed = 0;
    await follow('https://id.elsewhere.example/sign-in');
    expect(electron.shell.opened.at(-1)).toBe('https://id.elsewhere.example/sign-in');
  });

  test('goes to its own pages, and no frame within goes anywhere', () => {
    expect(contents().navigates('will-navigate', 'app://postroom/#queue')).toBe(true);
    expect(contents().navigates('will-frame-navigate', 'app://postroom/', false)).toBe(false);
  });

  test('stands where it stood, and is shown once there is something to see', () => {
    const window = present(electron.BrowserWindow.opened[0]);
    expect(window.options).toMatchObject({ x: 300, y: 200, width: 900, height: 600, show: false });
    expect(window.visible).toBe(true);
  });

  test('embeds no browser and grants its own page one permission: to copy', () => {
    let prevented = false;
    contents().emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
    const { permissionRequest, permissionCheck, device } = electron.session.defaultSession;
    const page = 'app://postroom/#tester';
    const allows = (permission: string, requestingUrl: string, isMainFrame = true): boolean => {
      const details = { requestingUrl, isMainFrame };
      const decide = vi.fn();
      permissionRequest?.(contents(), permission, decide, details);
      const [[decided] = []] = decide.mock.calls as [boolean][];
      expect(permissionCheck?.(contents(), permission, 'app://postroom', details)).toBe(decided);
      return decided === true;
    };
    expect(allows('clipboard-sanitized-write', page)).toBe(true);
    expect(allows('clipboard-sanitized-write', page, false)).toBe(false);
    expect(allows('clipboard-sanitized-write', 'https://elsewhere.example/')).toBe(false);
    for (const other of ['clipboard-read', 'notifications', 'openExternal', 'media'])
      expect(allows(other, page)).toBe(false);
    expect(device?.()).toBe(false);
  });
});

describe('the port to the engine', () => {
  const window = () => present(electron.BrowserWindow.opened[0]);

  test('goes to our page, and carries the contract both ways', async () => {
    electron.ipcMain.emit('postroom-port-wanted', { senderFrame: window().webContents.mainFrame });
    const engineEnd = present(served[0]);
    engineEnd.onFrame((frame) => {
      const { id } = JSON.parse(frame) as { id: number };
      engineEnd.send(JSON.stringify({ kind: 'result', id, value: [] }));
    });
    const pageEnd = present(window().webContents.posted.at(-1)?.ports[0]) as electron.MessageChannelMain['port2'];
    const client = connectClient({
      send: (frame) => pageEnd.postMessage(frame),
      onFrame: (handler) => {
        pageEnd.on('message', ({ data }: { data: string }) => handler(data));
        pageEnd.start();
      },
      onClose: (handler) => pageEnd.on('close', handler),
      close: () => pageEnd.close(),
      buffered: () => 0,
    });
    expect(await client.call('queue.list', {})).toEqual([]);
    const closed = new Promise<void>((resolve) => engineEnd.onClose(resolve));
    client.close();
    await closed;
  });

  test.each([
    ['a frame inside the page', () => ({ url: 'app://postroom/' })],
    ['a frame that is gone', () => null],
  ])('does not go to %s', (_what, senderFrame) => {
    electron.ipcMain.emit('postroom-port-wanted', { senderFrame: senderFrame() });
    expect(served).toEqual([]);
  });

  test('does not go to our window while it shows another page', () => {
    const ours = window().webContents.mainFrame;
    window().webContents.mainFrame = { url: 'app://postroom.evil.example/' };
    electron.ipcMain.emit('postroom-port-wanted', { senderFrame: window().webContents.mainFrame });
    expect(served).toEqual([]);
    window().webContents.mainFrame = ours;
  });
});

describe('the tray', () => {
  const tray = () => present(electron.Tray.shown[0]);

  test('says what is going on, and offers nothing it cannot do', () => {
    expect(tray().toolTip).toBe('Postroom: no connection to the service');
    expect(() => tray().choose('Start receiving')).toThrow('offers no');
    show(status);
    expect(tray().toolTip).toBe('Postroom: receiving, 1 message waiting');
  });

  test('switches receiving and sending', () => {
    show(status);
    tray().choose('Stop receiving');
    tray().choose('Pause sending');
    expect(asked).toEqual(['services.stop Frontend Transport', 'services.stop Transport']);
    show({ ...status, services: serviceNames.map((name) => ({ name, state: 'stopped' })) });
    expect(tray().toolTip).toBe('Postroom: not receiving, 1 message waiting');
    tray().choose('Start receiving');
    tray().choose('Resume sending');
    expect(asked.slice(2)).toEqual(['services.start Frontend Transport', 'services.start Transport']);
  });

  test('tells the person when that fails', async () => {
    show(status);
    fails = new Error('Port 25 is taken.');
    tray().choose('Stop receiving');
    await expect.poll(() => electron.errors).toEqual(['Port 25 is taken.']);
  });

  test('keeps its menu while nothing changed: a menu rebuilt while open closes', () => {
    show(status);
    const { menu } = tray();
    show({ ...status, accepted: 2 });
    expect(tray().menu).toBe(menu);
  });

  test('copies the printer settings', async () => {
    show(status);
    const { address } = present(
      Object.values(networkInterfaces())
        .flat()
        .find((one) => one?.internal === false),
    );
    listeners = [{ connector: 'MAIL\\Default Frontend MAIL', address, port: 25, state: 'listening', reason: null }];
    tray().choose('Copy printer settings');
    await expect.poll(() => electron.clipboard.text).toContain(`SMTP server: ${address}\nPort: 25\n`);
    expect(electron.Notification.shown.at(-1)?.title).toBe('Printer settings copied');
  });

  test('says so where there are none', async () => {
    listeners = [];
    electron.errors.length = 0;
    tray().choose('Copy printer settings');
    await expect.poll(() => electron.errors[0]).toMatch(/^No connector listens on an address that a printer/);
  });

  test('shows each state by a drawing of its own', () => {
    const image = (now: Status | null): string => {
      show(now);
      return tray().image;
    };
    expect([image(null), image(status), image({ ...status, listeners: [] }), image({ ...status, problems })]).toEqual(
      ['grey', 'green', 'red', 'amber'].map((light) => `/icons/tray-${light}.png`),
    );
    show(status);
  });
});

describe('the window, later', () => {
  const toasts = () => electron.Notification.shown.map(({ title }) => title);
  const current = () => present(electron.BrowserWindow.opened.at(-1));
  beforeEach(() => (electron.Notification.shown.length = 0));

  test('comes to the front when it is asked for again', async () => {
    current().minimized = true;
    const before = current().shown;
    await shell.open();
    expect([current().minimized, current().shown > before]).toEqual([false, true]);
    expect(electron.BrowserWindow.opened).toHaveLength(1);
  });

  test('is not disturbed by toasts while it is seen', () => {
    watcher.alerts(aNotice({ problems: { items: [anItem('A')], more: 0 } }));
    expect(toasts()).toEqual([]);
    watcher.alerts(aNotice({ kind: 'test', title: 'A test.' }));
    expect(toasts()).toEqual(['A test.']);
  });

  test('closes to the tray, which is said once, and keeps its place', () => {
    current().bounds = { x: 40, y: 50, width: 1100, height: 700 };
    current().maximized = true;
    current().close();
    expect(remembered).toMatchObject({ bounds: { x: 40, y: 50, width: 1100, height: 700 }, maximized: true });
    expect(toasts()).toEqual(['Postroom goes on']);
    expect(electron.app.quits).toBe(0);
  });

  test('opens at the page that a toast is about', async () => {
    const poison = anItem('poison', { kind: 'poison-mail', text: '2 messages were set aside.' });
    watcher.alerts(aNotice({ problems: { items: [poison], more: 0 } }));
    expect(toasts()).toEqual(['2 messages were set aside.']);
    electron.Notification.shown[0]?.emit('click');
    await expect.poll(() => electron.BrowserWindow.opened).toHaveLength(2);
    expect(current().visited).toEqual(['app://postroom/#queue']);
    expect(current().maximized).toBe(true);
    await shell.open('sessions');
    expect(current().visited.at(-1)).toBe('app://postroom/#sessions');
  });

  test('opens once, however often it is asked for', async () => {
    current().close();
    await Promise.all([shell.open(), shell.open()]);
    expect(electron.BrowserWindow.opened).toHaveLength(3);
    expect(toasts()).toEqual([]);
  });
});

describe('Quit', () => {
  const current = () => present(electron.BrowserWindow.opened.at(-1));

  test('waits until the engine has stopped in order, however often it is chosen', async () => {
    electron.Tray.shown[0]?.choose('Quit');
    expect([asked, electron.app.quits, current().visible]).toEqual([['stop'], 0, false]);
    const tray = present(electron.Tray.shown[0]);
    expect(tray.toolTip).toBe('Postroom: finishing what it is receiving, then it ends');
    show(null);
    expect(tray.menu?.items).toEqual([{ label: tray.toolTip, enabled: false }]);
    electron.app.quit();
    electron.app.quit();
    expect([asked, electron.app.quits]).toEqual([['stop'], 0]);
    finishStop();
    await expect.poll(() => electron.app.quits).toBe(1);
    expect(asked).toEqual(['stop']);
  });
});
