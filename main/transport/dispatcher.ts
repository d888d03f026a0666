import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timer } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { Attempts } from './attempts.ts';
import { createRouter, type Router } from './categorizer.ts';
import { Claims } from './claims.ts';
import { concluded } from './conclusion.ts';
import { createDsnSender, type DsnSender } from './dsn-sender.ts';
import { FlowControl } from './flow-control.ts';
import { HeldMessages, LEASE_MS, type Held } from './held-messages.ts';
import { NextHopRegistry } from './next-hop-registry.ts';
import type { NextHop } from './next-hops.ts';
import { OutcomeLedger } from './outcome-ledger.ts';
import { Placement } from './placement.ts';
import type { LeasedMessage, MessageQueue } from './queue.ts';
import type { Governor } from './quota/governor.ts';
import { QuotaGate } from './quota/quota-gate.ts';
import { ClockWatch, longestWaitMs } from './retry-schedule.ts';
import { SUBMISSION_QUEUE, type TargetFactory } from './routing.ts';
import type { Tracking } from './tracking.ts';

/**
 * Brings messages to their next hops: straight from intake while there is room, else from the store when they are
 * due. Each time a message is in hand it is categorized anew, and its recipients go to their next hops in parallel.
 */

/** Messages in hand at a time; what is beyond stays on disk. */
const MOST_HELD = 1000;
const MOST_HELD_BYTES = 32 * 1024 * 1024;
const HOUSEKEEPING_MS = 30_000;
/** Attempts that were told to end get this long to say how it went. */
const ABORT_GRACE_MS = 5000;

export interface DispatcherDeps {
  readonly queue: MessageQueue;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly targets: TargetFactory;
  readonly ids: () => string;
  readonly random: () => number;
  readonly tracking: Tracking;
  readonly governor: Governor;
  readonly report: (error: unknown, doing: string) => void;
}

