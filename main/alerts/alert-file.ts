import { readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorCode, replaceFile, timeStamp } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';
import { emptyState, type AlertState } from './alert-state.ts';

/** alerts.json: what was told, what waits, and what is counted for the daily report. */

export const ALERTS_FILE = 'alerts.json';

const item = z.object({
  key: z.string(),
  // A kind that this version does not know is shown by its text like every other.
  kind: z.string(),
  text: z.string(),
  action: z.string(),
  sinceMs: z.number(),
});
const list = z.object({ items: z.array(item), more: z.number() });
const figures = z.object({
  sinceMs: z.number(),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
  refused: z.number(),
});
const notice = z.object({
  id: z.string(),
  atMs: z.number(),
  kind: z.enum(['alert', 'digest', 'test']),
  title: z.string(),
  problems: list,
  recovered: list,
  failures: list,
  figures: figures.nullable(),
});
const channel = z.enum(['email', 'webhook', 'eventLog']);
const memory = z.object({ lastMs: z.number().nullable(), trouble: z.string().nullable() });
const schema = z.object({
  version: z.literal(1),
  problems: z.array(
    item.extend({
      goneMs: z.number().nullable(),
      toldMs: z.number().nullable(),
      recoveredMs: z.number().nullable(),
      recurrences: z.number(),
    }),
  ),
  failures: z.array(
    z.object({
      key: z.string(),
      count: z.number(),
      sinceMs: z.number(),
      sender: z.string(),
      recipient: z.string(),
      reply: z.string(),
      subject: z.string().nullable(),
      action: z.string(),
    }),
  ),
  failuresBeyond: z.number(),
  lastNoticeMs: z.number().nullable(),
  figures,
  lastDigestMs: z.number().nullable(),
  outbox: z.array(z.object({ channel, notice, attempts: z.number(), nextMs: z.number(), createdMs: z.number() })),
  channels: z.object({ email: memory, webhook: memory, eventLog: memory }),
  recent: z.array(notice),
});

export interface AlertFile {
  readonly state: AlertState;
  /** Rejects where it cannot be written. */
  save(state: AlertState): Promise<void>;
}

/** A file that cannot be understood is set aside and reported: then alerts begin anew. */
export async function openAlertFile(
  path: string,
  clock: Clock,
  report: (error: unknown, doing: string) => void,
): Promise<AlertFile> {
  return {
    state: await read(path, clock, report),
    save: (state) => replaceFile(path, JSON.stringify(state), clock),
  };
}

async function read(path: string, clock: Clock, report: (error: unknown, doing: string) => void): Promise<AlertState> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') report(unreadable(path, error), 'reading the alerts');
    return emptyState(clock.now());
  }
  try {
    // Kinds are checked as texts: the type knows those of this version.
    return schema.parse(JSON.parse(text)) as AlertState;
  } catch (cause) {
    const bad = `${path}.bad-${timeStamp(clock)}`;
    await rm(bad, { force: true });
    await rename(path, bad);
    report(unreadable(bad, cause), 'reading the alerts');
    return emptyState(clock.now());
  }
}

function unreadable(path: string, cause: unknown): PostroomError {
  const text = `What alerts were told could not be read from ${path}; some may be told again.`;
  return new PostroomError('data-folder-unusable', text, { cause });
}
