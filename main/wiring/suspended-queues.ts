import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorCode, replaceFile, timeStamp } from '../config/atomic-file.ts';
import { writeFailure } from '../config/config-file.ts';
import { PostroomError } from '../errors.ts';
import type { SuspendedQueues } from '../transport/transport.ts';

/** The names of the queues that are suspended as a whole, in a file of their own: they stay so over a restart. */

export const SUSPENDED_QUEUES_FILE = 'suspended-queues.json';
const schema = z.array(z.string().min(1)).max(10_000);

/** Reads the names; a file that cannot be understood is set aside and reported. Rejects with 'data-folder-unusable'. */
export async function openSuspendedQueues(
  dataFolder: string,
  clock: Clock,
  report: (error: unknown, doing: string) => void,
): Promise<SuspendedQueues> {
  const path = join(dataFolder, SUSPENDED_QUEUES_FILE);
  let writing: Promise<void> = Promise.resolve();
  return {
    names: await readNames(path, clock, report),
    save(names) {
      const text = `${JSON.stringify([...names], null, 2)}\n`;
      // One after the other: the last one asked for is the one that stays.
      const written = writing.then(() => replaceFile(path, text, clock)).catch(fail);
      writing = written.catch(() => undefined);
      return written;
    },
  };
}

function fail(error: unknown): never {
  throw writeFailure(error);
}

async function readNames(
  path: string,
  clock: Clock,
  report: (error: unknown, doing: string) => void,
): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new PostroomError(
      'data-folder-unusable',
      `${SUSPENDED_QUEUES_FILE} cannot be opened; give Postroom the right to read it.`,
      { cause: error },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const bad = `${path}.bad-${timeStamp(clock)}`;
    await rm(bad, { force: true });
    await rename(path, bad);
    const sentence = `Which queues were suspended could not be read, so none is; suspend them again. The file is kept as ${bad}.`;
    report(new PostroomError('store-failed', sentence, { cause }), 'reading the suspended queues');
    return [];
  }
}
