import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './smtp-failure.ts';

export interface MailboxSummary {
  readonly name: string;
  readonly path: string;
  readonly messages: number;
  /** When something was last put there or taken away, in ms since 1970. */
  readonly changedMs: number;
}

/** The mailbox folders that mail was put into so far, in the order of their names. */
export async function listMailboxes(root: string): Promise<readonly MailboxSummary[]> {
  const folders = (await entriesOf(root)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const summaries = await Promise.all(folders.sort().map((name) => summaryOf(name, join(root, name))));
  return summaries.filter((summary) => summary !== null);
}

async function summaryOf(name: string, path: string): Promise<MailboxSummary | null> {
  const entries = await entriesOf(path);
  const state = await stat(path).catch(() => null);
  if (state === null) return null;
  const messages = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.eml')).length;
  return { name, path, messages, changedMs: state.mtimeMs };
}

/** A folder that is not there, or went meanwhile, holds nothing. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
