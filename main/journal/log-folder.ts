import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRotation } from '../config/snapshot.ts';

/** The files of one log: `RECVyyyyMMddHH-n.LOG`, n from 1 in each hour, oldest removed first. */

export interface LogFile {
  readonly path: string;
  readonly handle: FileHandle;
  /** yyyyMMddHH, UTC. */
  readonly hour: string;
  bytes: number;
}

interface Listed {
  readonly name: string;
  readonly hour: string;
  readonly number: number;
}

const HOUR_MS = 3_600_000;

/** The hour a file is named after. */
export function hourOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 13).replace(/[-T]/g, '');
}

/** Begins the next file of the hour and removes what is too old or too much. Rejects with the system's error. */
export async function beginFile(
  folder: string,
  prefix: string,
  header: string,
  nowMs: number,
  rotation: LogRotation,
): Promise<LogFile> {
  await mkdir(folder, { recursive: true });
  const existing = await list(folder, prefix);
  await removeOld(folder, existing, nowMs, rotation);
  const hour = hourOf(nowMs);
  const numbers = existing.filter((file) => file.hour === hour).map((file) => file.number);
  const path = join(folder, `${prefix}${hour}-${String(Math.max(0, ...numbers) + 1)}.LOG`);
  const handle = await open(path, 'ax', 0o640);
  try {
    await handle.appendFile(header);
  } catch (error) {
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
  return { path, handle, hour, bytes: Buffer.byteLength(header) };
}

async function list(folder: string, prefix: string): Promise<Listed[]> {
  const files: Listed[] = [];
  for (const name of await readdir(folder)) {
    const match = /^([A-Z]+)(\d{10})-(\d{1,9})\.LOG$/.exec(name);
    if (match?.[1] !== prefix || match[2] === undefined) continue;
    files.push({ name, hour: match[2], number: Number(match[3]) });
  }
  return files.sort((a, b) => a.hour.localeCompare(b.hour) || a.number - b.number);
}

/** Leaves room for one more full file, so that the folder never grows past its limit. */
async function removeOld(
  folder: string,
  files: readonly Listed[],
  nowMs: number,
  rotation: LogRotation,
): Promise<void> {
  const sizes = await Promise.all(files.map((file) => sizeOf(join(folder, file.name))));
  let total = sizes.reduce((sum, size) => sum + size, 0);
  for (const [index, file] of files.entries()) {
    // MaxAge 0 keeps files whatever their age, as in Exchange.
    const tooOld = rotation.maxAgeMs > 0 && nowMs - (startOf(file.hour) + HOUR_MS) > rotation.maxAgeMs;
    const tooMuch = total + rotation.maxFileBytes > rotation.maxDirectoryBytes;
    if (!tooOld && !tooMuch) continue;
    // One that somebody has open in a viewer (Windows) goes another time: the log must not stop for it.
    const isGone = await rm(join(folder, file.name), { force: true }).then(
      () => true,
      () => false,
    );
    if (isGone) total -= sizes[index] ?? 0;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    // Somebody removed it between the listing and now.
    return 0;
  }
}

function startOf(hour: string): number {
  return Date.UTC(
    Number(hour.slice(0, 4)),
    Number(hour.slice(4, 6)) - 1,
    Number(hour.slice(6, 8)),
    Number(hour.slice(8, 10)),
  );
}
