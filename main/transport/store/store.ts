import { crc32 } from 'node:zlib';
import type { QueueSummary } from '../queue.ts';
import { checksumText } from './checksum.ts';
import { Claims } from './claims.ts';
import type { Database, Statement } from './database.ts';
import { COLUMNS, MessageTable, rowsOf } from './message-table.ts';
import type { BodyAnswer, Handlers, MessageRow, Operation } from './protocol.ts';
import { poisoned, resumed, settleRow } from './settlement.ts';
import { notFound, storeError } from './store-error.ts';
import type { Tally } from './tally.ts';

/** The operations on an open database. Each throws before its first write, or writes all it has to. */
export class Store {
  readonly table: MessageTable;
  readonly handlers: Handlers;
  readonly #claims: Claims;
  readonly #tally: Tally;
  readonly #retryDue: Statement;
  readonly #retryQueue: Statement;
  readonly #queueNext: Statement;
  /** Inline bodies of the batch being run. */
  #bodies: Uint8Array = new Uint8Array();

  constructor(database: Database, tally: Tally) {
    this.#tally = tally;
    this.table = new MessageTable(database, tally);
    this.#claims = new Claims(database, this.table);
    this.#retryDue = database.prepare(
      `SELECT ${COLUMNS} FROM messages WHERE status = 'ready' AND crashes = 0 AND next_attempt_ms > ? LIMIT ?`,
    );
    this.#retryQueue = database.prepare(
      `SELECT ${COLUMNS} FROM messages WHERE status = 'ready' AND queue = ? AND next_attempt_ms > ? LIMIT ?`,
    );
    this.#queueNext = database.prepare(
      `SELECT min(next_attempt_ms) AS ms FROM messages WHERE status = 'ready' AND queue = ?`,
    );
    this.handlers = {
      accept: (operation) => this.#accept(operation),
      claim: (operation) => this.#claims.claim(operation),
      settle: (operation) => this.#settle(operation),
      renew: ({ owner, ids, untilMs }) => (this.#claims.renew(owner, ids, untilMs), null),
      body: ({ id }) => this.#body(id),
      nextDue: () => this.#claims.nextDueMs(),
      queues: () => this.#queues(),
      page: ({ filter, after, limit }) => this.table.page(filter, after ?? -1, limit),
      find: ({ id }) => this.table.find(id),
      suspend: ({ ids }) => this.#each(ids, suspended),
      resume: ({ ids, nowMs }) => this.#each(ids, (row) => released(row, nowMs)),
      retryIds: ({ ids, queue, nowMs }) => this.#each(ids, (row) => dueAt(row, queue, nowMs)),
      retryDue: (operation) => this.#retry(operation),
      remove: ({ ids }) => this.#remove(ids),
      quarantine: ({ id, reason }) => this.#quarantine(id, reason),
    };
  }

  useBodies(bodies: Uint8Array): void {
    this.#bodies = bodies;
  }

  #accept(operation: Operation<'accept'>): null {
    const { body } = operation;
    if (body.kind === 'file') {
      this.table.insert(operation, null, body.checksum);
      return null;
    }
    const bytes = this.#bodies.subarray(body.offset, body.offset + body.size);
    this.table.insert(operation, bytes, checksumText(crc32(bytes)));
    return null;
  }

  #settle({ owner, settlement }: Operation<'settle'>): string | null {
    const row = this.table.leasedBy(settlement.id, owner);
    const settled = settleRow(row, settlement);
    if (settled.kind === 'kept') {
      this.table.update(row, settled.row);
      return null;
    }
    this.table.delete(row);
    return row.file;
  }

  #body(id: number): BodyAnswer {
    const { answer, checksum } = this.table.body(id);
    if (answer.kind === 'inline' && checksumText(crc32(answer.bytes)) !== checksum) {
      throw storeError(new Error(`message ${id}: checksum of its body differs`));
    }
    return answer;
  }

  #queues(): QueueSummary[] {
    return this.#tally.queues().map(({ queue, messages, lastError }) => {
      const next = this.#queueNext.get(queue)?.['ms'];
      return { queue, messageCount: messages, nextAttemptMs: typeof next === 'number' ? next : null, lastError };
    });
  }

  /** Changes each row for which `change` has a new version; returns how many. */
  #each(ids: readonly number[], change: (row: MessageRow) => MessageRow | null): number {
    let changed = 0;
    for (const id of ids) {
      const row = this.table.find(id);
      const next = row === null ? null : change(row);
      if (row === null || next === null) continue;
      this.table.update(row, next);
      changed += 1;
    }
    return changed;
  }

  #retry({ queue, nowMs, limit }: Operation<'retryDue'>): number {
    const rows = queue === null ? rowsOf(this.#retryDue, nowMs, limit) : rowsOf(this.#retryQueue, queue, nowMs, limit);
    for (const row of rows) this.table.update(row, { ...row, nextAttemptMs: nowMs });
    return rows.length;
  }

  #remove(ids: readonly number[]): MessageRow[] {
    const rows = [...new Set(ids)].map((id) => this.table.find(id)).filter((row) => row !== null);
    const free = rows.filter((row) => row.status !== 'leased');
    for (const row of free) this.table.delete(row);
    return free;
  }

  #quarantine(id: number, reason: string): null {
    const row = this.table.find(id);
    if (row === null) throw notFound(id);
    this.table.update(row, poisoned(row, reason));
    return null;
  }
}

/** A message under way is suspended when it comes back. */
function suspended(row: MessageRow): MessageRow | null {
  if (row.status === 'ready') return { ...row, status: 'suspended' };
  return row.status === 'leased' && row.held === 0 ? { ...row, held: 1 } : null;
}

function released(row: MessageRow, nowMs: number): MessageRow | null {
  if (row.status === 'suspended' || row.status === 'poison') return resumed(row, nowMs);
  return row.held === 1 ? { ...row, held: 0 } : null;
}

function dueAt(row: MessageRow, queue: string | null, nowMs: number): MessageRow | null {
  if (row.status !== 'ready' || (queue !== null && row.queue !== queue)) return null;
  return row.nextAttemptMs > nowMs ? { ...row, nextAttemptMs: nowMs } : null;
}
