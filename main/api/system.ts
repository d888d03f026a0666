import { join } from 'node:path';
import type { Api } from '../contract/calls.ts';
import { listLogs } from '../journal/log-files.ts';
import type { ApiParts } from './parts.ts';

/** The installation: what it is, where it keeps things, and its backups. */
type SystemCalls = Pick<Api['calls'], 'about.get' | 'logs.list' | 'backup.create' | 'backup.list'>;

export function createSystemCalls({ version, dataFolder, backup, backups }: ApiParts): SystemCalls {
  return {
    'about.get': () => ({
      version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      dataFolder,
      configurationFile: join(dataFolder, 'config.json'),
    }),
    'logs.list': () => listLogs(dataFolder),
    'backup.create': async ({ path }) => ({ path: await backup(path) }),
    'backup.list': () => backups(),
  };
}
