import type { Clock, Timer } from '../../clock.ts';
import type { AttemptRecord, LeasedMessage, MessageDraft, MessageFilter, QueuedMessage, Settlement } from '../queue.ts';
import type { AppendLog, Concluded } from './append-log.ts';
import { Gathering } from './gathering.ts';
import type { LogSegment } from './log-segment.ts';
import { acceptedMessage, encodeMessage } from './message-json.ts';
import type { Lease, MessageState } from './protocol.ts';
import { applyOutcomes, isWaiting, settleState } from './settlement.ts';
import { notFound } from './store-error.ts';
import type { StoreLink } from './store-link.ts';
import { SUBMISSION } from './tally.ts';

/**
 * Messages that stand in the append log and in memory. Those on the straight way from intake to delivery are leased;
 * most are settled from here and never see the database. What stays behind, or stays for long, moves there. What nobody
 * is to deliver now moves soon, with what comes meanwhile.
 */

/** A leased message moves when it has been here for one to two of these. */
const TICK_MS = 2000;

export interface HotMessagesDeps {
  readonly log: AppendLog;
  readonly link: StoreLink;
  readonly clock: Clock;
}

interface Hot {
  readonly message: QueuedMessage;
  readonly body: Buffer;
  /** Null: not leased. */
  readonly owner: string | null;
  readonly segment: LogSegment;
  /** Long ago where it is not leased. */
  leaseUntilMs: number;
  /** Tick in which it came. */
  readonly tick: number;
  /** It is being settled or moved: whoever wants something of it has to wait. Never rejects. */
  busy: Promise<unknown> | null;
  isMoving: boolean;
  /** A move failed: the database has it, or not. */
  isDoubtful: boolean;
}

export class HotMessages {
  readonly #deps: HotMessagesDeps;
  /** In the order in which they came. */
  readonly #hot = new Map<number, Hot>();
  #tick = 0;
  #timer: Timer | null = null;
  /** Those that are not leased. */
  readonly #unleased: Gathering<Hot>;

  constructor(deps: HotMessagesDeps) {
    this.#deps = deps;
    this.#unleased = new Gathering(deps.clock, (messages) => this.#moveQuietly(messages));
  }

