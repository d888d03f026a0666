import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';
import { app } from 'electron';
import { PostroomError } from '../main/errors.ts';
import { words } from './words.ts';

/**
 * "Start with the machine": a scheduled task of Windows runs this program with `--headless` from boot on, with nobody
 * logged in. It runs as the person who asked for it and with no more rights (S4U, no password is kept), because a task
 * of the system that runs a program from a person's folder would hand the machine to whoever can write there.
 */

export interface BootTask {
  isOn(): boolean;
  /** Asks Windows anew whether it is there. */
  look(): Promise<void>;
  /** Windows asks an administrator. Rejects where none agrees. */
  set(on: boolean): Promise<void>;
}

const TASK = 'Postroom';

export interface BootTaskParts {
  readonly program: string;
  /** Folder that was named at start, or null for the usual one. */
  readonly data: string | null;
  /** `DOMAIN\name`. */
  readonly user: string;
  /** Runs a program; resolves with its exit code. */
  readonly run: (program: string, args: readonly string[]) => Promise<number>;
}

/** Null where there is none: only Windows has them, and a program that is not installed has no lasting place. */
export function bootTask(data: string | null): BootTask | null {
  const isPortable = process.env['PORTABLE_EXECUTABLE_FILE'] !== undefined;
  if (!app.isPackaged || process.platform !== 'win32' || isPortable) return null;
  const user = `${process.env['USERDOMAIN'] ?? '.'}\\${userInfo().username}`;
  return createBootTask({ program: process.execPath, data, user, run });
}

export function createBootTask({ program, data, user, run: runProgram }: BootTaskParts): BootTask {
  let isOn = false;
  const look = async (): Promise<void> => {
    isOn = (await runProgram('schtasks.exe', ['/Query', '/TN', TASK])) === 0;
  };
  return {
    isOn: () => isOn,
    look,
    async set(on) {
      const script = on
        ? registering(program, data, user)
        : `Unregister-ScheduledTask -TaskName ${quoted(TASK)} -Confirm:$false`;
      const code = await runProgram('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', elevated(script)]);
      await look();
      if (code !== 0 || isOn !== on) throw new PostroomError('usage', words.bootTaskRefused);
    },
  };
}

/** Without an end (the default ends a task after three days), on batteries too, and again after a failure. */
function registering(program: string, data: string | null, user: string): string {
  const args = ['--headless', ...(data === null ? [] : ['--data', `"${data}"`])].join(' ');
  return [
    "$ErrorActionPreference = 'Stop'",
    `$action = New-ScheduledTaskAction -Execute ${quoted(`"${program}"`)} -Argument ${quoted(args)}`,
    '$trigger = New-ScheduledTaskTrigger -AtStartup',
    `$principal = New-ScheduledTaskPrincipal -UserId ${quoted(user)} -LogonType S4U -RunLevel Limited`,
    '$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries ' +
      '-DontStopIfGoingOnBatteries -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1)',
    `Register-ScheduledTask -TaskName ${quoted(TASK)} -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force`,
  ].join('\n');
}

/** A line that runs a script as administrator and ends as it does. Encoded, so that no quote of a path can end it. */
function elevated(script: string): string {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return (
    "$ErrorActionPreference = 'Stop'; $it = Start-Process -FilePath powershell.exe -Verb RunAs -WindowStyle Hidden -Wait -PassThru " +
    `-ArgumentList '-NoProfile','-NonInteractive','-EncodedCommand','${encoded}'; exit $it.ExitCode`
  );
}

/** A literal of PowerShell. It takes typographic quotes for its own as well. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', windowsHide: true });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
