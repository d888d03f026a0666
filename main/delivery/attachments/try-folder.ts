import { rm } from 'node:fs/promises';
import type { AttachmentExample, FolderTrial } from '../../contract/delivery-view.ts';
import { AttachmentFolder, namesFrom } from './attachment-folder.ts';
import { fileNameOf } from './file-names.ts';
import { folderFault } from './folder-fault.ts';
import { placeProblem } from './save-problem.ts';

/** What a person is shown before attachments are saved somewhere: their names, and whether the folder takes them. */

/** As devices send them: two pages of one job named alike, and a picture. */
const SCANS = ['scan0001.pdf', 'scan0001.pdf', 'IMG_0042.tif'] as const;
const SUBJECT = 'Scan';

export function exampleNames(pattern: string, device: string, atMs: number): readonly AttachmentExample[] {
  const seen = new Map<string, number>();
  return SCANS.map((name) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    const named = (counter: number): string => fileNameOf(pattern, { atMs, device, subject: SUBJECT, name, counter });
    return { name, saved: namesFrom(named, pattern.includes('{counter}')).nameOf(number) };
  });
}

/** Makes an empty file and takes it away again, as the account this program runs as. The folder itself is never made. */
export async function tryFolder(path: string, platform: NodeJS.Platform): Promise<FolderTrial> {
  if (placeProblem(path, platform) !== null) return { state: 'foreign', code: null };
  try {
    const folder = new AttachmentFolder(path, 'trial');
    await folder.open();
    const file = await folder.begin();
    await file.abort();
    await rm(file.path);
    return { state: 'ready', code: null };
  } catch (error) {
    return folderFault(error);
  }
}
