import type { Clock } from '../clock.ts';
import type { SendWindow, TransportSettings } from '../config/snapshot.ts';
import type { Attempts } from './attempts.ts';
import type { Router } from './categorizer.ts';
import { downAt } from './fail-over.ts';
import type { FlowControl } from './flow-control.ts';
import type { Held } from './held-messages.ts';
import type { NextHopRegistry } from './next-hop-registry.ts';
import { EXPIRED, type OutcomeLedger } from './outcome-ledger.ts';
import type { QueuedRecipient } from './queue.ts';
import { groupByNextHop } from './recipient-groups.ts';
import { longestWaitMs } from './retry-schedule.ts';
import { closedForMs, waitingSentence } from './send-window.ts';
import { SUBMISSION_QUEUE, type Route } from './routing.ts';

/** Puts the recipients of a message in hand where they belong: to a next hop, back into the store, or into an NDR. */

export interface PlacementDeps {
  readonly clock: Clock;
  readonly settings: () => TransportSettings;
  readonly hops: NextHopRegistry;
  readonly ledger: OutcomeLedger;
  readonly attempts: Attempts;
  readonly flow: FlowControl;
  /** False while sending is paused. */
  readonly accepting: () => boolean;
}

export class Placement {
  readonly #deps: PlacementDeps;

  constructor(deps: PlacementDeps) {
    this.#deps = deps;
  }

  place(held: Held, router: Router): void {
    const { message } = held;
    const waiting = message.recipients.filter(({ status }) => status === 'ready');
    // The categorization counts as a group, so that the message is not given back before each recipient has been seen.
    held.open = 1;
    if (!this.#deps.accepting()) this.postpone(held, waiting);
    else {
      const isDown = downAt(this.#deps.hops, this.#deps.clock.monotonic());
      for (const [route, recipients] of groupByNextHop(router, message, waiting, isDown))
        this.#dispatch(held, route, recipients);
    }
    this.#deps.ledger.close(held);
  }

  /** Back to the store as it was, due at once, or when the queue is resumed. */
  postpone(held: Held, recipients: readonly QueuedRecipient[]): void {
    const { accepting, hops, settings, ledger } = this.#deps;
    const suspended = !accepting() && hops.isSuspended(SUBMISSION_QUEUE);
    const waitMs = suspended ? longestWaitMs(settings()) : 0;
    for (const recipient of recipients) {
      const { queue, lastError: error } = recipient;
      ledger.park(held, [recipient], { queue, error, waitMs, attempted: false });
    }
  }

  #dispatch(held: Held, route: Route, recipients: readonly QueuedRecipient[]): void {
    const { hops, ledger } = this.#deps;
    const { kind, queue, reason } = route;
    if (kind === 'fail') this.#fail(held, recipients, { queue, diagnostic: reason ?? EXPIRED, lastError: null });
    else if (hops.isSuspended(queue)) this.#shelve(held, recipients, queue, null);
    else if (kind !== 'unreachable') this.#enqueue(held, route, recipients);
    else if (ledger.isExpired(held.message)) {
      this.#fail(held, recipients, { queue, diagnostic: EXPIRED, lastError: reason });
    } else this.#shelve(held, recipients, queue, reason);
  }

  /** Nothing to be done before something else happens: a look now and then is enough. */
  #shelve(held: Held, recipients: readonly QueuedRecipient[], queue: string, error: string | null): void {
    const waitMs = longestWaitMs(this.#deps.settings());
    this.#deps.ledger.park(held, recipients, { queue, error, waitMs, attempted: false });
  }

  #enqueue(held: Held, route: Route, recipients: readonly QueuedRecipient[]): void {
    const { clock, hops, ledger, attempts, flow } = this.#deps;
    const sendWindow = route.connector?.sendWindow ?? null;
    if (sendWindow !== null && this.#isClosed(held, route, recipients, sendWindow)) return;
    const nowMs = clock.monotonic();
    const hop = hops.get(route, nowMs);
    const blocked = hop.isBlocked(nowMs);
    if (blocked && ledger.isExpired(held.message)) {
      this.#fail(held, recipients, { queue: hop.queue, diagnostic: EXPIRED, lastError: hop.lastError });
      return;
    }
    const group = { held, hop, recipients, startedMs: nowMs };
    held.open += 1;
    if (blocked) {
      attempts.sendBack([group]);
    } else if (hop.waitingCount >= hop.room(nowMs) && hop.isSlow(nowMs)) {
      flow.overflow([group], hop, nowMs);
    } else {
      hop.enqueue(group);
      attempts.pump(hop);
    }
  }

  /** Outside of its hours a send connector is sent nothing; true where that is so now. */
  #isClosed(held: Held, { queue }: Route, recipients: readonly QueuedRecipient[], window: SendWindow): boolean {
    const { clock, ledger } = this.#deps;
    const nowMs = clock.now();
    const waitMs = closedForMs(window, nowMs);
    if (waitMs === 0) return false;
    const error = waitingSentence(window, nowMs + waitMs);
    if (ledger.isExpired(held.message)) this.#fail(held, recipients, { queue, diagnostic: EXPIRED, lastError: error });
    else ledger.park(held, recipients, { queue, error, waitMs, attempted: false, scheduled: true });
    return true;
  }

  #fail(
    held: Held,
    recipients: readonly QueuedRecipient[],
    why: { readonly queue: string; readonly diagnostic: string; readonly lastError: string | null },
  ): void {
    const { ledger } = this.#deps;
    const { queue, diagnostic, lastError } = why;
    const failures = recipients.map((recipient) => ({ recipient, diagnostic, remoteHost: null, lastError }));
    held.open += 1;
    void ledger.fail(held, failures, queue, false).then(() => ledger.close(held));
  }
}
