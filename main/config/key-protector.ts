import { spawn } from 'node:child_process';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { errorCode, replaceFile, timeStamp } from './atomic-file.ts';

/** Keeps the data key of the SecretBox where only this service reaches it. */
export interface KeyProtector {
  /** The key, or null where none was ever kept. Rejects with 'secret-unavailable' where there is one it cannot open. */
  load(): Promise<Buffer | null>;
  /** Keeps a new key; a file that was there is set aside, not lost. */
  store(key: Buffer): Promise<void>;
}

const POWERSHELL_LIMIT_MS = 30_000;

/** The protector of this system: a 0600 file on POSIX, DPAPI machine scope on Windows. */
export function systemKeyProtector(dataFolder: string, clock: Clock): KeyProtector {
  const path = join(dataFolder, 'secret.key');
  return process.platform === 'win32' ? dpapiKeyProtector(path, clock) : keyFileProtector(path, clock);
}

export function keyFileProtector(path: string, clock: Clock): KeyProtector {
  return {
    async load() {
      const text = await readKeyFile(path);
      return text === null ? null : Buffer.from(text.trim(), 'base64');
    },
    async store(key) {
      await setAside(path, clock);
      await replaceFile(path, `${key.toString('base64')}\n`, clock);
    },
  };
}

/**
 * DPAPI in machine scope, so that the key opens for the desktop program and for the service at boot alike; the
 * folder's permissions keep other users away. Runs PowerShell once at start and once when the first secret is set.
 * The key travels on standard input and output: command lines are visible to every user of the machine.
 * This path runs on Windows only; tests elsewhere cannot reach it.
 */
export function dpapiKeyProtector(path: string, clock: Clock): KeyProtector {
  return {
    async load() {
      const text = await readKeyFile(path);
      return text === null ? null : Buffer.from(await protectData('Unprotect', text.trim(), clock), 'base64');
    },
    async store(key) {
      const sealed = await protectData('Protect', key.toString('base64'), clock);
      await setAside(path, clock);
      await replaceFile(path, `${sealed}\n`, clock);
    },
  };
}

/** A key that could not be opened today may be opened on another day, or on the machine it came from. */
async function setAside(path: string, clock: Clock): Promise<void> {
  try {
    await rename(path, `${path}.bad-${timeStamp(clock)}`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function readKeyFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw keyUnavailable(error);
  }
}

function protectData(operation: 'Protect' | 'Unprotect', base64: string, clock: Clock): Promise<string> {
  const script = [
    "$ErrorActionPreference = 'Stop'",
    'Add-Type -AssemblyName System.Security',
    '$bytes = [Convert]::FromBase64String([Console]::In.ReadToEnd().Trim())',
    `[Convert]::ToBase64String([Security.Cryptography.ProtectedData]::${operation}($bytes, $null, 'LocalMachine'))`,
  ].join('; ');
  return new Promise((resolve, reject) => {
    const child = spawn('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], { windowsHide: true });
    let output = '';
    let complaint = '';
    const limit = clock.after(POWERSHELL_LIMIT_MS, () => child.kill());
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', (error) => reject(keyUnavailable(error)));
    child.on('close', (code) => {
      limit.cancel();
      if (code === 0) resolve(output.trim());
      else reject(keyUnavailable(new Error(complaint.trim() || `powershell.exe ended with ${String(code)}`)));
    });
    // A PowerShell that never started closes its input; 'error' or 'close' says so.
    child.stdin.on('error', (error) => reject(keyUnavailable(error)));
    child.stdin.end(base64);
  });
}

function keyUnavailable(cause: unknown): PostroomError {
  return new PostroomError(
    'secret-unavailable',
    'The key of the stored passwords cannot be opened; set the passwords again.',
    { cause },
  );
}
