import { chmodSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { PostroomError } from '../../errors.ts';
import { isDamage, isDiskFull } from './store-error.ts';
import { migrations } from './schema.ts';

/** The only file that knows node:sqlite. */
export type Database = DatabaseSync;
export type Statement = StatementSync;

/** Older versions can lose a committed transaction when the write-ahead log starts over. */
const OLDEST_SQLITE = [3, 51, 3] as const;
const FULL = 2;
const BUSY_TIMEOUT_MS = 5000;
// 8 MiB of log between checkpoints; the reserve (reserve.ts) has to hold a checkpoint of all of it.
const CHECKPOINT_PAGES = 2048;
const LOG_LIMIT_BYTES = 16_777_216;
const CACHE_KIB = 16_384;
/** Above this a full check would hold up the start; the tables that steer delivery are checked whatever their size. */
const FULL_CHECK_BYTES = 536_870_912;

/**
 * Opens the database so that a commit is on disk when it returns, and brings its tables up to date. Throws what
 * SQLite throws, and 'store-failed' where the durability settings do not hold or the file is from a newer version.
 */
export function openDatabase(path: string): Database {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertVersion(database);
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA temp_store = MEMORY;
       PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
       PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};`,
    );
    assertDurable(database);
    // Bodies are private; the data folder is too, but a copy of it might not be.
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function assertVersion(database: Database): void {
  const text = String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  const version = text.split('.').map(Number);
  const difference = OLDEST_SQLITE.map((part, at) => (version[at] ?? 0) - part).find((part) => part !== 0) ?? 0;
  if (difference < 0) {
    throw new PostroomError('store-failed', `SQLite ${text} is too old for the queue. Install Node.js 24 or newer.`);
  }
}

/** Read back, because a setting that SQLite does not understand is ignored without a word. */
function assertDurable(database: Database): void {
  const { synchronous, journalMode } = durability(database);
  if (synchronous === FULL && journalMode === 'wal') return;
  const message = `The queue cannot be kept safely here (synchronous ${synchronous}, journal ${journalMode}). Move the data folder to a local disk.`;
  throw new PostroomError('store-failed', message);
}

export function durability(database: Database): { synchronous: number; journalMode: string } {
  return {
    synchronous: Number(pragma(database, 'synchronous')),
    journalMode: String(pragma(database, 'journal_mode')),
  };
}

function pragma(database: Database, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

function migrate(database: Database): void {
  const version = Number(pragma(database, 'user_version'));
  if (version > migrations.length) {
    throw new PostroomError(
      'store-failed',
      'The queue was written by a newer version of Postroom. Install that version again.',
    );
  }
  if (version === migrations.length) return;
  const steps = migrations.slice(version).join('\n');
  database.exec(`BEGIN IMMEDIATE; ${steps} PRAGMA user_version = ${migrations.length}; COMMIT;`);
}

/**
 * Whether the pages hold together. Of a large database only the message rows are read: bodies carry a checksum
 * of their own that is verified whenever one is opened, and the start must not take minutes.
 */
export function isSound(database: Database): boolean {
  const bytes = Number(pragma(database, 'page_count')) * Number(pragma(database, 'page_size'));
  const checks = bytes <= FULL_CHECK_BYTES ? ['quick_check(1)'] : ['quick_check(messages)', 'quick_check(meta)'];
  try {
    return checks.every((check) => pragma(database, check) === 'ok');
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** Empties the write-ahead log into the database and closes it. */
export function closeDatabase(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** Brings the log into the database, so that it is written from its beginning again and takes no more space. */
export function restartLog(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(RESTART)');
  } catch (error) {
    // Then the log goes on growing as long as it can.
    if (!isDiskFull(error)) throw error;
  }
}

/** A consistent copy, taken beside the writer; `target` must not exist. */
export function copyDatabase(path: string, target: string): void {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
}