  get counts(): { readonly leased: number; readonly unleased: number } {
    const unleased = this.#unleased.count;
    return { leased: this.#hot.size - unleased, unleased };
  }

  /** Resolves when the message is on disk; null: it has to go to the database at once. */
  accept(draft: MessageDraft, body: Buffer, lease: Lease | null): Promise<LeasedMessage | null> | null {
    const { log, link } = this.#deps;
    if (!link.hasReserve || !log.isAccepting) return null;
    if (lease === null && !this.#unleased.isOpen) return null;
    const text = JSON.stringify(draft);
    if (!log.fits(text, body)) return null;
    return log.accept(draft.id, text, body).then((segment) => {
      const message = acceptedMessage(draft, body.length, lease !== null);
      const { owner, untilMs: leaseUntilMs } = lease ?? { owner: null, untilMs: Number.NEGATIVE_INFINITY };
      const state = { leaseUntilMs, busy: null, isMoving: false, isDoubtful: false };
      const hot: Hot = { message, body, owner, segment, tick: this.#tick, ...state };
      this.#hot.set(draft.id, hot);
      this.#watch();
      if (owner !== null) return { ...message, leaseOwner: owner, leaseUntilMs, body };
      this.#unleased.add(hot);
      return null;
    });
  }

  /** What has to end before anything is asked of the message; null: nothing. */
  busy(id: number): Promise<unknown> | null {
    return this.#hot.get(id)?.busy ?? null;
  }

  /** Null where the message is not here. Rejects with 'not-found' where another holds the lease. */
  settle(owner: string, settlement: Settlement): Promise<void> | null {
    const hot = this.#hot.get(settlement.id);
    if (hot === undefined) return null;
    if (hot.owner !== owner) return Promise.reject(notFound(settlement.id));
    const recipients = applyOutcomes(hot.message.recipients, settlement.outcomes);
    if (!recipients.some(isWaiting)) return this.#finish(hot, owner);
    return this.#move(hot, settleState(stateOf(hot), recipients, settlement), settlement.attempts);
  }

  /** Returns those that are not here. */
  renew(owner: string, ids: readonly number[], untilMs: number): readonly number[] {
    return ids.filter((id) => {
      const hot = this.#hot.get(id);
      if (hot === undefined || hot.isMoving || hot.owner !== owner) return true;
      hot.leaseUntilMs = untilMs;
      return false;
    });
  }

  /** While a message moves, the database answers for it: what is asked there comes behind it. */
  find(id: number): QueuedMessage | null {
    const hot = this.#hot.get(id);
    return hot === undefined || hot.isMoving ? null : hot.message;
  }

  body(id: number): Buffer | null {
    return this.#hot.get(id)?.body ?? null;
  }

  /** Those of a page that are here, by id. */
  page({ queue, status }: MessageFilter, after: number | null, limit: number): readonly QueuedMessage[] {
    if ((queue ?? SUBMISSION) !== SUBMISSION) return [];
    const found: QueuedMessage[] = [];
    for (const { message, isMoving } of this.#hot.values()) {
      if (isMoving || (status ?? message.status) !== message.status) continue;
      if (after === null || message.id > after) found.push(message);
    }
    return found.sort((a, b) => a.id - b.id).slice(0, limit);
  }

  /** Brings those of these messages that are here into the database. */
  async move(ids: readonly number[]): Promise<void> {
    await this.#moveEach(ids.map((id) => this.#hot.get(id)).filter((hot) => hot !== undefined));
  }

  async moveAll(): Promise<void> {
    await this.#moveEach([...this.#hot.values()]);
  }

  /** Also those that are not leased. */
  async moveExpired(nowMs: number): Promise<void> {
    await this.#moveEach([...this.#hot.values()].filter(({ leaseUntilMs }) => leaseUntilMs < nowMs));
  }

  /** Sends what is not leased to the database: what is asked there afterwards comes behind it. Resolves when it is there. */
  drain(): Promise<void> {
    return this.#unleased.drain();
  }

  /** What is still here in a segment moves as soon as it can. */
  evacuate(segment: LogSegment): void {
    void this.#moveQuietly([...this.#hot.values()].filter((hot) => hot.segment === segment));
  }

  /** Sees to it that these are not brought back by the log. */
  forget(messages: readonly Concluded[], owner = ''): Promise<unknown> {
    const { link } = this.#deps;
    return Promise.all(messages.map(({ id, segment }) => link.submit({ call: 'forget', owner, id, segment })));
  }

  /** Moves what can be moved. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#unleased.close();
    // What cannot be moved stays in the log, where the next start finds it.
    await this.moveAll().catch(() => undefined);
  }

  #finish(hot: Hot, owner: string): Promise<void> {
    const { message, segment, isDoubtful } = hot;
    const forget = (): Promise<unknown> => this.forget([{ id: message.id, segment: segment.number }], owner);
    const written = isDoubtful ? forget() : this.#deps.log.settle(message.id, segment).catch(forget);
    return this.#occupied(hot, written);
  }

  #move(hot: Hot, state: MessageState, tried: readonly AttemptRecord[] = []): Promise<void> {
    const body = { kind: 'inline', offset: 0, size: hot.body.length } as const;
    const { owner, segment } = hot;
    const operation = { call: 'adopt', ...state, body, owner, tried, segment: segment.number } as const;
    hot.isMoving = true;
    return this.#occupied(hot, this.#deps.link.submit(operation, hot.body));
  }

  /** When the work is done the message is not here any more. */
  #occupied(hot: Hot, work: Promise<unknown>): Promise<void> {
    const done = work.then(
      () => {
        hot.busy = null;
        this.#hot.delete(hot.message.id);
        if (hot.owner === null) this.#unleased.gone(hot);
        this.#deps.log.release(hot.segment);
      },
      (error: unknown) => {
        hot.busy = null;
        if (hot.owner === null) this.#unleased.refused();
        hot.isDoubtful ||= hot.isMoving;
        hot.isMoving = false;
        throw error;
      },
    );
    hot.busy = done.catch(() => undefined);
    return done;
  }

  async #moveEach(messages: readonly Hot[]): Promise<void> {
    await Promise.all(messages.map((hot) => this.#moveAsItIs(hot)));
  }

  async #moveAsItIs(hot: Hot): Promise<void> {
    while (hot.busy !== null) await hot.busy;
    if (this.#hot.get(hot.message.id) === hot) await this.#move(hot, stateOf(hot));
  }

  /** What fails is tried again at the next tick. */
  #moveQuietly(messages: readonly Hot[]): Promise<void> {
    return this.#moveEach(messages).catch(() => undefined);
  }

  #watch(): void {
    this.#timer ??= this.#deps.clock.after(TICK_MS, () => {
      this.#timer = null;
      const old: Hot[] = [];
      for (const hot of this.#hot.values()) {
        if (hot.tick >= this.#tick) break;
        if (hot.busy === null) old.push(hot);
      }
      this.#tick += 1;
      void this.#moveQuietly(old);
      if (this.#hot.size > 0) this.#watch();
    });
  }
}

function stateOf({ message, owner, leaseUntilMs }: Hot): MessageState {
  const { id, status, nextAttemptMs, lastError } = message;
  return {
    ...{ id, status, queue: SUBMISSION, nextAttemptMs },
    ...{ leaseOwner: owner, leaseUntilMs: owner === null ? null : leaseUntilMs },
    ...{ held: 0, attempts: 0, crashes: 0, delayNotified: 0, lastError },
    ...encodeMessage(message),
  };
}
