import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorCode, replaceFile } from '../config/atomic-file.ts';

/**
 * `console-sessions.json` of a data folder: which browsers are signed in, so that a page comes back by itself after a
 * restart. Digests only: who reads the file cannot sign in with it. Owner-only.
 */

const sessionsSchema = z.object({
  cookieName: z.string().regex(/^postroom-[0-9a-f]{8}$/),
  sessions: z.array(z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), endsAtMs: z.number() })).max(1000),
});
export type ConsoleSessions = z.output<typeof sessionsSchema>;

export function sessionsFilePath(dataFolder: string): string {
  return join(dataFolder, 'console-sessions.json');
}

/** What stands there, or null: then browsers sign in again. */
export async function readSessions(path: string): Promise<ConsoleSessions | null> {
  try {
    return sessionsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

export async function writeSessions(path: string, sessions: ConsoleSessions, clock: Clock): Promise<void> {
  await replaceFile(path, `${JSON.stringify(sessions)}\n`, clock);
}
