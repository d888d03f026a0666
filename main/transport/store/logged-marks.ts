import type { Database, Statement } from './database.ts';

/**
 * Which messages of the append log the log need not bring back. A mark is committed together with what became of the
 * message here, so that no moment lies between the two; it goes when its segment has gone.
 */
export class LoggedMarks {
  readonly #add: Statement;
  readonly #clear: Statement;

  constructor(database: Database) {
    this.#add = database.prepare('INSERT OR IGNORE INTO logged (segment, id) VALUES (?, ?)');
    this.#clear = database.prepare('DELETE FROM logged WHERE segment <= ?');
  }

  /** False when it was marked before. */
  add(segment: number, id: number): boolean {
    return this.#add.run(segment, id).changes !== 0;
  }

  /** Removes the marks of all segments up to this one. */
  clear(segment: number): void {
    this.#clear.run(segment);
  }
}
