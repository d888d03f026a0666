import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { PostroomError } from '../../errors.ts';
import type * as Queue from '../queue.ts';
import { SpoolingBody } from './body-writer.ts';
import type { InFlightFile } from './in-flight.ts';
import { decodeLeased, decodeRow, encodeDraft } from './message-json.ts';
import type { BodyReference, FromStore, MessageRow } from './protocol.ts';
import type { Spool } from './spool.ts';
import { fromFailure, storeError } from './store-error.ts';
import type { StartWorker, StoreLink } from './store-link.ts';
import { SUBMISSION } from './tally.ts';

/** Ids for 16 messages a millisecond before they run ahead of the clock. */
const IDS_PER_MS = 16;
/** Changes of many rows go in portions, so that accepting never waits for all of them. */
const PORTION = 2000;

export interface QueueParts {
  readonly link: StoreLink;
  readonly spool: Spool;
  readonly inFlight: InFlightFile;
  readonly clock: Clock;
  readonly databasePath: string;
  readonly startWorker: StartWorker;
  readonly lastId: number;
}

export class DurableQueue implements Queue.MessageQueue {
  readonly #parts: QueueParts;
  readonly #link: StoreLink;
  #lastId: number;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#link = parts.link;
    this.#lastId = parts.lastId;
  }

  nextId(): number {
    this.#lastId = Math.max(this.#lastId + 1, this.#parts.clock.now() * IDS_PER_MS);
    return this.#lastId;
  }

  createBody(id: number): Queue.BodyWriter {
    return new SpoolingBody(this.#parts.spool, id);
  }

  async accept(
    draft: Queue.MessageDraft,
    body: Queue.StoredBody,
    lease?: { owner: string; untilMs: number },
  ): Promise<Queue.LeasedMessage | null> {
    const inline = body.kind === 'inline' ? body.bytes : null;
    const reference: BodyReference =
      body.kind === 'file' ? body : { kind: 'inline', offset: 0, size: body.bytes.length };
    const { details, recipients, message } = encodeDraft(draft, reference.size);
    const fields = { details, recipients, queue: SUBMISSION, nextAttemptMs: draft.notBeforeMs, lease: lease ?? null };
    const operation = { call: 'accept', id: draft.id, ...fields, body: reference } as const;
    if (body.kind === 'file') this.#parts.spool.unclaimed.delete(body.name);
    await this.#link.submit(operation, inline).catch((error: unknown) => {
      // Surely not committed: abort() may remove the file. After any other failure the next start decides.
      const isRefused = error instanceof PostroomError && error.code === 'disk-full';
      if (body.kind === 'file' && isRefused) this.#parts.spool.unclaimed.add(body.name);
      throw error;
    });
    return lease === undefined
      ? null
      : { ...message, leaseOwner: lease.owner, leaseUntilMs: lease.untilMs, body: inline };
  }

  async claim(request: {
    owner: string;
    nowMs: number;
    untilMs: number;
    limit: number;
  }): Promise<Queue.LeasedMessage[]> {
    return (await this.#link.submit({ call: 'claim', ...request })).map(decodeLeased);
  }

  async settle(owner: string, settlement: Queue.Settlement): Promise<void> {
    const file = await this.#link.submit({ call: 'settle', owner, settlement });
    if (file !== null) void this.#parts.spool.discard(file);
  }

  async renew(owner: string, ids: readonly number[], untilMs: number): Promise<void> {
    await this.#link.submit({ call: 'renew', owner, ids, untilMs });
  }

  beginAttempt(id: number): void {
    this.#parts.inFlight.begin(id);
  }

  endAttempt(id: number): void {
    this.#parts.inFlight.end(id);
  }

  async openBody(id: number): Promise<Buffer | Readable> {
    const body = await this.#link.submit({ call: 'body', id });
    if (body.kind === 'file') return this.#parts.spool.read(body.name, body.size, body.checksum);
    return Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength);
  }

  nextDueMs(): Promise<number | null> {
    return this.#link.submit({ call: 'nextDue' });
  }

  counts(): Queue.QueueCounts {
    return this.#link.counts;
  }

  queues(): Promise<readonly Queue.QueueSummary[]> {
    return this.#link.submit({ call: 'queues' });
  }

  async page(filter: Queue.MessageFilter, after: number | null, limit: number): Promise<Queue.MessagePage> {
    const rows = await this.#link.submit({ call: 'page', filter, after, limit: limit + 1 });
    const messages = rows.slice(0, limit).map(decodeRow);
    return { messages, next: rows.length > limit ? (messages.at(-1)?.id ?? null) : null };
  }

  async find(id: number): Promise<Queue.QueuedMessage | null> {
    const row = await this.#link.submit({ call: 'find', id });
    return row === null ? null : decodeRow(row);
  }

  suspend(ids: readonly number[]): Promise<number> {
    return this.#inPortions(ids, (portion) => this.#link.submit({ call: 'suspend', ids: portion }));
  }

  resume(ids: readonly number[], nowMs: number): Promise<number> {
    return this.#inPortions(ids, (portion) => this.#link.submit({ call: 'resume', ids: portion, nowMs }));
  }

  async retry(filter: { ids?: readonly number[]; queue?: string }, nowMs: number): Promise<number> {
    const { ids, queue = null } = filter;
    if (ids !== undefined) {
      return this.#inPortions(ids, (portion) => this.#link.submit({ call: 'retryIds', ids: portion, queue, nowMs }));
    }
    let total = 0;
    for (;;) {
      const changed = await this.#link.submit({ call: 'retryDue', queue, nowMs, limit: PORTION });
      total += changed;
      if (changed < PORTION) return total;
    }
  }

  async remove(ids: readonly number[]): Promise<readonly Queue.QueuedMessage[]> {
    const removed: MessageRow[] = [];
    await this.#inPortions(ids, async (portion) => {
      const rows = await this.#link.submit({ call: 'remove', ids: portion });
      for (const { file } of rows) if (file !== null) void this.#parts.spool.discard(file);
      removed.push(...rows);
      return rows.length;
    });
    return removed.map(decodeRow);
  }

  async quarantine(id: number, reason: string): Promise<void> {
    await this.#link.submit({ call: 'quarantine', id, reason });
  }

  /** In a thread of its own, beside the one that accepts. */
  async backup(path: string): Promise<void> {
    const worker = this.#parts.startWorker({ databasePath: this.#parts.databasePath, targetPath: path });
    const answer = await once(worker, 'message').catch((error: unknown) => {
      throw storeError(error);
    });
    const message = answer[0] as FromStore;
    if (message.kind === 'failed') throw fromFailure(message.failure);
  }

  /** May be called again. */
  async close(): Promise<void> {
    await this.#link.close(this.#lastId);
    this.#parts.inFlight.close();
  }

  async #inPortions(ids: readonly number[], change: (portion: readonly number[]) => Promise<number>): Promise<number> {
    let total = 0;
    for (let at = 0; at < ids.length; at += PORTION) total += await change(ids.slice(at, at + PORTION));
    return total;
  }
}