export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly owner: string;
  readonly hops: NextHopRegistry;
  readonly messages: HeldMessages;
  readonly attempts: Attempts;
  readonly claims: Claims;
  readonly dsn: DsnSender;
  readonly #ledger: OutcomeLedger;
  readonly #flow: FlowControl;
  readonly #watch: ClockWatch;
  readonly #placement: Placement;
  #router: Router;
  #configured: Snapshot;
  #running = false;
  #housekeeping: Timer | null = null;

  constructor(deps: DispatcherDeps) {
    const { queue, snapshot, clock, random, tracking, report, targets, ids, governor } = deps;
    this.#deps = deps;
    this.owner = `transport-${ids()}`;
    const settings = () => snapshot().transport;
    this.#configured = snapshot();
    this.#router = createRouter(this.#configured);
    const watch = new ClockWatch(clock.now(), clock.monotonic());
    this.#watch = watch;
    this.hops = new NextHopRegistry({ targets, settings, report });
    const released = (held: Held, gone: boolean) => this.#released(held, gone);
    this.messages = new HeldMessages({ queue, clock, owner: this.owner, report, released });
    const [hotLease, submitted] = [() => this.hotLease(), (message: LeasedMessage | null) => this.submitted(message)];
    this.dsn = createDsnSender({ queue, snapshot, clock, ids, tracking, report, hotLease, submitted });
    this.#ledger = new OutcomeLedger({
      clock,
      random,
      settings,
      watch,
      messages: this.messages,
      dsn: this.dsn,
      tracking,
      report,
    });
    const recovered = (hop: NextHop) => this.#recovered(hop);
    const gate = new QuotaGate({ clock, governor, pump: (hop) => this.attempts.pump(hop) });
    this.attempts = new Attempts({
      ...{ queue, clock, random, settings, hops: this.hops, ledger: this.#ledger },
      ...{ tracking, report, recovered, gate, router: () => this.#router },
    });
    this.#flow = new FlowControl({
      clock,
      settings,
      hops: this.hops,
      ledger: this.#ledger,
      relieved: () => this.claims.proceed(),
    });
    const { hops, attempts } = this;
    const [ledger, flow, accepting] = [this.#ledger, this.#flow, () => this.#accepting];
    this.#placement = new Placement({ clock, settings, hops, ledger, attempts, flow, accepting });
    this.claims = new Claims({
      queue,
      clock,
      owner: this.owner,
      room: () => (this.#accepting ? this.#flow.room(MOST_HELD - this.messages.size) : 0),
      claimed: (messages) => messages.forEach((message) => this.submitted(message)),
      longestWaitMs: () => longestWaitMs(settings()),
      report,
    });
  }

  get running(): boolean {
    return this.#running;
  }

  get #accepting(): boolean {
    return this.#running && !this.hops.isSuspended(SUBMISSION_QUEUE);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.attempts.start();
    this.#keepHouse();
    this.claims.start();
  }

  /** `deadlineMs`: how long attempts under way may still take. What is not delivered then is ready in the store again. */
  async stop(deadlineMs: number): Promise<void> {
    this.#running = false;
    this.#housekeeping?.cancel();
    this.#flow.stop();
    this.withdraw(this.hops.all());
    await this.claims.stop();
    await this.#within(deadlineMs);
    if (this.messages.size > 0) {
      this.attempts.abort();
      await this.#within(ABORT_GRACE_MS);
    }
    await this.#abandon();
    await this.hops.closeTargets();
  }

  hotLease(): { owner: string; untilMs: number } | null {
    if (!this.#accepting || this.claims.behind) return null;
    if (this.messages.size >= MOST_HELD || this.messages.bytes >= MOST_HELD_BYTES) return null;
    return { owner: this.owner, untilMs: this.#deps.clock.now() + LEASE_MS };
  }

  /** A message that is ours by its lease; null: something became due. */
  submitted(message: LeasedMessage | null): void {
    if (message === null) {
      this.claims.due();
      return;
    }
    const held = this.messages.take(message);
    if (held === null) return;
    this.#placement.place(held, this.#router);
  }

  /** Routes, limits and targets of the new configuration hold at once; what waits is categorized again. */
  configurationChanged(next: Snapshot): void {
    const before = this.#configured;
    this.#configured = next;
    this.#router = createRouter(next);
    this.withdraw(this.hops.all());
    this.hops.configure(next);
    if (!this.#running || routesAlike(before, next)) return;
    this.#lookAgain({}, 'routing waiting messages again');
  }

  /** Puts what is not being sent back into the store, due at once: all of these next hops, or one message. */
  withdraw(hops: Iterable<NextHop>, only: Held | null = null): void {
    for (const hop of hops) {
      for (const { held, recipients } of hop.withdraw(only)) {
        this.#placement.postpone(held, recipients);
        this.#ledger.close(held);
      }
    }
  }

  #recovered(hop: NextHop): void {
    hop.forgetOverflow(this.#deps.clock.monotonic());
    this.#lookAgain({ queue: hop.queue }, `releasing queue ${hop.queue}`);
  }

  /** Makes waiting messages due now. */
  #lookAgain(filter: { queue?: string }, doing: string): void {
    const { queue, clock, report } = this.#deps;
    queue
      .retry(filter, clock.now())
      // Also where none was put forward: a clock that jumped ahead makes messages due by itself.
      .then(() => this.claims.due())
      .catch((error: unknown) => report(error, doing));
  }

  #released(held: Held, gone: boolean): void {
    concluded(held, gone, this.#deps);
    if (!gone) this.claims.dueAt(held.nextAttemptMs);
    // Suspects of a crash are claimed one at a time: now it is the next one's turn.
    if (held.message.crashes > 0) this.claims.due();
    else this.claims.proceed();
  }

  #keepHouse(): void {
    const { clock } = this.#deps;
    this.#housekeeping = clock.after(HOUSEKEEPING_MS, () => this.#keepHouse());
    this.hops.sweep(clock.monotonic());
    if (!this.#watch.jumped(clock.now(), clock.monotonic())) return;
    // Times in the store are from another clock now: everything is looked at once.
    this.hops.unblock();
    this.#lookAgain({}, 'following the clock');
  }

  async #within(ms: number): Promise<void> {
    if (this.messages.size === 0) return;
    const over = Promise.withResolvers<undefined>();
    const timer = this.#deps.clock.after(ms, () => over.resolve(undefined));
    await Promise.race([this.messages.untilEmpty(), over.promise]);
    timer.cancel();
  }

  /** Attempts that do not even end when told to: their messages go back as they were. */
  async #abandon(): Promise<void> {
    if (this.messages.size === 0) return;
    for (const { held, recipients } of this.attempts.abandon()) {
      this.#placement.postpone(held, recipients);
      this.#ledger.close(held);
    }
    await this.#within(ABORT_GRACE_MS);
    this.messages.giveUp();
  }
}

/** Whether a change of configuration leaves every route as it was. */
function routesAlike(a: Snapshot, b: Snapshot): boolean {
  const inputs = ({ sendConnectors, policy, mailboxOf }: Snapshot) => [
    sendConnectors,
    policy.acceptedDomains,
    policy.recipients,
    mailboxOf,
  ];
  return isDeepStrictEqual(inputs(a), inputs(b));
}
