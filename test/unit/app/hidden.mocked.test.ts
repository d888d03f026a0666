import { expect, test, vi } from 'vitest';
import type { EngineWatcher } from '../../../app/engine-connection.ts';
import type { EngineLink } from '../../../app/engine-link.ts';
import { loginItem } from '../../../app/login-item.ts';
import { startShell } from '../../../app/shell.ts';
import * as electron from '../../support/electron-double.ts';
import { aNotice, anItem } from '../../support/alerts.ts';
import { emptyStatus } from '../../support/fake-api.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** The desktop beside a service, as it starts when the person logs in. */

vi.mock('electron', () => import('../../support/electron-double.ts'));

test('starts in the tray, tells what is wrong, and signs in again after the service was started again', async () => {
  let watcher: EngineWatcher | null = null;
  let signIns = 0;
  const link: EngineLink = {
    ownsEngine: false,
    page: () => Promise.resolve({ address: `http://127.0.0.1:48025/?code=${String((signIns += 1))}`, usesPort: false }),
    watch: (taken) => (watcher = taken),
    call: () => Promise.reject(new Error('not asked here')),
    servePage: (port) => port.close(),
    content: () => Promise.reject(new Error('not asked')),
    stop: () => Promise.resolve(),
  };
  const remembered = { bounds: null, maximized: false, toldThatItGoesOn: true };
  const memory = { current: () => remembered, change: () => undefined };
  const login = { on: false, isOn: () => login.on, set: (on: boolean) => (login.on = on) };
  const shell = await startShell({
    ...{
      link,
      memory,
      clock: manualClock(),
      preload: '/preload.cjs',
      icons: '/icons',
      loginItem: login,
      bootTask: null,
    },
    ...{ hidden: true, log: () => undefined },
  });
  const tell = watcher as EngineWatcher | null;
  if (tell === null) throw new Error('The shell does not watch.');
  expect(electron.BrowserWindow.opened).toEqual([]);

  tell.status(emptyStatus);
  const taken = anItem('25', { text: 'Port 25 is taken.', action: 'End that program.' });
  tell.alerts(aNotice({ problems: { items: [taken], more: 0 } }));
  expect(electron.Notification.shown.map(({ title, body }) => [title, body])).toEqual([
    ['Port 25 is taken.', 'End that program.'],
  ]);

  const [tray] = electron.Tray.shown;
  tray?.choose('Start when I log in');
  expect(login.on).toBe(true);

  await shell.open('queue');
  const [first] = electron.BrowserWindow.opened;
  expect(first?.visited).toEqual(['http://127.0.0.1:48025/?code=1#queue']);
  expect(first?.options.webPreferences).not.toHaveProperty('preload');
  tell.status(null);
  tell.restarted();
  await expect.poll(() => electron.BrowserWindow.opened).toHaveLength(2);
  expect([first?.visible, electron.BrowserWindow.opened[1]?.visited]).toEqual([
    false,
    ['http://127.0.0.1:48025/?code=2#queue'],
  ]);

  tray?.choose('Close window and tray (the service goes on)');
  await expect.poll(() => electron.app.quits).toBe(1);
});

test('starts with the session where the system has a list for that and the program is installed', () => {
  expect(loginItem(null)).toBeNull();
  electron.app.isPackaged = true;
  vi.stubEnv('PORTABLE_EXECUTABLE_FILE', 'E:\\Postroom portable.exe');
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  const item = loginItem('D:\\Post room');
  item?.set(true);
  expect(item?.isOn()).toBe(true);
  expect(electron.app.loginSettings).toEqual({
    openAtLogin: true,
    path: 'E:\\Postroom portable.exe',
    args: ['--hidden', '--data', '"D:\\Post room"'],
  });
  item?.set(false);
  expect(item?.isOn()).toBe(false);
  platform.mockReturnValue('linux');
  expect(loginItem(null)).toBeNull();
  vi.unstubAllEnvs();
});
