import { isDeepStrictEqual } from 'node:util';
import type { Snapshot, TransportSettings } from '../config/snapshot.ts';
import type { Target } from '../delivery/target.ts';
import { NextHop } from './next-hops.ts';
import { openTarget, type Route, type TargetFactory } from './routing.ts';

/** All next hops that have mail or had some lately, with their targets. Times are monotonic. */

/** Exchange calls it QueueMaxIdleTime. */
const MAX_IDLE_MS = 180_000;
/** The count of failures outlives the longest pause between two attempts. */
const MAX_FAILED_IDLE_MS = 7_200_000;

export interface NextHopRegistryDeps {
  readonly targets: TargetFactory;
  readonly settings: () => TransportSettings;
  readonly report: (error: unknown, doing: string) => void;
}

export class NextHopRegistry {
  readonly #deps: NextHopRegistryDeps;
  readonly #hops = new Map<string, NextHop>();
  /** Targets to close when their last attempt has ended. */
  readonly #leaving = new Map<NextHop, Target[]>();
  /** By lower-case name. */
  readonly #suspended = new Map<string, { readonly name: string; readonly lasting: boolean }>();

  constructor(deps: NextHopRegistryDeps) {
    this.#deps = deps;
  }

  all(): Iterable<NextHop> {
    return this.#hops.values();
  }

  of(queue: string): readonly NextHop[] {
    const wanted = queue.toLowerCase();
    return [...this.#hops.values()].filter((hop) => hop.queue.toLowerCase() === wanted);
  }

  get(route: Route, nowMs: number): NextHop {
    let hop = this.#hops.get(route.key);
    if (hop === undefined) {
      hop = new NextHop(route, this.#deps.settings(), nowMs);
      this.#hops.set(route.key, hop);
    }
    return hop;
  }

  /** The next hop of a route, where something is known of it. */
  known(key: string): NextHop | undefined {
    return this.#hops.get(key);
  }

  /** The target of a hop; opened when the first message goes there. */
  target(hop: NextHop): Target {
    hop.target ??= openTarget(this.#deps.targets, hop.route);
    if (hop.target === null) throw new TypeError(`Queue ${hop.queue} has no target`);
    return hop.target;
  }

  isSuspended(queue: string): boolean {
    return this.#suspended.size > 0 && this.#suspended.has(queue.toLowerCase());
  }

  /** `lasting`: over a restart too. */
  suspend(queue: string, lasting: boolean): void {
    const key = queue.toLowerCase();
    this.#suspended.set(key, { name: queue, lasting: lasting || this.#suspended.get(key)?.lasting === true });
  }

  resume(queue: string): void {
    this.#suspended.delete(queue.toLowerCase());
  }

  suspendedQueues(): readonly { readonly name: string; readonly lasting: boolean }[] {
    return [...this.#suspended.values()];
  }

  /** Lets every next hop be tried at once; the first attempt tells whether it is back. */
  unblock(hops: Iterable<NextHop> = this.#hops.values()): void {
    for (const hop of hops) {
      hop.blockedUntilMs = 0;
      hop.pausedUntilMs = 0;
      hop.heldUntilMs = 0;
    }
  }

  /** Keeps what did not change, starts afresh with changed connectors, drops those that are gone. Nothing may be waiting. */
  configure(next: Snapshot): void {
    const connectors = new Map(next.sendConnectors.map((connector) => [connector.identity, connector]));
    for (const hop of this.#hops.values()) {
      const before = hop.route.connector;
      const after = before === null ? null : (connectors.get(before.identity) ?? null);
      if (before !== null && (after === null || !isDeepStrictEqual(before, after))) {
        this.#retire(hop);
        // Another route with this key makes a new hop: nothing of the old one's failures stays.
        this.#hops.delete(hop.key);
      } else {
        // A connector that says the same keeps its connections.
        hop.limitTo(next.transport);
      }
    }
  }

  /** Starts afresh with the next hops of a connector: new connections, no failures. Nothing may be waiting. */
  renew(connector: string): void {
    for (const hop of this.#hops.values()) {
      if (hop.route.connector?.identity !== connector) continue;
      this.#retire(hop);
      this.#hops.delete(hop.key);
    }
  }

  /** An attempt ended. */
  rested(hop: NextHop, nowMs: number): void {
    hop.idleSinceMs = nowMs;
    const targets = hop.active.size === 0 ? this.#leaving.get(hop) : undefined;
    if (targets === undefined) return;
    this.#leaving.delete(hop);
    for (const target of targets) this.#close(target);
  }

  /** Drops next hops that have had nothing to do for a while. */
  sweep(nowMs: number): void {
    for (const hop of this.#hops.values()) {
      if (!hop.idle || hop.isBlocked(nowMs)) continue;
      const idleMs = nowMs - hop.idleSinceMs;
      if (idleMs < (hop.retryCount > 0 ? MAX_FAILED_IDLE_MS : MAX_IDLE_MS)) continue;
      this.#retire(hop);
      this.#hops.delete(hop.key);
    }
  }

  /** Ends every kept connection; what is known of the next hops stays. */
  async closeTargets(): Promise<void> {
    const closing: Promise<void>[] = [];
    for (const hop of this.#hops.values()) {
      if (hop.target !== null) closing.push(hop.target.close());
      hop.target = null;
    }
    for (const targets of this.#leaving.values()) closing.push(...targets.map((target) => target.close()));
    this.#leaving.clear();
    for (const result of await Promise.allSettled(closing)) {
      if (result.status === 'rejected') this.#deps.report(result.reason, 'closing connections');
    }
  }

  #retire(hop: NextHop): void {
    const { target } = hop;
    hop.target = null;
    if (target === null) return;
    if (hop.active.size === 0) this.#close(target);
    else this.#leaving.set(hop, [...(this.#leaving.get(hop) ?? []), target]);
  }

  #close(target: Target): void {
    target.close().catch((error: unknown) => this.#deps.report(error, 'closing connections'));
  }
}
