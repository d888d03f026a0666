import { execFile } from 'node:child_process';
import { win32 } from 'node:path';

/**
 * Who may look into the data folder on Windows, where the mode of a new folder says nothing: what lies under ProgramData
 * can be read by every user of the machine, and this holds mail, keys and the token of the console.
 */

/** Runs a program without a shell; resolves with what it printed, rejects where it does not end with 0. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

const SYSTEM = 'S-1-5-18';
const ADMINISTRATORS = 'S-1-5-32-544';
const LIMIT_MS = 30_000;

/** Gives a folder to the system, to administrators and to whoever runs this, with all that will lie in it. */
export async function keepToOwner(
  folder: string,
  run: RunProgram = runProgram,
  systemRoot = process.env['SystemRoot'] ?? 'C:\\Windows',
): Promise<void> {
  const program = (name: string): string => win32.join(systemRoot, 'System32', name);
  // By number: names are in the language of Windows, and a service's account has none that could be looked up.
  const printed = await run(program('whoami.exe'), ['/user', '/fo', 'csv', '/nh']);
  const own = /"(S-1-[\d-]+)"\s*$/.exec(printed)?.[1];
  if (own === undefined) throw new Error(`whoami does not say who runs this: ${printed.slice(0, 200)}`);
  const grants = [...new Set([SYSTEM, ADMINISTRATORS, own])].map((sid) => `*${sid}:(OI)(CI)F`);
  await run(program('icacls.exe'), [folder, '/grant:r', ...grants]);
  // Only now: without a right of our own nobody could put one there.
  await run(program('icacls.exe'), [folder, '/inheritance:r']);
}

/** This path runs on Windows only; tests elsewhere cannot reach it. */
function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { windowsHide: true, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} failed: ${stderr.trim()}`, { cause: error }));
    });
  });
}
