import type { AttemptRecord } from '../queue.ts';
import type { Database, Statement } from './database.ts';

/** What attempts of waiting messages came to. */

/** Records kept of one message; older ones go. */
export const MOST_ATTEMPTS = 50;

export class AttemptTable {
  readonly #insert: Statement;
  readonly #trim: Statement;
  readonly #select: Statement;
  readonly #delete: Statement;

  constructor(database: Database) {
    // The same attempt told twice is one.
    this.#insert = database.prepare(
      'INSERT OR REPLACE INTO attempts (message, started_ms, queue, record) VALUES (?, ?, ?, ?)',
    );
    this.#trim = database.prepare(
      `DELETE FROM attempts WHERE message = ?1 AND (started_ms, queue) <= (SELECT started_ms, queue FROM attempts
       WHERE message = ?1 ORDER BY started_ms DESC, queue DESC LIMIT 1 OFFSET ${String(MOST_ATTEMPTS)})`,
    );
    this.#select = database.prepare('SELECT record FROM attempts WHERE message = ? ORDER BY started_ms, queue');
    this.#delete = database.prepare('DELETE FROM attempts WHERE message = ?');
  }

  add(message: number, attempts: readonly AttemptRecord[]): void {
    for (const attempt of attempts)
      this.#insert.run(message, attempt.startedMs, attempt.queue, JSON.stringify(attempt));
    if (attempts.length > 0) this.#trim.run(message);
  }

  /** Oldest first, as JSON. */
  of(message: number): string[] {
    return this.#select.all(message).map((row) => String(row['record']));
  }

  delete(message: number): void {
    this.#delete.run(message);
  }
}
