import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';

/**
 * Replaces a file so that a reader, and a machine that lost power, finds the old text or the new one, never half.
 * Written here because write-file-atomic 8 ignores short writes: on a full disk it renames a cut-off file over
 * the good one, and it neither retries a rename nor syncs the directory.
 */

// A virus scanner or an indexer that holds the target open makes Windows refuse the rename for a moment.
const RETRIED = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RETRY_AFTER_MS = [10, 20, 50, 100, 200, 400, 800];

let counter = 0;

/** Writes `text` over `path` with owner-only permissions, fsynced together with its directory. */
export async function replaceFile(path: string, text: string, clock: Clock): Promise<void> {
  counter += 1;
  const temporary = `${path}.${String(process.pid)}-${String(counter)}.tmp`;
  try {
    // A killed process with the same id may have left one behind, with other permissions.
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameWithRetry(temporary, path, clock);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Makes a rename or a new file name in `folder` durable; Windows does that itself and cannot open folders. */
export async function syncDirectory(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function renameWithRetry(from: string, to: string, clock: Clock): Promise<void> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!RETRIED.has(errorCode(error))) throw error;
    }
    await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  }
  await rename(from, to);
}

/** The system's code of a failure (`ENOENT`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The time as it may stand in a file name: `20261122T101500Z`. */
export function timeStamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
