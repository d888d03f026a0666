import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errorCode } from '../config/atomic-file.ts';

/** Names of all built files, as they stand in a URL. Only these are ever served; nothing from a request becomes a path. */
export async function staticManifest(folder: string): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Set(files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}
