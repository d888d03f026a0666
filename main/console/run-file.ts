import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorCode, replaceFile } from '../config/atomic-file.ts';

/** `run.json` of a data folder: how the command line and the desktop find the engine that runs there. Owner-only. */

const runSchema = z.object({
  pid: z.number().int().positive(),
  url: z.url(),
  token: z.string().min(1),
});
export type Run = z.output<typeof runSchema>;

export function runFilePath(dataFolder: string): string {
  return join(dataFolder, 'run.json');
}

export async function writeRunFile(path: string, run: Run, clock: Clock): Promise<void> {
  await replaceFile(path, `${JSON.stringify(run)}\n`, clock);
}

/** What stands there, or null where no engine wrote it or it cannot be understood. Whether that engine still runs only a call can tell. */
export async function readRunFile(path: string): Promise<Run | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return runSchema.parse(JSON.parse(text));
  } catch {
    // Left behind by a crash or another program; the next start replaces it.
    return null;
  }
}

/** Removes the file where it is still the one of this run. */
export async function removeRunFile(path: string, token: string): Promise<void> {
  const run = await readRunFile(path);
  if (run?.token === token) await rm(path, { force: true });
}
