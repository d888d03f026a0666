import { crc32 } from 'node:zlib';
import { PostroomError } from '../../errors.ts';
import type { QueuedMessage, QueueEdit, QueueSummary } from '../queue.ts';
import { checksumText } from './checksum.ts';
import { Claims } from './claims.ts';
import type { Database, Statement } from './database.ts';
import { encodeMessage } from './message-json.ts';
import { editRow } from './edit-row.ts';
import { COLUMNS, MessageTable, rowsOf } from './message-table.ts';
import { LoggedMarks } from './logged-marks.ts';
import type { BodyAnswer, BodyReference, Handlers, MessageRow, MessageState, Operation } from './protocol.ts';
import { poisoned, resumed, settleRow } from './settlement.ts';
import { notFound, storeError } from './store-error.ts';
import { SUBMISSION, type Tally } from './tally.ts';

/** The operations on an open database. Each throws before its first write, or writes all it has to. */
export class Store {
  readonly table: MessageTable;
  readonly handlers: Handlers;
  readonly marks: LoggedMarks;
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
    this.marks = new LoggedMarks(database);
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
      adopt: (operation) => this.#adopt(operation),
      forget: (operation) => this.#forget(operation),
      unmark: ({ segment }) => (this.marks.clear(segment), null),
      claim: (operation) => this.#claims.claim(operation),
      settle: (operation) => this.#settle(operation),
      renew: ({ owner, ids, untilMs }) => (this.#claims.renew(owner, ids, untilMs), null),
      body: ({ id }) => this.#body(id),
      nextDue: () => this.#claims.nextDueMs(),
      queues: () => this.#queues(),
      page: ({ filter, after, limit }) => this.table.page(filter, after ?? -1, limit),
      find: ({ id }) => this.table.find(id),
      attempts: ({ id }) => this.table.attempts.of(id),
      suspend: ({ ids }) => this.#each(ids, suspended),
      resume: ({ ids, nowMs }) => this.#each(ids, (row) => released(row, nowMs)),
      retryIds: ({ ids, queue, nowMs }) => this.#each(ids, (row) => dueAt(row, queue, nowMs)),
      retryDue: (operation) => this.#retry(operation),
      remove: ({ ids }) => this.#remove(ids),
      edit: ({ id, edit }) => this.#edit(id, edit),
      quarantine: ({ id, reason }) => this.#quarantine(id, reason),
    };
  }

  /** Takes a message that the append log brings back; false where it need not be. */
  bringBack(segment: number, message: QueuedMessage, body: Uint8Array): boolean {
    const { id, status, nextAttemptMs, size } = message;
    if (!this.marks.add(segment, id) || this.table.find(id) !== null) return false;
    const row: MessageRow = {
      ...{ id, status, queue: SUBMISSION, nextAttemptMs, leaseOwner: null, leaseUntilMs: null },
      ...{ held: 0, attempts: 0, crashes: 0, delayNotified: 0, lastError: message.lastError },
      ...{ size, checksum: checksumText(crc32(body)), file: null, ...encodeMessage(message) },
    };
    this.table.insert(row, body);
    return true;
  }

  useBodies(bodies: Uint8Array): void {
    this.#bodies = bodies;
  }

  #accept({ id, queue, nextAttemptMs, lease, heldFor, body, details, recipients }: Operation<'accept'>): null {
    const owner = { leaseOwner: lease?.owner ?? null, leaseUntilMs: lease?.untilMs ?? null };
    const status = heldFor !== null ? 'suspended' : lease === null ? 'ready' : 'leased';
    const fresh = { held: 0, attempts: 0, crashes: 0, delayNotified: 0, lastError: heldFor };
    this.#insert({ id, status, queue, nextAttemptMs, ...owner, ...fresh, details, recipients }, body);
    return null;
  }

  #adopt({ segment, body, tried, owner, ...row }: Operation<'adopt'>): null {
    if (this.marks.add(segment, row.id)) {
      this.#insert(row, body);
    } else {
      // In other hands by now, or given back before: what the log knows is old.
      const known = this.table.find(row.id);
      if (owner === null || known?.leaseOwner !== owner) return null;
      this.table.update(known, { ...known, ...row });
    }
    this.table.attempts.add(row.id, tried);
    return null;
  }

  #forget({ owner, id, segment }: Operation<'forget'>): null {
    this.marks.add(segment, id);
    const row = this.table.find(id);
    if (row?.leaseOwner === owner) this.table.delete(row);
    return null;
  }

  #insert(row: MessageState, body: BodyReference): void {
    const { size } = body;
    if (body.kind === 'file') {
      this.table.insert({ ...row, size, checksum: body.checksum, file: body.name }, null);
      return;
    }
    const bytes = this.#bodies.subarray(body.offset, body.offset + size);
    this.table.insert({ ...row, size, checksum: checksumText(crc32(bytes)), file: null }, bytes);
  }

  #settle({ owner, settlement }: Operation<'settle'>): string | null {
    const row = this.table.leasedBy(settlement.id, owner);
    const settled = settleRow(row, settlement);
    if (settled.kind === 'kept') {
      this.table.update(row, settled.row);
      this.table.attempts.add(row.id, settlement.attempts ?? []);
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

  #edit(id: number, edit: QueueEdit): null {
    const row = this.table.find(id);
    if (row === null) throw notFound(id);
    if (row.status === 'leased')
      throw new PostroomError('not-allowed', 'This message is being sent just now. Try again in a moment.');
    const edited = editRow(row, edit);
    if (edited === null)
      throw new PostroomError('not-allowed', 'A message needs at least one recipient. Remove it instead.');
    this.table.update(row, edited);
    return null;
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
