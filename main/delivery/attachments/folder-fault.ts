import { codeOf } from '../smtp-failure.ts';

/** What keeps files out of a folder, as the system's error tells it. */

export interface FolderFault {
  readonly state: 'missing' | 'forbidden' | 'full' | 'unreachable';
  readonly code: string;
}

const STATES: Readonly<Record<string, FolderFault['state']>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'forbidden',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

export function folderFault(error: unknown): FolderFault {
  const code = codeOf(error) ?? 'unknown error';
  return { state: STATES[code] ?? 'unreachable', code };
}
