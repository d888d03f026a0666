import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import { timeStamp } from '../config/atomic-file.ts';
import type { BackupFolder } from '../contract/system-view.ts';
import { PostroomError } from '../errors.ts';
import type { MessageQueue } from '../transport/queue.ts';
import { SUSPENDED_QUEUES_FILE } from './suspended-queues.ts';

/** A backup is a folder: a copy of the configuration, secrets, certificates and queue that can be looked into. */

const COPIED = [
  ...['config.json', 'secrets.json', 'secret.key', 'history', 'certificates', 'devices.json'],
  SUSPENDED_QUEUES_FILE,
];

export interface BackupRequest {
  readonly dataFolder: string;
  readonly queue: MessageQueue;
  readonly clock: Clock;
  /** Folder to make, or null for one named after the time in `backups`. */
  readonly path: string | null;
}

/** Makes the backup and returns its path. Rejects with 'not-allowed' where the folder has something in it. */
export async function backUp({ dataFolder, queue, clock, path }: BackupRequest): Promise<string> {
  const target = resolve(path ?? join(dataFolder, 'backups', timeStamp(clock)));
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) {
    throw new PostroomError('not-allowed', `${target} is not empty; name a folder that does not exist yet.`);
  }
  // The rows first: a body that comes later is not missed, and one that leaves meanwhile has been delivered.
  await queue.backup(join(target, 'queue.db'));
  await copyExisting(dataFolder, target, [...COPIED, 'spool']);
  return target;
}

/** Backups in the data folder, newest first. */
export async function listBackups(dataFolder: string): Promise<readonly BackupFolder[]> {
  const folder = join(dataFolder, 'backups');
  if (!(await exists(folder))) return [];
  const backups: BackupFolder[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // The configuration is copied last but for the rest: without it the backup was cut short.
    if (await exists(join(path, 'config.json'))) backups.push({ path, madeMs: Math.round((await stat(path)).mtimeMs) });
  }
  return backups.sort((a, b) => b.madeMs - a.madeMs);
}

/** Puts a backup into a data folder that has no configuration yet. No engine may run there. Rejects with 'not-found' or 'not-allowed'. */
export async function restore(backup: string, dataFolder: string): Promise<void> {
  if (!(await exists(join(backup, 'config.json')))) {
    throw new PostroomError('not-found', `${backup} is not a backup of Postroom: it has no config.json.`);
  }
  if (await exists(join(dataFolder, 'config.json'))) {
    throw new PostroomError(
      'not-allowed',
      `${dataFolder} already holds a Postroom; restore into an empty folder and start Postroom on that.`,
    );
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  await copyExisting(backup, dataFolder, [...COPIED, 'spool', 'queue.db']);
}

async function copyExisting(from: string, to: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const source = join(from, name);
    // Spool files may go while they are copied: their messages were delivered.
    if (await exists(source))
      await cp(source, join(to, name), {
        recursive: true,
        preserveTimestamps: true,
        force: false,
        errorOnExist: false,
      });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
