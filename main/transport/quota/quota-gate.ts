import type { Clock } from '../../clock.ts';
import type { SendConnector } from '../../config/snapshot.ts';
import type { AttemptResult } from '../../delivery/target.ts';
import type { Group, NextHop } from '../next-hops.ts';
import type { QuotaName, QuotaUse } from './connector-quota.ts';
import type { Governor, LimitedConnector } from './governor.ts';
import type { QuotaPlan } from './quota-plan.ts';

/** Between the next hops and the governor: which group goes next, and where the others wait. */

/** A plan is made anew after this long: who waits for days looks again now and then, and takes a turn each time. */
const PLAN_AGE_MS = 60_000;
/** Waiting for longer than this happens on disk. */
const HOLD_FROM_MS = 15_000;

const spans: Readonly<Record<QuotaName, string>> = {
  messagesPerMinute: 'messages a minute',
  messagesPerHour: 'messages an hour',
  messagesPerDay: 'messages a day',
  recipientsPerDay: 'recipients a day',
};

export interface QuotaGateDeps {
  readonly clock: Clock;
  readonly governor: Governor;
  /** There may be room again. */
  readonly pump: (hop: NextHop) => void;
}

/** When a message that has to wait for the quota may go, and what it waits for. */
export interface Turn {
  readonly waitMs: number;
  readonly error: string;
}

interface Hold {
  readonly connector: LimitedConnector;
  plan: QuotaPlan;
  plannedMs: number;
  readonly error: string;
}

export class QuotaGate {
  readonly #deps: QuotaGateDeps;
  /** Counted by the governor. */
  readonly #begun = new WeakSet<Group>();
  /** Next hops that will be pumped. */
  readonly #awaited = new WeakSet<NextHop>();
  readonly #holds = new WeakMap<NextHop, Hold>();

  constructor(deps: QuotaGateDeps) {
    this.#deps = deps;
  }

  /** The next group that may go; null: none is waiting, or it has to wait. */
  next(hop: NextHop): Group | null {
    const { connector } = hop.route;
    const first = isLimited(connector) ? hop.peek() : null;
    if (!isLimited(connector) || first === null) return hop.dequeue();
    const admission = this.#deps.governor.admit(connector, first.recipients.length);
    if ('go' in admission) {
      const group = hop.split(admission.go);
      if (group !== null) this.#begun.add(group);
      return group;
    }
    if ('written' in admission) this.#await(hop, admission.written);
    else this.#wait(hop, connector, first.recipients.length, admission.waitMs);
    return null;
  }

  ended(group: Group, { outcomes, unreachable }: AttemptResult): void {
    const { connector } = group.hop.route;
    if (connector === null || !this.#begun.delete(group)) return;
    // Where a connection broke nobody knows whether the other side counted.
    const mayCount = outcomes.filter(({ verdict, reply }) => verdict === 'delivered' || reply === null);
    this.#deps.governor.ended(connector.identity, group.recipients.length, unreachable ? 0 : mayCount.length);
  }

  /** Holds a next hop that asked for a pause, where it is long. True where what waits has to go back. */
  holdWhere(hop: NextHop, pauseMs: number): boolean {
    if (pauseMs < HOLD_FROM_MS) return false;
    hop.heldUntilMs = Math.max(hop.heldUntilMs, this.#deps.clock.monotonic() + pauseMs);
    this.#holds.delete(hop);
    return true;
  }

  /** Null where it is not the quota that holds the next hop. Each call takes the next turn. */
  turnOf(hop: NextHop, recipients: number): Turn | null {
    const nowMs = this.#deps.clock.monotonic();
    const hold = nowMs < hop.heldUntilMs ? this.#holds.get(hop) : undefined;
    if (hold === undefined) return null;
    if (nowMs - hold.plannedMs > PLAN_AGE_MS) {
      hold.plan = this.#deps.governor.plan(hold.connector);
      hold.plannedMs = nowMs;
    }
    // Nobody overtakes the one that is waited for.
    const turnMs = Math.max(hop.heldUntilMs, hold.plan.next(recipients, nowMs));
    return { waitMs: Math.ceil(turnMs - nowMs), error: hold.error };
  }

  #wait(hop: NextHop, connector: LimitedConnector, recipients: number, waitMs: number): void {
    const { clock, governor } = this.#deps;
    if (waitMs < HOLD_FROM_MS) {
      this.#await(hop, new Promise((resolve) => clock.after(waitMs, () => resolve(undefined))));
      return;
    }
    const narrowest = governor.narrowest(connector, recipients);
    const nowMs = clock.monotonic();
    const error = waitText(connector, narrowest);
    this.#holds.set(hop, { connector, plan: governor.plan(connector), plannedMs: nowMs, error });
    hop.heldUntilMs = nowMs + waitMs;
  }

  #await(hop: NextHop, room: Promise<unknown>): void {
    if (this.#awaited.has(hop)) return;
    this.#awaited.add(hop);
    void room.then(() => {
      this.#awaited.delete(hop);
      this.#deps.pump(hop);
    });
  }
}

export function isLimited(connector: SendConnector | null): connector is LimitedConnector {
  return connector !== null && connector.quota !== null;
}

function waitText({ name }: SendConnector, narrowest: QuotaUse | null): string {
  if (narrowest === null) return `The message waits for the quota of the send connector ${name}.`;
  return `The message waits for the quota of the send connector ${name}: ${String(narrowest.limit)} ${spans[narrowest.name]}.`;
}
