import { PostroomError } from '../../errors.ts';
import { restartLog, type Database, type Statement } from './database.ts';
import type { Answer, Call, Handlers, Operation, Outcome } from './protocol.ts';
import type { OpenStore } from './recovery.ts';
import type { Reserve } from './reserve.ts';
import { isConstraint, isDiskFull, needsReopen, removedDatabase, sqliteCode, toFailure } from './store-error.ts';

const NO_SPACE = Object.assign(new Error('no space left for accepting mail'), { code: 'ENOSPC' });

/** An operation that failed half-way through its own writes, without fault of the disk. */
class OperationFault extends Error {
  readonly index: number;

  constructor(index: number, cause: unknown) {
    super('operation failed', { cause });
    this.index = index;
  }
}

/** Runs many operations in one transaction, so that they share one fsync. */
export class BatchRunner {
  readonly #open: OpenStore;
  readonly #reserve: Reserve;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #changes: Statement;
  readonly #lastId: Statement;
  /** Transactions that wrote. */
  commits = 0;

  constructor(open: OpenStore, reserve: Reserve) {
    const { database } = open;
    this.#open = open;
    this.#reserve = reserve;
    this.#begin = database.prepare('BEGIN');
    this.#commit = database.prepare('COMMIT');
    this.#changes = database.prepare('SELECT total_changes() AS changes');
    this.#lastId = database.prepare("UPDATE meta SET value = max(value, ?) WHERE name = 'last_id'");
  }

  /**
   * One outcome for each operation. An operation that fails by itself does not touch the others; where the disk is
   * full, mail is refused and what makes room goes on. `suspect` means: open the database again.
   */
  run(operations: readonly Operation[], bodies: Uint8Array): { outcomes: Outcome[]; suspect: boolean } {
    const failed = new Map<number, Outcome>();
    const has = (call: Call): boolean => operations.some((operation) => operation.call === call);
    if ((has('accept') || has('adopt')) && !this.#open.isInPlace()) {
      failAll('accept', operations, failed, removedDatabase());
      // They are safe in the log, and found there at the next start.
      failAll('adopt', operations, failed, removedDatabase());
    }
    if (has('accept') && !this.#reserve.hold()) failAll('accept', operations, failed, NO_SPACE);
    this.#open.store.useBodies(bodies);
    for (;;) {
      try {
        return { outcomes: this.#transaction(operations, failed), suspect: false };
      } catch (error) {
        this.#rollback();
        if (error instanceof OperationFault) failed.set(error.index, { failure: toFailure(error.cause) });
        else if (!isDiskFull(error) || !this.#makeRoom(operations, failed)) {
          const outcome: Outcome = { failure: toFailure(error) };
          return { outcomes: operations.map((_, index) => failed.get(index) ?? outcome), suspect: needsReopen(error) };
        }
      }
    }
  }

  /** Whether another try has a chance. */
  #makeRoom(operations: readonly Operation[], failed: Map<number, Outcome>): boolean {
    const isReleased = this.#reserve.release();
    const isLess = failAll('accept', operations, failed, NO_SPACE);
    if (isReleased) restartLog(this.#open.database);
    return isReleased || isLess || failAll('adopt', operations, failed, NO_SPACE);
  }

  #transaction(operations: readonly Operation[], failed: ReadonlyMap<number, Outcome>): Outcome[] {
    const { store, tally } = this.#open;
    const before = this.#totalChanges();
    this.#begin.run();
    let lastId = 0;
    const outcomes = operations.map((operation, index) => {
      const known = failed.get(index);
      if (known !== undefined) return known;
      if (operation.call === 'accept' || operation.call === 'adopt') lastId = Math.max(lastId, operation.id);
      return runOne(store.handlers, operation, index);
    });
    if (lastId > 0) this.#lastId.run(lastId);
    this.#commit.run();
    tally.commit();
    if (this.#totalChanges() !== before) this.commits += 1;
    return outcomes;
  }

  #totalChanges(): unknown {
    return this.#changes.get()?.['changes'];
  }

  #rollback(): void {
    const database: Database = this.#open.database;
    this.#open.tally.rollback();
    // SQLite has already rolled back after some errors.
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function runOne(handlers: Handlers, operation: Operation, index: number): Outcome {
  try {
    return { value: call(handlers, operation) };
  } catch (error) {
    // Handlers throw these before their first write.
    if (error instanceof PostroomError) return { failure: toFailure(error) };
    if (sqliteCode(error) === null || isConstraint(error)) throw new OperationFault(index, error);
    throw error;
  }
}

function call<K extends Call>(handlers: Handlers, operation: Operation<K>): Answer<K> {
  const handler: (operation: Operation<K>) => Answer<K> = handlers[operation.call];
  return handler(operation);
}

/** Whether there was such a call that had not failed yet. */
function failAll(call: Call, operations: readonly Operation[], failed: Map<number, Outcome>, error: Error): boolean {
  const before = failed.size;
  operations.forEach((operation, index) => {
    if (operation.call === call && !failed.has(index)) failed.set(index, { failure: toFailure(error) });
  });
  return failed.size > before;
}
