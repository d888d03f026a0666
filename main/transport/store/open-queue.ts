import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { MessageQueue, RecoveryReport } from '../queue.ts';
import { InFlightFile } from './in-flight.ts';
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

/** Opens `queue.db`, `spool/`, `queue.inflight` and `queue.reserve` in the data folder. Rejects with 'store-failed' or 'disk-full'. */
export async function openQueue(options: QueueOptions): Promise<OpenQueue> {
  const { dataFolder, clock } = options;
  const start = options.startWorker ?? startWorker;
  const databasePath = join(dataFolder, 'queue.db');
  const spoolFolder = join(dataFolder, 'spool');
  const inFlightPath = join(dataFolder, 'queue.inflight');
  const reservePath = join(dataFolder, 'queue.reserve');
  try {
    await mkdir(spoolFolder, { recursive: true, mode: 0o700 });
    await syncFolder(dataFolder);
  } catch (error) {
    throw storeError(error);
  }
  const inFlight = InFlightFile.leftBehind(inFlightPath);
  const times = { nowMs: clock.now(), poisonThreshold: options.poisonThreshold() };
  const link = new StoreLink(
    { databasePath, spoolFolder, reservePath, ...times, inFlight, mode: 'recover' },
    clock,
    start,
  );
  const { recovery, lastId } = await link.open();
  options.onReport?.(recovery);
  const queue = new DurableQueue({
    ...{ link, spool: new Spool(spoolFolder, clock), inFlight: InFlightFile.open(inFlightPath) },
    ...{ clock, databasePath, startWorker: start, lastId },
  });
  return { queue, recovery, stats: () => link.stats };
}
