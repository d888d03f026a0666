import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorCode, replaceFile, timeStamp } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';
import type { QuotaMemory, QuotaRecord } from '../transport/quota/governor.ts';

/** How much each send connector has sent, in a file of its own: a day's quota holds over a restart. */

const FILE = 'quota.json';
const count = z.number().int().nonnegative();
const limit = z.strictObject({
  counted: z.array(z.strictObject({ lastMs: z.number(), count })).max(10_000),
  ahead: count,
});
const schema = z.record(
  z.string(),
  z.strictObject({
    messagesPerMinute: limit.optional(),
    messagesPerHour: limit.optional(),
    messagesPerDay: limit.optional(),
    recipientsPerDay: limit.optional(),
  }),
);

/** A file that cannot be understood is set aside and reported: the count begins anew. */
export async function openQuotaFile(
  dataFolder: string,
  clock: Clock,
  report: (error: unknown, doing: string) => void,
): Promise<QuotaMemory> {
  const path = join(dataFolder, FILE);
  return {
    record: await readRecord(path, clock, report),
    save: (record) => replaceFile(path, JSON.stringify(record), clock),
  };
}

async function readRecord(
  path: string,
  clock: Clock,
  report: (error: unknown, doing: string) => void,
): Promise<QuotaRecord> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8'))) as QuotaRecord;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return {};
    const bad = `${path}.bad-${timeStamp(clock)}`;
    await rm(bad, { force: true });
    await rename(path, bad).catch((error: unknown) => report(error, 'reading how much was sent'));
    const sentence = `How much was sent today could not be read, so the quotas count from now on. The file is kept as ${bad}.`;
    report(new PostroomError('store-failed', sentence, { cause }), 'reading how much was sent');
    return {};
  }
}
