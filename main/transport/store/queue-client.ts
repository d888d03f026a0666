import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { PostroomError } from '../../errors.ts';
import type * as Queue from '../queue.ts';
import type { AppendLog } from './append-log.ts';
import { SpoolingBody } from './body-writer.ts';
import type { HotMessages } from './hot-messages.ts';
import type { InFlightFile } from './in-flight.ts';
import { acceptedMessage, decodeLeased, decodeRow, encodeMessage } from './message-json.ts';
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
  readonly log: AppendLog;
  readonly hot: HotMessages;
  readonly spool: Spool;
  readonly inFlight: InFlightFile;
  readonly clock: Clock;
  readonly databasePath: string;
  readonly startWorker: StartWorker;
  /** Highest id given out so far. */
  readonly ids: { last: number };
}

export class DurableQueue implements Queue.MessageQueue {
  readonly #parts: QueueParts;
  readonly #link: StoreLink;
  readonly #hot: HotMessages;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#link = parts.link;
    this.#hot = parts.hot;
  }

  nextId(): number {
    const { ids, clock } = this.#parts;
    ids.last = Math.max(ids.last + 1, clock.now() * IDS_PER_MS);
    return ids.last;
  }

  createBody(id: number): Queue.BodyWriter {
    return new SpoolingBody(this.#parts.spool, id);
  }

  accept(
    draft: Queue.MessageDraft,
    body: Queue.StoredBody,
    lease?: { owner: string; untilMs: number },
  ): Promise<Queue.LeasedMessage | null> {
    const hot = body.kind === 'inline' ? this.#hot.accept(draft, body.bytes, lease ?? null) : null;
    return hot ?? this.#store(draft, body, lease ?? null);
  }

  async #store(
    draft: Queue.MessageDraft,
    body: Queue.StoredBody,
    lease: { owner: string; untilMs: number } | null,
  ): Promise<Queue.LeasedMessage | null> {
    const inline = body.kind === 'inline' ? body.bytes : null;
    const reference: BodyReference =
      body.kind === 'file' ? body : { kind: 'inline', offset: 0, size: body.bytes.length };
    const message = acceptedMessage(draft, reference.size, lease !== null);
    const fields = {
      ...encodeMessage(message),
      queue: SUBMISSION,
      nextAttemptMs: draft.notBeforeMs,
      lease,
      heldFor: message.lastError,
    };
    const operation = { call: 'accept', id: draft.id, ...fields, body: reference } as const;
    if (body.kind === 'file') this.#parts.spool.unclaimed.delete(body.name);
    // Nobody is to read it soon.
    if (body.kind === 'file' && lease === null) this.#parts.spool.kept.drop(body.name);
    await this.#link.submit(operation, inline).catch((error: unknown) => {
      // Surely not committed: abort() may remove the file. After any other failure the next start decides.
      const isRefused = error instanceof PostroomError && error.code === 'disk-full';
      if (body.kind === 'file' && isRefused) this.#parts.spool.unclaimed.add(body.name);
      throw error;
    });
    return lease === null ? null : { ...message, leaseOwner: lease.owner, leaseUntilMs: lease.untilMs, body: inline };
  }

  async claim(request: {
    owner: string;
    nowMs: number;
    untilMs: number;
    limit: number;
  }): Promise<Queue.LeasedMessage[]> {
    await this.#hot.moveExpired(request.nowMs);
    return (await this.#link.submit({ call: 'claim', ...request })).map(decodeLeased);
  }

  settle(owner: string, settlement: Queue.Settlement): Promise<void> {
    const busy = this.#hot.busy(settlement.id);
    if (busy !== null) return busy.then(() => this.settle(owner, settlement));
    return this.#hot.settle(owner, settlement) ?? this.#settleStored(owner, settlement);
  }

  async #settleStored(owner: string, settlement: Queue.Settlement): Promise<void> {
    const file = await this.#link.submit({ call: 'settle', owner, settlement });
    if (file !== null) void this.#parts.spool.discard(file);
  }

  async renew(owner: string, ids: readonly number[], untilMs: number): Promise<void> {
    const stored = this.#hot.renew(owner, ids, untilMs);
    if (stored.length > 0) await this.#link.submit({ call: 'renew', owner, ids: stored, untilMs });
  }

  beginAttempt(id: number): void {
    this.#parts.inFlight.begin(id);
  }

  endAttempt(id: number): void {
    this.#parts.inFlight.end(id);
  }

  async openBody(id: number): Promise<Buffer | Readable> {
    const hot = this.#hot.body(id);
    if (hot !== null) return hot;
    const body = await this.#link.submit({ call: 'body', id });
    if (body.kind === 'file') return this.#parts.spool.read(body.name, body.size, body.checksum);
    return Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength);
  }

  nextDueMs(): Promise<number | null> {
    void this.#hot.drain();
    return this.#link.submit({ call: 'nextDue' });
  }

  counts(): Queue.QueueCounts {
    const { counts } = this.#link;
    const { leased, unleased } = this.#hot.counts;
    return { ...counts, active: counts.active + leased, waiting: counts.waiting + unleased };
  }

  async queues(): Promise<readonly Queue.QueueSummary[]> {
    // The figures of the queues count what is committed.
    await this.#hot.drain();
    return this.#link.submit({ call: 'queues' });
  }

  async page(filter: Queue.MessageFilter, after: number | null, limit: number): Promise<Queue.MessagePage> {
    const answer = this.#link.submit({ call: 'page', filter, after, limit: limit + 1 });
    const hot = this.#hot.page(filter, after, limit + 1);
    const stored = (await answer).map(decodeRow);
    const found = hot.length === 0 ? stored : [...new Map([...stored, ...hot].map((one) => [one.id, one])).values()];
    if (hot.length > 0) found.sort((a, b) => a.id - b.id);
    const messages = found.slice(0, limit);
    return { messages, next: found.length > limit ? (messages.at(-1)?.id ?? null) : null };
  }

  async find(id: number): Promise<Queue.QueuedMessage | null> {
    const hot = this.#hot.find(id);
    if (hot !== null) return hot;
    const row = await this.#link.submit({ call: 'find', id });
    return row === null ? null : decodeRow(row);
  }

  async attempts(id: number): Promise<readonly Queue.AttemptRecord[]> {
    const records = await this.#link.submit({ call: 'attempts', id });
    return records.map((text) => JSON.parse(text) as Queue.AttemptRecord);
  }

  async suspend(ids: readonly number[]): Promise<number> {
    await this.#hot.move(ids);
    return this.#inPortions(ids, (portion) => this.#link.submit({ call: 'suspend', ids: portion }));
  }

  resume(ids: readonly number[], nowMs: number): Promise<number> {
    return this.#inPortions(ids, (portion) => this.#link.submit({ call: 'resume', ids: portion, nowMs }));
  }

  async retry(filter: { ids?: readonly number[]; queue?: string }, nowMs: number): Promise<number> {
    void this.#hot.drain();
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
    void this.#hot.drain();
    await this.#inPortions(ids, async (portion) => {
      const rows = await this.#link.submit({ call: 'remove', ids: portion });
      for (const { file } of rows) if (file !== null) void this.#parts.spool.discard(file);
      removed.push(...rows);
      return rows.length;
    });
    return removed.map(decodeRow);
  }

  async edit(id: number, edit: Queue.QueueEdit): Promise<void> {
    await this.#hot.move([id]);
    await this.#link.submit({ call: 'edit', id, edit });
  }

  async quarantine(id: number, reason: string): Promise<void> {
    await this.#hot.move([id]);
    await this.#link.submit({ call: 'quarantine', id, reason });
  }

  /** In a thread of its own, beside the one that accepts. */
  async backup(path: string): Promise<void> {
    await this.#hot.moveAll();
    const worker = this.#parts.startWorker({ databasePath: this.#parts.databasePath, targetPath: path });
    const answer = await once(worker, 'message').catch((error: unknown) => {
      throw storeError(error);
    });
    const message = answer[0] as FromStore;
    if (message.kind === 'failed') throw fromFailure(message.failure);
  }

  /** May be called again. */
  async close(): Promise<void> {
    await this.#hot.close();
    await this.#parts.log.close();
    await this.#link.close(this.#parts.ids.last);
    this.#parts.inFlight.close();
  }

  async #inPortions(ids: readonly number[], change: (portion: readonly number[]) => Promise<number>): Promise<number> {
    let total = 0;
    for (let at = 0; at < ids.length; at += PORTION) total += await change(ids.slice(at, at + PORTION));
    return total;
  }
}
