import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFolder } from '../contract/system-view.ts';

/** Where the logs are in the data folder, and what lies there. */

const PLACES = {
  receive: { folder: ['logs', 'ProtocolLog', 'SmtpReceive'], prefix: 'RECV' },
  send: { folder: ['logs', 'ProtocolLog', 'SmtpSend'], prefix: 'SEND' },
  tracking: { folder: ['logs', 'MessageTracking'], prefix: 'MSGTRK' },
} as const;

type LogName = keyof typeof PLACES;

export function logPlace(dataFolder: string, log: LogName): { readonly folder: string; readonly prefix: string } {
  const { folder, prefix } = PLACES[log];
  return { folder: join(dataFolder, ...folder), prefix };
}

/** Rejects with the system's error where a folder is there and cannot be read. */
export function listLogs(dataFolder: string): Promise<readonly LogFolder[]> {
  return Promise.all((['receive', 'send', 'tracking'] as const).map((log) => listLog(dataFolder, log)));
}

async function listLog(dataFolder: string, log: LogName): Promise<LogFolder> {
  const { folder, prefix } = logPlace(dataFolder, log);
  const names = (await readable(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.LOG'));
  // A file may be removed between the listing and now.
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  const files = found.filter((file) => file !== null);
  const times = files.map(({ mtimeMs }) => Math.round(mtimeMs)).sort((a, b) => a - b);
  return {
    log,
    path: folder,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    oldestMs: times[0] ?? null,
    newestMs: times.at(-1) ?? null,
  };
}

/** Empty while nothing was ever logged. */
async function readable(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
