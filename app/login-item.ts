import { app } from 'electron';

/** "Start when I log in": the system's own list of programs that start with the session. */

export interface LoginItem {
  isOn(): boolean;
  set(on: boolean): void;
}

/** Null where there is none: on Linux, and for a program that is not installed. `data`: folder that was named at start. */
export function loginItem(data: string | null): LoginItem | null {
  if (!app.isPackaged || !['win32', 'darwin'].includes(process.platform)) return null;
  const item = {
    // The portable program unpacks itself into a folder that is gone tomorrow.
    path: process.env['PORTABLE_EXECUTABLE_FILE'] ?? process.execPath,
    args: ['--hidden', ...(data === null ? [] : ['--data', `"${data}"`])],
  };
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set: (openAtLogin) => app.setLoginItemSettings({ ...item, openAtLogin }),
  };
}
