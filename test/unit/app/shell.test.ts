import { once } from 'node:events';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineLink } from '../../../app/engine-link.ts';
import { startShell } from '../../../app/shell.ts';
import type { Shell } from '../../../app/shell.ts';
import { connectClient } from '../../../main/contract/client.ts';
import type { Port } from '../../../main/contract/port.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import * as electron from '../../support/electron-double.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

const status: Status = {
  state: 'running',
  pid: 1,
  version: '0.1.0',
  console: null,
  services: serviceNames.map((name) => ({ name, state: 'running' })),
  listeners: [{ connector: 'OFFICE\\Default', address: '0.0.0.0', port: 25, state: 'listening', reason: null }],
  queue: { waiting: 1, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
  accepted: 1,
  delivered: 0,
  refused: 0,
  problems: [],
};

const asked: string[] = [];
const served: Port[] = [];
let show: (status: Status | null) => void;
let shell: Shell;
let fails: Error | null = null;

const link: EngineLink = {
  ownsEngine: true,
  windowOptions: () => Promise.resolve({ address: 'app://postroom/', preload: '/dist/app/preload.cjs' }),
  watchStatus: (take) => {
    show = take;
  },
  setService: (name, run) => {
    asked.push(`${name} ${run ? 'on' : 'off'}`);
    return fails === null ? Promise.resolve() : Promise.reject(fails);
  },
  servePage: (port) => void served.push(port),
  stop: () => {
    asked.push('stop');
    return Promise.resolve();
  },
};

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('It is not there.');
  return value;
}

beforeAll(async () => {
  shell = await startShell({ link, log: () => undefined });
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
  });

  test('goes to its own pages, and no frame within goes anywhere', () => {
    expect(contents().navigates('will-navigate', 'app://postroom/#queue')).toBe(true);
    expect(contents().navigates('will-frame-navigate', 'app://postroom/', false)).toBe(false);
  });

  test('embeds no browser and grants no permission', () => {
    let prevented = false;
    contents().emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
    const decide = vi.fn();
    electron.session.defaultSession.permissionRequest?.(contents(), 'clipboard-read', decide);
    expect(decide).toHaveBeenCalledWith(false);
    expect(electron.session.defaultSession.permissionCheck?.()).toBe(false);
    expect(electron.session.defaultSession.device?.()).toBe(false);
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
    expect(asked).toEqual(['Frontend Transport off', 'Transport off']);
    show({ ...status, services: serviceNames.map((name) => ({ name, state: 'stopped' })) });
    expect(tray().toolTip).toBe('Postroom: not receiving, 1 message waiting');
    tray().choose('Start receiving');
    tray().choose('Resume sending');
    expect(asked.slice(2)).toEqual(['Frontend Transport on', 'Transport on']);
  });

  test('tells the person when that fails', async () => {
    show(status);
    fails = new Error('Port 25 is taken.');
    tray().choose('Stop receiving');
    await vi.waitFor(() => expect(electron.errors).toEqual(['Port 25 is taken.']));
  });

  test('keeps its menu while nothing changed: a menu rebuilt while open closes', () => {
    show(status);
    const { menu } = tray();
    show({ ...status, accepted: 2 });
    expect(tray().menu).toBe(menu);
  });

  test('brings the window to the front, and opens it again after it was closed', async () => {
    const first = present(electron.BrowserWindow.opened[0]);
    await shell.open();
    expect(first.shown).toBeGreaterThan(0);
    expect(electron.BrowserWindow.opened).toHaveLength(1);
    first.emit('closed');
    await shell.open();
    expect(electron.BrowserWindow.opened).toHaveLength(2);
  });

  test('quits once the engine has stopped in order', async () => {
    const gone = once(electron.app, 'quit');
    tray().choose('Quit');
    expect(electron.app.quits).toBe(0);
    await gone;
    expect(asked).toEqual(['stop']);
    expect(electron.app.quits).toBe(1);
  });
});
