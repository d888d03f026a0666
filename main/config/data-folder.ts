import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, rmdir } from 'node:fs/promises';
import { join, resolve, win32 } from 'node:path';
import { PostroomError } from '../errors.ts';
import { errorCode } from './atomic-file.ts';
import { keepToOwner } from './windows-rights.ts';

export interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/** Where configuration, queue and logs are kept unless told otherwise. */
export function defaultDataFolder({ platform, env, home }: System): string {
  if (platform === 'win32') return win32.join(env['ProgramData'] ?? 'C:\\ProgramData', 'Postroom');
  const state = env['XDG_STATE_HOME'];
  // The specification tells to ignore relative values.
  return join(state?.startsWith('/') ? state : join(home, '.local', 'state'), 'postroom');
}

export interface FolderRights {
  readonly platform: NodeJS.Platform;
  readonly keepToOwner: (folder: string) => Promise<void>;
}

const rightsHere: FolderRights = { platform: process.platform, keepToOwner };

/**
 * Creates the data folder (owner only) and makes sure that files can be made in it. Returns its absolute path. A folder
 * that is there keeps the rights that somebody gave it. Rejects with 'data-folder-unusable'.
 */
export async function prepareDataFolder(folder: string, rights: FolderRights = rightsHere): Promise<string> {
  // Opening a UNC path hands this machine's credentials to that server, and a queue needs locks that shares break.
  if (/^(?:[\\/]{2}|[a-z][a-z0-9+.-]+:\/)/i.test(folder) || folder.includes('\0')) {
    throw unusable(
      `The data folder must be on a disk of this machine, not ${JSON.stringify(folder)}; choose a local folder.`,
    );
  }
  const path = resolve(folder);
  try {
    const created = await mkdir(path, { recursive: true, mode: 0o700 });
    if (created !== undefined && rights.platform === 'win32') await close(path, rights);
    await probe(path);
  } catch (error) {
    if (error instanceof PostroomError) throw error;
    throw unusable(explain(path, errorCode(error)), error);
  }
  return path;
}

async function close(path: string, rights: FolderRights): Promise<void> {
  try {
    await rights.keepToOwner(path);
  } catch (error) {
    // The next start would find it there, and take its rights for somebody's wish.
    await rmdir(path);
    throw unusable(
      `The new data folder ${path} could not be closed to other users of this machine; make it yourself, for those who may read its mail and passwords, or choose one on an NTFS disk with --data.`,
      error,
    );
  }
}

/** A full disk passes: the relay answers 452 then, and recovers when there is space again. */
async function probe(folder: string): Promise<void> {
  const path = join(folder, `.writable-${randomUUID()}`);
  try {
    const file = await open(path, 'wx', 0o600);
    await file.close();
    await rm(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
  }
}

function explain(path: string, code: string): string {
  if (code === 'EROFS')
    return `The data folder ${path} is read-only; choose another one with --data, or make it writable.`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `${path} is not a folder; choose another data folder with --data.`;
  return `Postroom may not write to the data folder ${path}; give it the right to, or choose another one with --data.`;
}

function unusable(message: string, cause?: unknown): PostroomError {
  return new PostroomError('data-folder-unusable', message, { cause });
}
