import type { Clock } from '../clock.ts';
import type { TransportSettings } from '../config/snapshot.ts';
import { explainReply } from '../delivery/classify.ts';
import type { AttemptResult, Verdict } from '../delivery/target.ts';
import { AttemptJudge } from './attempt-judge.ts';
import { resultOfThrown } from './attempt-outcome.ts';
import { attemptRecord } from './attempt-record.ts';
import type { Router } from './categorizer.ts';
import { sentLater } from './closed-hours.ts';
import { downAt, standsBy } from './fail-over.ts';
import type { NextHopRegistry } from './next-hop-registry.ts';
import type { Group, NextHop } from './next-hops.ts';
import type { OutcomeLedger } from './outcome-ledger.ts';
import type { MessageQueue } from './queue.ts';
import type { QuotaGate } from './quota/quota-gate.ts';
import { jittered, messageRetryMs } from './retry-schedule.ts';
import type { Tracking } from './tracking.ts';

/** Delivery attempts: starts them while there is capacity, and turns their results into outcomes. */

export interface AttemptsDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly random: () => number;
  readonly settings: () => TransportSettings;
  readonly hops: NextHopRegistry;
  readonly ledger: OutcomeLedger;
  readonly tracking: Tracking;
  readonly gate: QuotaGate;
  readonly router: () => Router;
  readonly report: (error: unknown, doing: string) => void;
  /** A next hop that was in Retry answers again: what waits for it on disk may come. */
  readonly recovered: (hop: NextHop) => void;
}

export class Attempts {
  readonly #deps: AttemptsDeps;
  readonly #judge: AttemptJudge;
  #outbound = 0;
  /** Attempts whose result counts. */
  readonly #groups = new Set<Group>();
  /** Next hops held up only by MaxOutboundConnections, the longest waiting first. */
  readonly #starved = new Set<NextHop>();
  #abort = new AbortController();

  constructor(deps: AttemptsDeps) {
    this.#deps = deps;
    this.#judge = new AttemptJudge(deps);
  }

  /** Tells attempts under way to end. */
  abort(): void {
    this.#abort.abort();
  }

