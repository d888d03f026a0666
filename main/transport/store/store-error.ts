import { PostroomError } from '../../errors.ts';
import type { Failure } from './protocol.ts';

/** How failures of SQLite and of the file system become errors that a person can act on. */

// Primary result codes, https://www.sqlite.org/rescode.html
const SQLITE_FULL = 13;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;
// Extended code: no space for the index of the log, when a database is opened on a full disk.
const SQLITE_IOERR_SHMSIZE = 4874;

/** Primary SQLite result code of an error, or null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

export function isConstraint(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_CONSTRAINT;
}

/** The file is not a database, or its pages contradict each other. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/**
 * After a failed write or fsync the pages in memory are not to be trusted ("fsyncgate"): the database has to be
 * opened again and checked. A full disk or a lock leaves it intact.
 */
export function needsReopen(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && ![SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CONSTRAINT].includes(code);
}

export function isDiskFull(error: unknown): boolean {
  if (sqliteCode(error) === SQLITE_FULL) return true;
  if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_IOERR_SHMSIZE) return true;
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** 'disk-full' or 'store-failed', whatever the cause was. */
export function storeError(cause: unknown): PostroomError {
  if (cause instanceof PostroomError) return cause;
  if (isDiskFull(cause)) {
    return new PostroomError('disk-full', 'The disk that holds the queue is full. Free some space on it.', { cause });
  }
  const message = 'The queue could not be read or written. Check the disk that holds the data folder.';
  return new PostroomError('store-failed', message, { cause });
}

/** What is written into a file without a name is gone at the next start. */
export function removedDatabase(): PostroomError {
  return new PostroomError(
    'store-failed',
    'The file queue.db was removed or replaced while Postroom runs. Start Postroom again.',
  );
}

export function notFound(id: number): PostroomError {
  return new PostroomError('not-found', `Message ${id} is not in the queue, or another delivery holds it.`);
}

/** An error as data, for the way between the threads. */
export function toFailure(error: unknown): Failure {
  const known = storeError(error);
  const cause = known.cause ?? error;
  return {
    code: known.code,
    message: known.message,
    cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  };
}

export function fromFailure(failure: Failure): PostroomError {
  return new PostroomError(failure.code, failure.message, { cause: failure.cause });
}
