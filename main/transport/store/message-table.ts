import type { MessageFilter, MessageStatus } from '../queue.ts';
import { AttemptTable } from './attempt-table.ts';
import type { Database, Statement } from './database.ts';
import type { BodyAnswer, MessageRow } from './protocol.ts';
import { notFound, storeError } from './store-error.ts';
import type { Tally } from './tally.ts';

/** Rows of queue.db: every statement that reads or writes a message stands here, and keeps the tally. */

export const COLUMNS = `id, status, queue, next_attempt_ms AS nextAttemptMs, lease_owner AS leaseOwner,
  lease_until_ms AS leaseUntilMs, held, attempts, crashes, delay_notified AS delayNotified, last_error AS lastError,
  size, checksum, file, details, recipients`;

/** The condition of the partial index, which SQLite wants to see word by word. */
const STOPPED = `status IN ('suspended', 'poison')`;

/** SQLite answers with what the query selects; the query stands beside the type it is read as. */
export function rowsOf(statement: Statement, ...values: (string | number | null)[]): MessageRow[] {
  return statement.all(...values) as unknown as MessageRow[];
}

export class MessageTable {
  readonly attempts: AttemptTable;
  readonly #tally: Tally;
  readonly #insert: Statement;
  readonly #insertBody: Statement;
  readonly #find: Statement;
  readonly #update: Statement;
  readonly #delete: Statement;
  readonly #deleteBody: Statement;
  readonly #body: Statement;
  readonly #pages: Readonly<Record<MessageStatus | 'all' | 'queue' | 'readyInQueue', Statement>>;

  constructor(database: Database, tally: Tally) {
    this.#tally = tally;
    this.attempts = new AttemptTable(database);
    this.#insert = database.prepare(
      `INSERT INTO messages (id, status, queue, next_attempt_ms, lease_owner, lease_until_ms, held, attempts, crashes,
       delay_notified, last_error, size, checksum, file, details, recipients)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertBody = database.prepare('INSERT INTO bodies (id, bytes) VALUES (?, ?)');
    this.#find = database.prepare(`SELECT ${COLUMNS} FROM messages WHERE id = ?`);
    this.#update = database.prepare(
      `UPDATE messages SET status = ?, queue = ?, next_attempt_ms = ?, lease_owner = ?, lease_until_ms = ?, held = ?,
       attempts = ?, crashes = ?, delay_notified = ?, last_error = ?, recipients = ? WHERE id = ?`,
    );
    this.#delete = database.prepare('DELETE FROM messages WHERE id = ?');
    this.#deleteBody = database.prepare('DELETE FROM bodies WHERE id = ?');
    this.#body = database.prepare(
      `SELECT file, size, checksum, bytes FROM messages LEFT JOIN bodies ON bodies.id = messages.id WHERE messages.id = ?`,
    );
    const page = (from: string, condition: string): Statement =>
      database.prepare(`SELECT ${COLUMNS} FROM messages ${from} WHERE id > ?1 AND ${condition} ORDER BY id LIMIT ?2`);
    this.#pages = {
      all: page('NOT INDEXED', '?3 IS NULL'),
      queue: page('INDEXED BY messages_queue', 'queue = ?3'),
      // Nearly all messages are ready: the others are passed over.
      ready: page('NOT INDEXED', `status = 'ready' AND ?3 IS NULL`),
      readyInQueue: page('INDEXED BY messages_queue', `queue = ?3 AND status = 'ready'`),
      // Few are leased at a time: their index is read whole.
      leased: page('INDEXED BY messages_leased', `status = 'leased' AND (?3 IS NULL OR queue = ?3)`),
      suspended: page(
        'INDEXED BY messages_stopped',
        `${STOPPED} AND status = 'suspended' AND (?3 IS NULL OR queue = ?3)`,
      ),
      poison: page('INDEXED BY messages_stopped', `${STOPPED} AND status = 'poison' AND (?3 IS NULL OR queue = ?3)`),
    };
  }

  insert(row: MessageRow, inline: Uint8Array | null): void {
    this.#insert.run(
      ...[row.id, row.status, row.queue, row.nextAttemptMs, row.leaseOwner, row.leaseUntilMs, row.held],
      ...[row.attempts, row.crashes, row.delayNotified, row.lastError],
      ...[row.size, row.checksum, row.file, row.details, row.recipients],
    );
    if (inline !== null) this.#insertBody.run(row.id, inline);
    this.#tally.change(null, row);
  }

  find(id: number): MessageRow | null {
    return (this.#find.get(id) as MessageRow | undefined) ?? null;
  }

  /** Throws 'not-found' unless `owner` holds the lease. */
  leasedBy(id: number, owner: string): MessageRow {
    const row = this.find(id);
    if (row?.status !== 'leased' || row.leaseOwner !== owner) throw notFound(id);
    return row;
  }

  update(before: MessageRow, after: MessageRow): void {
    this.#update.run(
      ...[after.status, after.queue, after.nextAttemptMs, after.leaseOwner, after.leaseUntilMs, after.held],
      ...[after.attempts, after.crashes, after.delayNotified, after.lastError, after.recipients, after.id],
    );
    this.#tally.change(before, after);
  }

  /** The spool file, if there is one, may go once this is committed. */
  delete(row: MessageRow): void {
    this.#delete.run(row.id);
    if (row.file === null) this.#deleteBody.run(row.id);
    if (row.attempts > 0) this.attempts.delete(row.id);
    this.#tally.change(row, null);
  }

  body(id: number): { answer: BodyAnswer; checksum: string } {
    const row = this.#body.get(id) as
      { file: string | null; size: number; checksum: string; bytes: Uint8Array | null } | undefined;
    if (row === undefined) throw notFound(id);
    const { file, size, checksum, bytes } = row;
    if (file !== null) return { answer: { kind: 'file', name: file, size, checksum }, checksum };
    if (bytes?.length !== size)
      throw storeError(new Error(`message ${id}: ${bytes?.length ?? 'no'} bytes instead of ${size}`));
    return { answer: { kind: 'inline', bytes }, checksum };
  }

  page({ queue, status }: MessageFilter, after: number, limit: number): MessageRow[] {
    const order = status === undefined ? (queue === undefined ? 'all' : 'queue') : status;
    const statement = this.#pages[order === 'ready' && queue !== undefined ? 'readyInQueue' : order];
    return rowsOf(statement, after, limit, queue ?? null);
  }
}
