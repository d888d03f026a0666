import type { Clock, Timer } from '../clock.ts';
import type { TransportSettings } from '../config/snapshot.ts';
import type { NextHopRegistry } from './next-hop-registry.ts';
import { MOST_WAITING, type Group, type NextHop } from './next-hops.ts';
import type { OutcomeLedger } from './outcome-ledger.ts';
import { longestWaitMs } from './retry-schedule.ts';

/**
 * Keeps the waiting lists in memory short. A next hop that keeps up makes claims pause, so that what is due stays
 * in order on disk; one that does not gives its mail back to the disk, so that it holds up nobody else.
 */

const CHECK_MS = 500;

export interface FlowControlDeps {
  readonly clock: Clock;
  readonly settings: () => TransportSettings;
  readonly hops: NextHopRegistry;
  readonly ledger: OutcomeLedger;
  /** There may be room again. */
  readonly relieved: () => void;
}

export class FlowControl {
  readonly #deps: FlowControlDeps;
  #saturated = false;
  #check: Timer | null = null;

  constructor(deps: FlowControlDeps) {
    this.#deps = deps;
  }

  /** How many messages may be claimed, `most` at best. */
  room(most: number): number {
    const { clock, hops } = this.#deps;
    const nowMs = clock.monotonic();
    const limit = this.#saturated ? MOST_WAITING / 2 : MOST_WAITING;
    this.#saturated = false;
    for (const hop of hops.all()) {
      if (hop.waitingCount >= limit && !hop.isSlow(nowMs)) this.#saturated = true;
    }
    const room = this.#saturated ? 0 : most;
    if (room <= 0) this.#check ??= clock.after(CHECK_MS, () => this.#relieve());
    return room;
  }

  /** Messages for which a slow next hop has no room come back at the pace at which it works. */
  overflow(groups: readonly Pick<Group, 'held' | 'recipients'>[], hop: NextHop, nowMs: number): void {
    const { ledger, settings } = this.#deps;
    for (const { held, recipients } of groups) {
      const waitMs = hop.overflowMs(nowMs, longestWaitMs(settings()));
      ledger.park(held, recipients, { queue: hop.queue, error: hop.lastError, waitMs, attempted: false });
      ledger.close(held);
    }
  }

  stop(): void {
    this.#check?.cancel();
    this.#check = null;
  }

  #relieve(): void {
    const { clock, hops, relieved } = this.#deps;
    this.#check = null;
    const nowMs = clock.monotonic();
    for (const hop of hops.all()) {
      if (hop.isSlow(nowMs)) this.overflow(hop.withdrawExcess(nowMs), hop, nowMs);
    }
    relieved();
  }
}
