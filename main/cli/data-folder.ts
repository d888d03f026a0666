import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder that holds everything of one Postroom: `%ProgramData%\Postroom`, else below the XDG state folder. */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', 'Postroom');
  // An XDG folder that is not absolute has to be ignored (XDG Base Directory Specification).
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') === true ? state : join(homedir(), '.local', 'state');
  return join(base, 'postroom');
}

/** The folder named on the command line, as npm's working directory has it, or the default. */
export function resolveDataFolder(given: string | undefined): string {
  if (given === undefined) return defaultDataFolder(process.platform, process.env);
  // npm runs scripts in the package's folder; the person meant the one they typed in.
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
}
