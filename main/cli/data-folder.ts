import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataFolder } from '../config/data-folder.ts';

/** The data folder named on the command line, else the one of POSTROOM_DATA, else the default one. */
export function resolveDataFolder(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const named = given ?? env['POSTROOM_DATA'] ?? '';
  if (named === '') return defaultDataFolder({ platform: process.platform, env, home: homedir() });
  return resolveTyped(named);
}

/** A path as the person typed it: npm runs scripts in the package's folder, not in theirs. */
export function resolveTyped(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
