import type { Database, Statement } from './database.ts';
import { COLUMNS, rowsOf, type MessageTable } from './message-table.ts';
import type { MessageRow } from './protocol.ts';
import { resumed } from './settlement.ts';

/** Which messages are due, and in whose hands they are. */
export class Claims {
  readonly #table: MessageTable;
  readonly #due: Statement;
  readonly #released: Statement;
  readonly #expired: Statement;
  readonly #suspects: readonly Statement[];
  readonly #suspectsHeld: Statement;
  readonly #renew: Statement;
  readonly #next: Statement;
  readonly #nextSuspect: Statement;
  readonly #nextReleased: Statement;

  constructor(database: Database, table: MessageTable) {
    this.#table = table;
    this.#due = database.prepare(
      `SELECT ${COLUMNS} FROM messages INDEXED BY messages_due
       WHERE status = 'ready' AND crashes = 0 AND next_attempt_ms <= ? ORDER BY next_attempt_ms, id LIMIT ?`,
    );
    this.#released = database.prepare(
      `SELECT ${COLUMNS} FROM messages INDEXED BY messages_timed
       WHERE status = 'suspended' AND held = 2 AND next_attempt_ms <= ? ORDER BY next_attempt_ms LIMIT ?`,
    );
    this.#expired = database.prepare(
      `SELECT ${COLUMNS} FROM messages INDEXED BY messages_leased
       WHERE status = 'leased' AND lease_until_ms < ? AND crashes = 0 LIMIT ?`,
    );
    this.#suspects = [`status = 'ready' AND next_attempt_ms <= ?`, `status = 'leased' AND lease_until_ms < ?`].map(
      (is) =>
        database.prepare(
          `SELECT ${COLUMNS} FROM messages INDEXED BY messages_suspect WHERE crashes > 0 AND ${is}
         ORDER BY next_attempt_ms, id LIMIT 1`,
        ),
    );
    this.#suspectsHeld = database.prepare(
      `SELECT 1 FROM messages INDEXED BY messages_suspect
       WHERE crashes > 0 AND status = 'leased' AND lease_until_ms >= ? LIMIT 1`,
    );
    this.#renew = database.prepare(
      `UPDATE messages SET lease_until_ms = ? WHERE id = ? AND status = 'leased' AND lease_owner = ?`,
    );
    this.#next = database.prepare(
      `SELECT min(next_attempt_ms) AS ms FROM messages INDEXED BY messages_due WHERE status = 'ready' AND crashes = 0`,
    );
    this.#nextSuspect = database.prepare(
      `SELECT min(next_attempt_ms) AS ms FROM messages INDEXED BY messages_suspect WHERE status = 'ready' AND crashes > 0
       AND NOT EXISTS (SELECT 1 FROM messages INDEXED BY messages_suspect WHERE crashes > 0 AND status = 'leased')`,
    );
    this.#nextReleased = database.prepare(
      `SELECT min(next_attempt_ms) AS ms FROM messages INDEXED BY messages_timed WHERE status = 'suspended' AND held = 2`,
    );
  }

  /** Due messages, those held until now, and those whose lease ran out, the longest due first. */
  claim(request: { owner: string; nowMs: number; untilMs: number; limit: number }): MessageRow[] {
    const { owner, nowMs, untilMs, limit } = request;
    for (const row of rowsOf(this.#released, nowMs, limit)) this.#table.update(row, resumed(row, row.nextAttemptMs));
    const found = [
      ...rowsOf(this.#expired, nowMs, limit),
      // With those that were just released.
      ...rowsOf(this.#due, nowMs, limit),
      ...this.#suspect(nowMs),
    ];
    const chosen = found.sort(byDueTime).slice(0, limit);
    return chosen.map((row) => {
      const leased: MessageRow = { ...row, status: 'leased', leaseOwner: owner, leaseUntilMs: untilMs };
      this.#table.update(row, leased);
      return leased;
    });
  }

  /** One suspect at a time: if the process dies again, it is known who did it. */
  #suspect(nowMs: number): MessageRow[] {
    if (this.#suspectsHeld.get(nowMs) !== undefined) return [];
    const found = this.#suspects.flatMap((statement) => rowsOf(statement, nowMs));
    return found.sort(byDueTime).slice(0, 1);
  }

  /** Leases that are no longer the owner's are left alone: their settlement will say so. */
  renew(owner: string, ids: readonly number[], untilMs: number): void {
    for (const id of ids) this.#renew.run(untilMs, id, owner);
  }

  /** A suspect that has to wait for another one is not due: it becomes so when that one is settled. */
  nextDueMs(): number | null {
    const times = [this.#next, this.#nextSuspect, this.#nextReleased].map((statement) => statement.get()?.['ms']);
    const known = times.filter((ms) => typeof ms === 'number');
    return known.length === 0 ? null : Math.min(...known);
  }
}

function byDueTime(a: MessageRow, b: MessageRow): number {
  return a.nextAttemptMs - b.nextAttemptMs || a.id - b.id;
}
