import { folderFault } from './folder-fault.ts';

/** Why attachments could not be saved and their message has to wait, and what to do. Pure. */

/** null where a path is one of this system: a share of Windows means nothing elsewhere, and would become a local file. */
export function placeProblem(folder: string, platform: NodeJS.Platform): string | null {
  const isWindowsPath = /^(?:[a-z]:[\\/]|\\\\)/i.test(folder);
  if (platform === 'win32') {
    if (isWindowsPath || folder.startsWith('//')) return null;
    return `451 4.3.0 The folder for attachments ${folder} has no drive and no server: give a path such as D:\\Scans or \\\\server\\scans; the message is delivered then.`;
  }
  if (!isWindowsPath) return null;
  return `451 4.3.0 The folder for attachments ${folder} is a path of Windows, which this machine does not know: mount the share and give the folder it is mounted at; the message is delivered then.`;
}

export function saveProblem(error: unknown, folder: string): string {
  const { state, code } = folderFault(error);
  switch (state) {
    case 'full':
      return `452 4.3.1 The disk with the folder for attachments ${folder} is full: make room, and the message is delivered.`;
    case 'missing':
      return `451 4.3.0 The folder for attachments ${folder} is not there: make it, or connect the share; the message is delivered then.`;
    case 'forbidden':
      return `451 4.3.0 This program may not write into the folder for attachments ${folder}: give its account the right to; the message is delivered then.`;
    case 'unreachable':
      if (code === 'ETIMEDOUT') {
        return `451 4.3.0 The folder for attachments ${folder} does not answer: see whether the server of the share can be reached; the message is delivered then.`;
      }
      return `451 4.3.0 The folder for attachments ${folder} could not be written (${code}): see whether the disk or the share can be reached; the message is delivered then.`;
  }
}
