import type { TransportSettings } from '../config/snapshot.ts';
import type { Target } from '../delivery/target.ts';
import type { Held } from './held-messages.ts';
import type { QueuedRecipient } from './queue.ts';
import { nextHopRetryMs, slowDownMs } from './retry-schedule.ts';
import type { Route } from './routing.ts';
import { SendWidth, widestFor } from './send-width.ts';
import type { QueueStatus } from './transport.ts';
import { WaitingGroups } from './waiting-groups.ts';

/** What is known of the next hops that have mail: in memory only, each independent of the others. Times are monotonic. */

/** Recipients of one message that share a next hop. */
export interface Group {
  readonly held: Held;
  readonly hop: NextHop;
  readonly recipients: readonly QueuedRecipient[];
  startedMs: number;
}

/** Groups that may wait in memory for a next hop that keeps up. */
export const MOST_WAITING = 256;
const FEWEST_WAITING = 4;
/** A next hop keeps in memory what it can send in this time. */
const MEMORY_WORTH_MS = 10_000;
/** What overflowed is not fetched back more often than this. */
const OVERFLOW_PAUSE_MS = 30_000;

export class NextHop {
  readonly key: string;
  readonly queue: string;
  route: Route;
  target: Target | null = null;
  readonly active = new Set<Group>();
  retryCount = 0;
  lastError: string | null = null;
  /** First failure since it last took or answered a message; null while it is well. */
  failingSinceMs: number | null = null;
  /** After a failed connection: nothing is tried before. */
  blockedUntilMs = 0;
  /** Mail went another way since it could not be reached. */
  isPassedOver = false;
  /** After the next hop asked for less. */
  pausedUntilMs = 0;
  /** What waits is sent back to the queue until then: the quota is used up, or the next hop asked for a long pause. */
  heldUntilMs = 0;
  /** Messages sent back to the queue because too many waited here. */
  #overflowed = 0;
  #overflowFetchedMs = Number.NEGATIVE_INFINITY;
  idleSinceMs: number;
  /** Where the next message sent back will be due. */
  #overflowUntilMs = 0;
  readonly #waiting = new WaitingGroups();
  readonly #width = new SendWidth();
  #serviceMs = 0;
  #lastSuccessMs = Number.NEGATIVE_INFINITY;

  constructor(route: Route, settings: TransportSettings, nowMs: number) {
    this.key = route.key;
    this.queue = route.queue;
    this.route = route;
    this.idleSinceMs = nowMs;
    this.reset(route, settings);
  }

  /** Forgets past failures: the configuration of the next hop changed. */
  reset(route: Route, settings: TransportSettings): void {
    this.route = route;
    this.retryCount = 0;
    this.failingSinceMs = null;
    this.isPassedOver = false;
    this.blockedUntilMs = 0;
    this.pausedUntilMs = 0;
    this.heldUntilMs = 0;
    this.#width.open(widestFor(this.route.connector, settings));
  }

  limitTo(settings: TransportSettings): void {
    this.#width.limitTo(widestFor(this.route.connector, settings));
  }

  /** Uses one of the outbound connections. */
  get outbound(): boolean {
    return this.route.connector !== null;
  }

  get waitingCount(): number {
    return this.#waiting.count;
  }

  get idle(): boolean {
    return this.active.size === 0 && this.waitingCount === 0;
  }