  /** Gives up waiting for attempts under way: whatever they still say is too late. */
  abandon(): readonly Group[] {
    const groups = [...this.#groups];
    this.#groups.clear();
    return groups;
  }

  start(): void {
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
  }

  /** Starts what the next hop and MaxOutboundConnections allow. */
  pump(hop: NextHop): void {
    const { clock, settings } = this.#deps;
    if (sentLater(hop, this.#deps)) return;
    while (hop.waitingCount > 0 && hop.active.size < hop.capacity(clock.monotonic())) {
      if (hop.outbound && this.#outbound >= settings().maxOutboundConnections) {
        this.#starved.add(hop);
        return;
      }
      const group = this.#deps.gate.next(hop);
      if (group === null) {
        // Held for longer than is worth waiting for in memory.
        if (hop.isBlocked(clock.monotonic())) this.sendBack(hop.withdraw());
        return;
      }
      this.#begin(group);
    }
  }

  #begin(group: Group): void {
    const { held, hop, recipients } = group;
    const { queue, clock, hops } = this.#deps;
    const { message } = held;
    group.startedMs = clock.monotonic();
    hop.active.add(group);
    this.#groups.add(group);
    if (hop.outbound) this.#outbound += 1;
    held.active += 1;
    if (held.active === 1) queue.beginAttempt(message.id);
    const { id, messageId, receivedAtMs, size, envelope, origin } = message;
    const { remoteAddress } = origin;
    const body = async () => {
      try {
        return message.body ?? (await queue.openBody(id));
      } catch (error) {
        held.bodyError = error instanceof Error ? error : new Error(String(error));
        throw error;
      }
    };
    let result: Promise<AttemptResult>;
    try {
      result = hops
        .target(hop)
        .deliver({ id, messageId, receivedAtMs, remoteAddress, size, envelope, recipients, body }, this.#abort.signal);
    } catch (error) {
      result = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    result
      .catch((error: unknown) => {
        this.#deps.report(error, `delivering message ${id}`);
        return resultOfThrown(error, recipients);
      })
      .then((value) => this.#finished(group, value))
      .catch((error: unknown) => this.#deps.report(error, `finishing an attempt of message ${id}`));
  }

  #finished(group: Group, result: AttemptResult): void {
    const { held, hop } = group;
    const { queue, clock, hops, ledger } = this.#deps;
    hop.active.delete(group);
    this.#deps.gate.ended(group, result);
    if (hop.outbound) this.#outbound -= 1;
    held.active -= 1;
    if (held.active === 0) queue.endAttempt(held.message.id);
    if (this.#groups.delete(group)) {
      this.#keep(group, result);
      const pending = this.#judge.judge(group, result, this.#judgeHop(group, result), this.#abort.signal.aborted);
      if (pending === null) ledger.close(held);
      else void pending.then(() => ledger.close(held));
    }
    hops.rested(hop, clock.monotonic());
    if (hop.outbound) this.#feedStarved();
    this.pump(hop);
  }

  #keep(group: Group, result: AttemptResult): void {
    const record = this.#abort.signal.aborted ? null : attemptRecord(group, result, this.#deps.clock);
    if (record !== null) group.held.attempts.push(record);
  }

  #feedStarved(): void {
    const most = this.#deps.settings().maxOutboundConnections;
    for (const hop of this.#starved) {
      if (this.#outbound >= most) return;
      // It joins again, at the end, if it still has more than it may send.
      this.#starved.delete(hop);
      this.pump(hop);
    }
  }

  /** What the result means for the next hop as a whole; returns how long recipients that stay wait, in ms. */
  #judgeHop(group: Group, result: AttemptResult): number {
    const { clock, random, settings, recovered } = this.#deps;
    const { hop } = group;
    const nowMs = clock.monotonic();
    if (this.#abort.signal.aborted) return 0;
    const error = result.outcomes.find(({ verdict }) => verdict !== 'delivered')?.error ?? null;
    const saw = (wanted: Verdict) => result.outcomes.some(({ verdict }) => verdict === wanted);
    if (result.unreachable && !saw('slowed') && !hop.reachedDuring(group)) {
      return this.#giveUpFor(group, hop.unreachable(nowMs, error, settings(), random()));
    }
    // One connection refused while others work: there are too many.
    if (result.unreachable || saw('slowed')) return this.#slowDown(hop, result, error);
    const back = saw('delivered') ? hop.succeeded(group, nowMs) : hop.answered(group, nowMs);
    if (back || hop.wantsOverflow(nowMs)) recovered(hop);
    return messageRetryMs(settings(), random());
  }

  /** The next hop is not tried for `waitMs`; another may be at once. */
  #giveUpFor(group: Group, waitMs: number): number {
    this.sendBack(group.hop.withdraw());
    return this.#standsBy(group) ? 0 : waitMs;
  }

  #slowDown(hop: NextHop, result: AttemptResult, error: string | null): number {
    const { clock, random, settings, gate } = this.#deps;
    const pauseMs = hop.slowed(clock.monotonic(), error, isQuota(result), random());
    clock.after(pauseMs, () => this.pump(hop));
    if (gate.holdWhere(hop, pauseMs)) this.sendBack(hop.withdraw());
    return Math.max(pauseMs, jittered(settings().glitchRetryMs, random()));
  }

  #standsBy(group: Group): boolean {
    const { router, hops, clock } = this.#deps;
    return standsBy(group, router(), downAt(hops, clock.monotonic()));
  }

  /**
   * Groups whose next hop cannot be tried now go back into the queue: when the quota lets them, at once where another
   * connector stands by, or spread over the wait.
   */
  sendBack(groups: readonly Group[]): void {
    const { clock, random, ledger, gate } = this.#deps;
    for (const group of groups) {
      const { held, hop, recipients } = group;
      const turn = gate.turnOf(hop, recipients.length);
      const blockedMs = Math.max(0, hop.blockedUntilMs - clock.monotonic(), hop.heldUntilMs - clock.monotonic());
      const waitMs = this.#standsBy(group) ? 0 : (turn?.waitMs ?? Math.round(blockedMs * (1 + random())));
      ledger.park(held, recipients, {
        queue: hop.queue,
        error: turn?.error ?? hop.lastError,
        waitMs,
        attempted: false,
      });
      ledger.close(held);
    }
  }
}

/** A quota of hours or days is used up: asking again within minutes is of no use. */
function isQuota({ outcomes }: AttemptResult): boolean {
  return outcomes.some(
    ({ verdict, reply }) => verdict === 'slowed' && reply !== null && explainReply(reply.text).category === 'quota',
  );
}
