import { existsSync, mkdirSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RecoveryReport } from '../queue.ts';
import { isSound, openDatabase, type Database } from './database.ts';
import { clearLog, replayLog } from './log-recovery.ts';
import { COLUMNS, rowsOf } from './message-table.ts';
import { watchPlace } from './place.ts';
import type { OpenRequest } from './protocol.ts';
import { poisoned, unleased } from './settlement.ts';
import { Store } from './store.ts';
import { isDamage, storeError } from './store-error.ts';
import { Tally, type Standing } from './tally.ts';

/** Opens the queue after whatever ended the last run. */

export interface OpenStore {
  readonly database: Database;
  readonly store: Store;
  readonly tally: Tally;
  readonly recovery: RecoveryReport;
  /** Highest id ever accepted here. */
  readonly lastId: number;
  /** False when the file was taken away or replaced meanwhile: what is written then is gone at the next start. */
  readonly isInPlace: () => boolean;
}

interface Damage {
  readonly setAside: string | null;
}

/** Sets a damaged database aside, never deletes it, and starts a fresh one. Throws 'store-failed' or 'disk-full'. */
export function recoverStore(request: OpenRequest): OpenStore {
  try {
    mkdirSync(request.spoolFolder, { recursive: true, mode: 0o700 });
    const lost = missingDatabase(request);
    if (lost !== null) return openAndRecover(request, lost);
    try {
      return openAndRecover(request, null);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return openAndRecover(request, setAside(request));
    }
  } catch (error) {
    throw storeError(error);
  }
}

