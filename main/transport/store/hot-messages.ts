import type { Clock, Timer } from '../../clock.ts';
import type { AttemptRecord, LeasedMessage, MessageDraft, MessageFilter, QueuedMessage, Settlement } from '../queue.ts';
import type { AppendLog, Concluded } from './append-log.ts';
import type { LogSegment } from './log-segment.ts';
import { acceptedMessage, encodeMessage } from './message-json.ts';
import type { MessageState } from './protocol.ts';
import { applyOutcomes, isWaiting, settleState } from './settlement.ts';
import { notFound } from './store-error.ts';
import type { StoreLink } from './store-link.ts';
import { SUBMISSION } from './tally.ts';

/**
 * Messages on the straight way from intake to delivery. They stand in the append log and in memory; most are settled
 * from here and never see the database. What stays behind, or stays for long, moves there.
 */

/** A message moves when it has been here for one to two of these. */
const TICK_MS = 2000;

export interface HotMessagesDeps {
  readonly log: AppendLog;
  readonly link: StoreLink;
  readonly clock: Clock;
}

interface Hot {
  readonly message: QueuedMessage;
  readonly body: Buffer;
  readonly owner: string;
  readonly segment: LogSegment;
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

  constructor(deps: HotMessagesDeps) {
    this.#deps = deps;
  }

  /** All of them are leased. */
  get count(): number {
    return this.#hot.size;
  }

  /** Resolves when the message is on disk; null: it has to go to the database at once. */
  accept(
    draft: MessageDraft,
    body: Buffer,
    { owner, untilMs }: { readonly owner: string; readonly untilMs: number },
  ): Promise<LeasedMessage> | null {
    const { log, link } = this.#deps;
    if (!link.hasReserve || !log.isAccepting) return null;
    const text = JSON.stringify(draft);
    if (!log.fits(text, body)) return null;
    return log.accept(draft.id, text, body).then((segment) => {
      const message = acceptedMessage(draft, body.length, 'leased');
      const tick = this.#tick;
      const state = { leaseUntilMs: untilMs, busy: null, isMoving: false, isDoubtful: false };
      this.#hot.set(draft.id, { message, body, owner, segment, tick, ...state });
      this.#watch();
      return { ...message, leaseOwner: owner, leaseUntilMs: untilMs, body };
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
    if (!recipients.some(isWaiting)) return this.#finish(hot);
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
    if ((queue ?? SUBMISSION) !== SUBMISSION || (status ?? 'leased') !== 'leased') return [];
    const found: QueuedMessage[] = [];
    for (const { message, isMoving } of this.#hot.values())
      if (!isMoving && (after === null || message.id > after)) found.push(message);
    return found.sort((a, b) => a.id - b.id).slice(0, limit);
  }

  /** Brings those of these messages that are here into the database. */
  async move(ids: readonly number[]): Promise<void> {
    await this.#moveEach(ids.map((id) => this.#hot.get(id)).filter((hot) => hot !== undefined));
  }

  async moveAll(): Promise<void> {
    await this.#moveEach([...this.#hot.values()]);
  }

  async moveExpired(nowMs: number): Promise<void> {
    await this.#moveEach([...this.#hot.values()].filter(({ leaseUntilMs }) => leaseUntilMs < nowMs));
  }

  /** What is still here in a segment moves as soon as it can. */
  evacuate(segment: LogSegment): void {
    this.#moveQuietly([...this.#hot.values()].filter((hot) => hot.segment === segment));
  }

  /** Sees to it that these are not brought back by the log. */
  forget(messages: readonly Concluded[], owner = ''): Promise<unknown> {
    const { link } = this.#deps;
    return Promise.all(messages.map(({ id, segment }) => link.submit({ call: 'forget', owner, id, segment })));
  }

  /** Moves what can be moved. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    // What cannot be moved stays in the log, where the next start finds it.
    await this.moveAll().catch(() => undefined);
  }

  #finish(hot: Hot): Promise<void> {
    const { message, owner, segment, isDoubtful } = hot;
    const forget = (): Promise<unknown> => this.forget([{ id: message.id, segment: segment.number }], owner);
    const written = isDoubtful ? forget() : this.#deps.log.settle(message.id, segment).catch(forget);
    return this.#occupied(hot, written);
  }

  #move(hot: Hot, state: MessageState, tried: readonly AttemptRecord[] = []): Promise<void> {
    const body = { kind: 'inline', offset: 0, size: hot.body.length } as const;
    const operation = { call: 'adopt', ...state, body, tried, segment: hot.segment.number } as const;
    hot.isMoving = true;
    return this.#occupied(hot, this.#deps.link.submit(operation, hot.body));
  }

  /** When the work is done the message is not here any more. */
  #occupied(hot: Hot, work: Promise<unknown>): Promise<void> {
    const done = work.then(
      () => {
        hot.busy = null;
        this.#hot.delete(hot.message.id);
        this.#deps.log.release(hot.segment);
      },
      (error: unknown) => {
        hot.busy = null;
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
  #moveQuietly(messages: readonly Hot[]): void {
    this.#moveEach(messages).catch(() => undefined);
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
      this.#moveQuietly(old);
      if (this.#hot.size > 0) this.#watch();
    });
  }
}

function stateOf({ message, owner, leaseUntilMs }: Hot): MessageState {
  const { id, nextAttemptMs } = message;
  return {
    ...{ id, status: 'leased', queue: SUBMISSION, nextAttemptMs, leaseOwner: owner, leaseUntilMs },
    ...{ held: 0, attempts: 0, crashes: 0, delayNotified: 0, lastError: null },
    ...encodeMessage(message),
  };
}
