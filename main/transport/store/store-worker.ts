import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { BatchRunner } from './batch.ts';
import { closeDatabase, copyDatabase } from './database.ts';
import type { BackupRequest, FromStore, OpenRequest, Operation, Outcome, ToStore } from './protocol.ts';
import { recoverStore, reopenStore, type OpenStore } from './recovery.ts';
import { Reserve } from './reserve.ts';
import { toFailure } from './store-error.ts';

/** The thread in which SQLite may block. Messages from the engine are worked off one after the other. */

const port = parentPort;
if (port === null) throw new Error('store-worker runs as a worker thread');

let request: OpenRequest | null = null;
let reserve: Reserve | null = null;
let open: OpenStore | null = null;
let runner: BatchRunner | null = null;
const totals = { commits: 0, batches: 0, operations: 0 };

function answer(message: FromStore, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

function start(opened: OpenStore, reserve: Reserve): BatchRunner {
  open = opened;
  runner = new BatchRunner(opened, reserve);
  return runner;
}

function openQueue(wanted: OpenRequest): void {
  request = wanted;
  reserve = new Reserve(wanted.reservePath);
  const opened = wanted.mode === 'recover' ? recoverOnFullDisk(wanted, reserve) : reopenStore(wanted);
  // Without it the queue opens all the same: what is there can be delivered, and makes room.
  reserve.hold();
  start(opened, reserve);
  answer({
    kind: 'opened',
    recovery: opened.recovery,
    lastId: opened.lastId,
    counts: opened.tally.counts(),
    hasReserve: reserve.isHeld,
  });
}

/** What waits can be delivered, and make room, even if nothing can be accepted. */
function recoverOnFullDisk(wanted: OpenRequest, space: Reserve): OpenStore {
  try {
    return recoverStore(wanted);
  } catch (error) {
    if (toFailure(error).code !== 'disk-full' || !space.release()) throw error;
    return recoverStore(wanted);
  }
}

function runBatch(operations: readonly Operation[], bodies: Uint8Array): void {
  totals.batches += 1;
  totals.operations += operations.length;
  const outcomes = runTrusted(operations, bodies);
  const transfer = outcomes.map(bodyBuffer).filter((buffer) => buffer !== null);
  const counts = open?.tally.counts() ?? { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 };
  const hasReserve = reserve?.isHeld === true;
  answer({ kind: 'answers', outcomes, counts, stats: { ...totals }, hasReserve }, transfer);
}

/** After an I/O error nothing is trusted until the database was opened again and its pages checked. */
function runTrusted(operations: readonly Operation[], bodies: Uint8Array): Outcome[] {
  try {
    if (request === null || reserve === null) throw new Error('not opened');
    const current = runner ?? start(reopenStore(request), reserve);
    const before = current.commits;
    const { outcomes, suspect } = current.run(operations, bodies);
    totals.commits += current.commits - before;
    if (suspect) distrust();
    return outcomes;
  } catch (error) {
    const failure = toFailure(error);
    return operations.map(() => ({ failure }));
  }
}

function distrust(): void {
  runner = null;
  open?.database.close();
}

function bodyBuffer(outcome: Outcome): ArrayBuffer | null {
  if ('failure' in outcome || outcome.value === null || typeof outcome.value !== 'object') return null;
  const { value } = outcome;
  if (!('kind' in value) || value.kind !== 'inline') return null;
  const { buffer, byteLength } = value.bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : null;
}

function closeQueue(lastId: number): void {
  const database = runner === null ? null : open?.database;
  // 'clean' spares the next start the check of all pages.
  database?.prepare("UPDATE meta SET value = CASE name WHEN 'clean' THEN 1 ELSE max(value, ?) END").run(lastId);
  if (database) closeDatabase(database);
  // The log has given its space back: kept for the next start, which could not open on a full disk without.
  reserve?.hold();
  answer({ kind: 'closed' });
  port?.close();
}

function handle(message: ToStore): void {
  try {
    if (message.kind === 'open') openQueue(message.request);
    else if (message.kind === 'batch') runBatch(message.operations, message.bodies);
    else closeQueue(message.lastId);
  } catch (error) {
    answer({ kind: 'failed', failure: toFailure(error) });
    port?.close();
  }
}

function backUp({ databasePath, targetPath }: BackupRequest): void {
  copyDatabase(databasePath, targetPath);
  const file = openSync(targetPath, 'r+');
  fsyncSync(file);
  closeSync(file);
}

const backup = workerData as BackupRequest | null;
if (backup === null) port.on('message', handle);
else {
  try {
    backUp(backup);
    answer({ kind: 'closed' });
  } catch (error) {
    answer({ kind: 'failed', failure: toFailure(error) });
  }
}
