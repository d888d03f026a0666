import { describe, expect, test, vi } from 'vitest';
import { bootTask, createBootTask } from '../../../app/boot-task.ts';
import { createDesktop } from '../../../app/desktop.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

/** Windows as far as the task goes: what was run, and whether the task is there. Nothing here runs on Windows itself. */
function windows(data: string | null = null, agrees = true, keeps = true) {
  const ran: { readonly program: string; readonly args: readonly string[] }[] = [];
  let isThere = false;
  const scriptOf = (args: readonly string[]): string => {
    const encoded = /'-EncodedCommand','([A-Za-z0-9+/=]+)'/.exec(args.at(-1) ?? '')?.[1] ?? '';
    return Buffer.from(encoded, 'base64').toString('utf16le');
  };
  const task = createBootTask({
    program: 'C:\\Program Files\\Postroom\\Postroom.exe',
    data,
    user: "OFFICE\\o'neil",
    run: (program, args) => {
      ran.push({ program, args });
      if (program === 'schtasks.exe') return Promise.resolve(isThere ? 0 : 1);
      if (!agrees) return Promise.resolve(1);
      isThere = keeps && scriptOf(args).includes('\nRegister-ScheduledTask');
      return Promise.resolve(0);
    },
  });
  return { task, ran, script: () => scriptOf(ran.findLast(({ program }) => program === 'powershell.exe')?.args ?? []) };
}

describe('the task at boot', () => {
  test('is made by an administrator and runs the same program headless, as the person, without an end', async () => {
    const { task, ran, script } = windows('D:\\Post room');
    await task.look();
    expect(task.isOn()).toBe(false);
    await task.set(true);
    expect(task.isOn()).toBe(true);
    expect(ran.map(({ program }) => program)).toEqual(['schtasks.exe', 'powershell.exe', 'schtasks.exe']);
    expect(ran[1]?.args.at(-1)).toContain('-Verb RunAs');
    expect(script()).toContain(`-Execute '"C:\\Program Files\\Postroom\\Postroom.exe"'`);
    expect(script()).toContain(`-Argument '--headless --data "D:\\Post room"'`);
    expect(script()).toContain("-UserId 'OFFICE\\o''neil' -LogonType S4U -RunLevel Limited");
    expect(script()).toContain('-ExecutionTimeLimit ([TimeSpan]::Zero)');
  });

  test('nothing in a path ends the command', async () => {
    const { task, ran, script } = windows("C:\\a' ; calc ; \u2019");
    await task.set(true);
    expect(ran[0]?.args.at(-1)).not.toContain('calc');
    expect(script()).toContain("C:\\a'' ; calc ; \u2019\u2019");
  });

  test('is taken away, and says so where nobody agrees', async () => {
    const { task, script } = windows();
    await task.set(true);
    await task.set(false);
    expect(task.isOn()).toBe(false);
    expect(script()).toBe("Unregister-ScheduledTask -TaskName 'Postroom' -Confirm:$false");
    await expect(windows(null, false).task.set(true)).rejects.toMatchObject({ code: 'usage' });
  });

  test('win-smtp-relay build62: a task that Windows said it registered, and did not, is told', async () => {
    const { task } = windows(null, true, false);
    await expect(task.set(true)).rejects.toMatchObject({ code: 'usage' });
    expect(task.isOn()).toBe(false);
  });

  test('is for an installed program on Windows alone', () => {
    expect(bootTask(null)).toBeNull();
  });
});

describe('what the settings page may ask of the desktop', () => {
  test('is what the system has, not what a box was ticked for (win-smtp-relay build45)', async () => {
    const { task } = windows();
    let atLogin = false;
    const desktop = createDesktop({ isOn: () => atLogin, set: (on) => (atLogin = on) }, task);
    expect(desktop.state()).toEqual({ startAtLogin: false, startAtBoot: false });
    await desktop.change({ startAtLogin: true, startAtBoot: true });
    expect(desktop.state()).toEqual({ startAtLogin: true, startAtBoot: true });
    await desktop.change({ startAtBoot: false });
    expect(desktop.state()).toEqual({ startAtLogin: true, startAtBoot: false });
  });

  test('and nothing else', async () => {
    const desktop = createDesktop(null, null);
    expect(desktop.state()).toEqual({ startAtLogin: null, startAtBoot: null });
    await expect(desktop.change({ startAtLogin: true })).rejects.toMatchObject({ code: 'usage' });
  });
});
