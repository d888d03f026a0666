import { statfsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { MessageQueue, RecoveryReport } from '../queue.ts';
import { AppendLog } from './append-log.ts';
import { HotMessages } from './hot-messages.ts';
import { InFlightFile } from './in-flight.ts';
import { LogChain } from './log-chain.ts';
import { segmentNumbers } from './log-segment.ts';
import { watchPlace } from './place.ts';
import type { StoreStats } from './protocol.ts';
import { DurableQueue } from './queue-client.ts';
import { Spool, syncFolder } from './spool.ts';
import { storeError } from './store-error.ts';
import { startWorker, StoreLink, type StartWorker } from './store-link.ts';

export interface QueueOptions {
  /** Must exist, be locked by this process, and lie on a local disk. */
  readonly dataFolder: string;
  readonly clock: Clock;
  /** Process deaths after which a message is set aside (transport.poisonThreshold). */
  readonly poisonThreshold: () => number;
  readonly onReport?: (report: RecoveryReport) => void;
  /** For tests that end the thread. */
  readonly startWorker?: StartWorker;
}

export interface OpenQueue {
  readonly queue: MessageQueue;
  readonly recovery: RecoveryReport;
  readonly stats: () => StoreStats;
}

/** Opens `queue.db`, `queue-log/`, `spool/`, `queue.inflight` and `queue.reserve` in the data folder. Rejects with 'store-failed' or 'disk-full'. */
export async function openQueue(options: QueueOptions): Promise<OpenQueue> {
  const { dataFolder, clock } = options;
  const start = options.startWorker ?? startWorker;
  const databasePath = join(dataFolder, 'queue.db');
  const spoolFolder = join(dataFolder, 'spool');
  const logFolder = join(dataFolder, 'queue-log');
  const inFlightPath = join(dataFolder, 'queue.inflight');
  const reservePath = join(dataFolder, 'queue.reserve');
  try {
    for (const folder of [spoolFolder, logFolder]) await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(dataFolder);
  } catch (error) {
    throw storeError(error);
  }
  const inFlight = InFlightFile.leftBehind(inFlightPath);
  const times = { nowMs: clock.now(), poisonThreshold: options.poisonThreshold() };
  const link = new StoreLink(
    { databasePath, spoolFolder, reservePath, logFolder, ...times, inFlight, mode: 'recover' },
    clock,
    start,
  );
  const { recovery, lastId } = await link.open();
  options.onReport?.(recovery);
  const ids = { last: lastId };
  const { log, hot } = await openLog(link, { folder: logFolder, clock, databasePath, ids });
  const queue = new DurableQueue({
    ...{ link, log, hot, spool: new Spool(spoolFolder, clock), inFlight: InFlightFile.open(inFlightPath) },
    ...{ clock, databasePath, startWorker: start, ids },
  });
  return { queue, recovery, stats: () => ({ ...link.stats, commits: link.stats.commits + log.syncs }) };
}

/** With less than this free, mail goes through SQLite, whose rows need no more space when their delivery has to wait. */
const LEAST_FREE_BYTES = 67_108_864;

/** Nothing fills so much of a disk in this time. */
const LOOK_AGAIN_MS = 20;

function watchRoom(folder: string, clock: Clock): () => boolean {
  let [hasRoom, lookedAtMs] = [false, Number.NEGATIVE_INFINITY];
  return () => {
    const nowMs = clock.monotonic();
    if (nowMs - lookedAtMs < LOOK_AGAIN_MS) return hasRoom;
    const { bavail, bsize } = statfsSync(folder);
    [hasRoom, lookedAtMs] = [bavail * bsize >= LEAST_FREE_BYTES, nowMs];
    return hasRoom;
  };
}

interface LogPlace {
  readonly folder: string;
  readonly clock: Clock;
  readonly databasePath: string;
  readonly ids: { readonly last: number };
}

async function openLog(
  link: StoreLink,
  { folder, clock, databasePath, ids }: LogPlace,
): Promise<{ log: AppendLog; hot: HotMessages }> {
  const numbers = await segmentNumbers(folder).catch((error: unknown) => {
    throw storeError(error);
  });
  const chain = new LogChain({
    folder,
    firstNumber: Math.max(0, ...numbers) + 1,
    evacuate: (segment) => hot.evacuate(segment),
    // A mark that stays is taken away at the next start.
    removed: (segment) => void link.submit({ call: 'unmark', segment }).catch(() => undefined),
  });
  const log = new AppendLog({
    ...{ chain, clock, isInPlace: watchPlace(databasePath), hasRoom: watchRoom(folder, clock), lastId: () => ids.last },
    // All that can be done: if it fails, what was done may be done again after the next start.
    stranded: (messages) => void hot.forget(messages).catch(() => undefined),
  });
  const hot = new HotMessages({ log, link, clock });
  return { log, hot };
}
