import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataFolder } from '../config/data-folder.ts';

/** The data folder named on the command line, or the default one. */
export function resolveDataFolder(given: string | undefined): string {
  if (given === undefined) {
    return defaultDataFolder({ platform: process.platform, env: process.env, home: homedir() });
  }
  return resolveTyped(given);
}

/** A path as the person typed it: npm runs scripts in the package's folder, not in theirs. */
export function resolveTyped(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