/** For a thread that replaces one that died: leases stand, since those who hold them are alive. */
export function reopenStore(request: OpenRequest): OpenStore {
  const database = openDatabase(request.databasePath);
  try {
    if (!isSound(database)) throw storeError(new Error('quick_check failed'));
    const recovery = emptyReport(null);
    const state = { recovery, lastId: lastIdOf(database), isInPlace: watchPlace(request.databasePath) };
    return { database, ...loadStore(database), ...state };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite takes an empty file for a new database; here it means that one was lost. */
function missingDatabase(request: OpenRequest): Damage | null {
  const bytes = statSync(request.databasePath, { throwIfNoEntry: false })?.size;
  if (bytes === 0) return setAside(request);
  const bodies = readdirSync(request.spoolFolder).some((name) => name.endsWith('.eml'));
  return bytes === undefined && bodies ? setAside(request) : null;
}

function badSuffix({ nowMs }: OpenRequest): string {
  return `.bad-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

function setAside(request: OpenRequest): Damage {
  const { databasePath, spoolFolder } = request;
  const suffix = badSuffix(request);
  // The log keeps the name that SQLite's recovery tool looks for beside the database.
  const files = ['', '-wal', '-shm'].map((part) => [databasePath + part, databasePath + suffix + part] as const);
  for (const [from, to] of [...files, [spoolFolder, spoolFolder + suffix] as const]) {
    if (existsSync(from)) renameSync(from, to);
  }
  mkdirSync(spoolFolder, { mode: 0o700 });
  const database = databasePath + suffix;
  return { setAside: existsSync(database) ? database : spoolFolder + suffix };
}

function emptyReport(damage: Damage | null): RecoveryReport {
  return {
    integrity: damage === null ? 'ok' : 'replaced',
    setAside: damage?.setAside ?? null,
    damagedLog: null,
    leasesReclaimed: 0,
    poisoned: [],
    filesWithoutRow: 0,
    rowsWithoutFile: [],
  };
}

function openAndRecover(request: OpenRequest, damage: Damage | null): OpenStore {
  const database = openDatabase(request.databasePath);
  try {
    if (metaOf(database, 'clean') !== 1 && !isSound(database)) {
      throw Object.assign(new Error('quick_check failed'), { errcode: 11 });
    }
    const { store, tally } = loadStore(database);
    database.exec('BEGIN IMMEDIATE');
    const log = replayLog(store, request.logFolder);
    const leasesReclaimed = reclaimLeases(database, store) + log.messages;
    const poisoned = blame(store, request);
    const rowsWithoutFile = checkFiles(database, store, request.spoolFolder);
    database.exec("UPDATE meta SET value = 0 WHERE name = 'clean'");
    database.prepare("UPDATE meta SET value = max(value, ?) WHERE name = 'last_id'").run(log.lastId);
    database.exec('COMMIT');
    tally.commit();
    const { damagedLog, isCleared } = clearLog(log, request.logFolder, request.logFolder + badSuffix(request));
    if (isCleared) database.exec('DELETE FROM logged');
    const filesWithoutRow = sweepSpool(database, request.spoolFolder);
    const found = { damagedLog, leasesReclaimed, poisoned, filesWithoutRow, rowsWithoutFile };
    const recovery = { ...emptyReport(damage), ...found };
    const isInPlace = watchPlace(request.databasePath);
    return { database, store, tally, recovery, lastId: lastIdOf(database), isInPlace };
  } catch (error) {
    database.close();
    throw error;
  }
}

function loadStore(database: Database): { store: Store; tally: Tally } {
  const tally = new Tally();
  // last_error is that of the row with the latest next attempt (SQLite's rule for bare columns beside max()).
  const groups = database.prepare(
    `SELECT status, queue, attempts > 0 AS attempts, last_error AS lastError, count(*) AS times, max(next_attempt_ms)
     FROM messages GROUP BY 1, 2, 3`,
  );
  for (const group of groups.all() as unknown as (Standing & { times: number })[])
    tally.change(null, group, group.times);
  tally.commit();
  return { store: new Store(database, tally), tally };
}

function metaOf(database: Database, name: string): number {
  return Number(database.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.['value'] ?? 0);
}

function lastIdOf(database: Database): number {
  const highest = database.prepare('SELECT max(id) AS id FROM messages').get()?.['id'];
  return Math.max(metaOf(database, 'last_id'), Number(highest ?? 0));
}

/** The lock on the data folder says that no one else delivers: whoever held a lease is gone. */
function reclaimLeases(database: Database, store: Store): number {
  const leased = rowsOf(database.prepare(`SELECT ${COLUMNS} FROM messages WHERE status = 'leased'`));
  for (const row of leased) store.table.update(row, unleased(row));
  return leased.length;
}

function blame(store: Store, { inFlight, poisonThreshold }: OpenRequest): number[] {
  const poison: number[] = [];
  for (const id of inFlight) {
    const row = store.table.find(id);
    if (row === null || row.status === 'poison') continue;
    const crashed = { ...row, crashes: row.crashes + 1 };
    const reason = `Postroom ended unexpectedly ${crashed.crashes} times while delivering this message.`;
    const isPoison = crashed.crashes >= poisonThreshold;
    store.table.update(row, isPoison ? poisoned(crashed, reason) : crashed);
    if (isPoison) poison.push(id);
  }
  return poison;
}

function checkFiles(database: Database, store: Store, folder: string): number[] {
  const rows = rowsOf(
    database.prepare(`SELECT ${COLUMNS} FROM messages INDEXED BY messages_file WHERE file IS NOT NULL`),
  );
  const broken = rows.filter((row) => row.status !== 'poison' && fileProblem(folder, row) !== null);
  for (const row of broken) store.table.update(row, poisoned(row, fileProblem(folder, row) ?? ''));
  return broken.map((row) => row.id);
}

function fileProblem(folder: string, { file, size }: { file: string | null; size: number }): string | null {
  const bytes = statSync(join(folder, file ?? ''), { throwIfNoEntry: false })?.size;
  if (bytes === size) return null;
  if (bytes === undefined) return `The body of this message (spool file ${String(file)}) is missing.`;
  return `The body of this message (spool file ${String(file)}) has ${bytes} bytes instead of ${size}.`;
}

/** What no committed row names never got a 250, and nobody else writes here. */
function sweepSpool(database: Database, folder: string): number {
  const known = database.prepare('SELECT 1 FROM messages WHERE id = ? AND file = ?');
  let removed = 0;
  for (const name of readdirSync(folder)) {
    const id = /^(\d+)\.eml$/.exec(name)?.[1];
    const isOrphan = id !== undefined && known.get(Number(id), name) === undefined;
    if (!isOrphan && !name.endsWith('.eml.part')) continue;
    unlinkSync(join(folder, name));
    if (isOrphan) removed += 1;
  }
  return removed;
}