  get groups(): readonly Group[] {
    return [...this.active, ...this.#waiting.all];
  }

  isBlocked(nowMs: number): boolean {
    return nowMs < this.blockedUntilMs || nowMs < this.heldUntilMs;
  }

  /** Attempts that may run now. While in Retry one connection tries whether the next hop is back. */
  capacity(nowMs: number): number {
    if (this.isBlocked(nowMs) || nowMs < this.pausedUntilMs) return 0;
    return this.retryCount > 0 ? 1 : Math.floor(this.#width.limit);
  }

  enqueue(group: Group): void {
    this.#waiting.push(group);
  }

  dequeue(): Group | null {
    return this.#waiting.shift();
  }

  /** The next group, in no hurry. */
  peek(): Group | null {
    return this.#waiting.first();
  }

  /** A part of the next group's recipients goes first. */
  split(recipients: number): Group | null {
    const group = this.#waiting.first();
    if (group === null || recipients >= group.recipients.length) return this.#waiting.shift();
    group.held.open += 1;
    this.#waiting.replaceFirst({ ...group, recipients: group.recipients.slice(recipients) });
    return { ...group, recipients: group.recipients.slice(0, recipients) };
  }

  /** Takes out what waits: everything, or the groups of one message. */
  withdraw(held: Held | null = null): readonly Group[] {
    return this.#waiting.withdraw(held);
  }

  /** Takes out the last groups beyond what may wait. */
  withdrawExcess(nowMs: number): readonly Group[] {
    const excess = this.waitingCount - this.room(nowMs);
    return excess > 0 ? this.#waiting.withdrawLast(excess) : [];
  }

  /** How many groups may wait in memory: what the next hop is seen to send in five seconds. */
  room(nowMs: number): number {
    const service = this.#service(nowMs);
    if (service === 0) return MOST_WAITING;
    const worth = Math.ceil((MEMORY_WORTH_MS * this.#width.limit) / service);
    return Math.min(MOST_WAITING, Math.max(FEWEST_WAITING, worth));
  }

  /** True where the next hop cannot keep up and the queue on disk has to hold its mail. */
  isSlow(nowMs: number): boolean {
    return this.room(nowMs) < MOST_WAITING;
  }

  /** Wait of a message for which there is no room, so that such messages come back at the pace at which they can be sent. */
  overflowMs(nowMs: number, longestMs: number): number {
    const pace = Math.max(1, this.#service(nowMs)) / this.#width.limit;
    const start = Math.max(this.#overflowUntilMs, nowMs + Math.min(MEMORY_WORTH_MS, pace * this.waitingCount));
    this.#overflowUntilMs = Math.min(start + pace, nowMs + longestMs);
    this.#overflowed += 1;
    return Math.max(1000, Math.round(this.#overflowUntilMs - nowMs));
  }

  /** True where it has nothing left to do and works faster than was thought when messages were sent back to the queue. */
  wantsOverflow(nowMs: number): boolean {
    if (this.#overflowed === 0 || this.waitingCount > 0 || this.isSlow(nowMs)) return false;
    return nowMs - this.#overflowFetchedMs >= OVERFLOW_PAUSE_MS;
  }

  /** What was sent back is being fetched. */
  forgetOverflow(nowMs: number): void {
    this.#overflowed = 0;
    this.#overflowUntilMs = 0;
    this.#overflowFetchedMs = nowMs;
  }

  /** Returns true where the next hop was in Retry and is back. */
  succeeded(group: Group, nowMs: number): boolean {
    const back = this.answered(group, nowMs);
    this.lastError = null;
    this.#width.grow();
    return back;
  }

  /** The next hop answered, but not with a success. Returns true where it was in Retry. */
  answered(group: Group, nowMs: number): boolean {
    this.#measure(group, nowMs);
    this.#lastSuccessMs = nowMs;
    this.failingSinceMs = null;
    this.isPassedOver = false;
    const back = this.retryCount > 0;
    this.retryCount = 0;
    return back;
  }

  /** The next hop wants fewer: half the connections, after a pause. Returns its length in ms. */
  slowed(nowMs: number, error: string | null, isQuota: boolean, random: number): number {
    this.lastError = error;
    this.failingSinceMs ??= nowMs;
    this.#width.halve();
    const pauseMs = slowDownMs(this.#width.strikes, isQuota, random);
    this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + pauseMs);
    return pauseMs;
  }

  /** It asked for less, and has taken nothing since. */
  get isSlowed(): boolean {
    return this.#width.strikes > 0;
  }

  /** Usual time of a message at this width, in ms; 0 where nothing was sent yet. */
  paceMs(nowMs: number): number {
    return this.#service(nowMs) / this.#width.limit;
  }

  /** True where another attempt got through while this one could not connect: too many connections, not a dead host. */
  reachedDuring(group: Group): boolean {
    return this.#lastSuccessMs > group.startedMs;
  }

  /** No connection: Retry. Returns the wait in ms. */
  unreachable(nowMs: number, error: string | null, settings: TransportSettings, random: number): number {
    this.lastError = error;
    this.failingSinceMs ??= nowMs;
    this.retryCount += 1;
    this.#width.close();
    const waitMs = nextHopRetryMs(settings, this.retryCount, random);
    this.blockedUntilMs = nowMs + waitMs;
    return waitMs;
  }

  status(nowMs: number): QueueStatus {
    if (this.active.size > 0) return this.retryCount > 0 ? 'Connecting' : 'Active';
    return this.retryCount > 0 || nowMs < this.blockedUntilMs ? 'Retry' : 'Ready';
  }

  #measure(group: Group, nowMs: number): void {
    const took = nowMs - group.startedMs;
    // Good news is believed sooner: a next hop that hung and is well again gets its mail at once.
    const weight = this.#serviceMs === 0 ? 1 : took < this.#serviceMs ? 1 / 2 : 1 / 8;
    this.#serviceMs += (took - this.#serviceMs) * weight;
  }

  /** Usual time of an attempt; an attempt that hangs counts before it ends. */
  #service(nowMs: number): number {
    const [oldest] = this.active;
    return oldest === undefined ? this.#serviceMs : Math.max(this.#serviceMs, nowMs - oldest.startedMs);
  }
}
