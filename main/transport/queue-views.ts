import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { smartHostText } from './categorizer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { NextHop } from './next-hops.ts';
import type { QueuedMessage, QueueSummary } from './queue.ts';
import { MAILBOX_QUEUE, POISON_QUEUE, SUBMISSION_QUEUE, UNREACHABLE_QUEUE } from './routing.ts';
import type { NextHopRegistry } from './next-hop-registry.ts';
import type { FailingHop, QueueStatus, QueueView } from './transport.ts';

/** Rows of Get-Queue: what the store counts and what is known of the next hops, put together. */

const STATUS_ORDER: readonly QueueStatus[] = ['Retry', 'Connecting', 'Active', 'Ready'];

export function viewQueues(
  summaries: readonly QueueSummary[],
  dispatcher: Dispatcher,
  snapshot: Snapshot,
  clock: Clock,
): readonly QueueView[] {
  const stored = new Map(summaries.map((summary) => [summary.queue, summary]));
  const names = new Set([SUBMISSION_QUEUE, ...stored.keys(), ...[...dispatcher.hops.all()].map((hop) => hop.queue)]);
  // One that was suspended is shown while it is, also where nothing waits in it.
  const shown = new Set([...names].map((name) => name.toLowerCase()));
  for (const { name } of dispatcher.hops.suspendedQueues()) if (!shown.has(name.toLowerCase())) names.add(name);
  return [...names].map((name) => viewQueue(name, stored.get(name) ?? null, dispatcher, snapshot, clock));
}

/** The next hops that have not taken mail for a while, in the order in which they were first used. */
export function failingHops(hops: NextHopRegistry, clock: Clock): readonly FailingHop[] {
  const nowMs = clock.monotonic();
  return [...hops.all()].flatMap(({ queue, route, failingSinceMs, lastError, isPassedOver }) =>
    failingSinceMs === null
      ? []
      : [
          {
            queue,
            connector: route.connector?.identity ?? null,
            sinceMs: clock.now() - (nowMs - failingSinceMs),
            lastError,
            isPassedOver,
          },
        ],
  );
}

function viewQueue(
  name: string,
  stored: QueueSummary | null,
  dispatcher: Dispatcher,
  snapshot: Snapshot,
  clock: Clock,
): QueueView {
  const hops = dispatcher.hops.of(name);
  const nowMs = clock.monotonic();
  const status = dispatcher.hops.isSuspended(name) ? 'Suspended' : statusOf(hops, nowMs);
  const blockedMs = Math.max(0, ...hops.map((hop) => hop.blockedUntilMs - nowMs));
  // Mail in hand is leased and not counted by the store.
  const inHand = inHandOf(name, dispatcher).length;
  return {
    identity: name,
    ...describe(name, hops, snapshot),
    status,
    messageCount: (stored?.messageCount ?? 0) + inHand,
    nextHopDomain: name,
    lastError: hops.find((hop) => hop.lastError !== null)?.lastError ?? stored?.lastError ?? null,
    nextRetryMs: status === 'Retry' ? clock.now() + blockedMs : (stored?.nextAttemptMs ?? null),
    retryCount: Math.max(0, ...hops.map((hop) => hop.retryCount)),
  };
}

/** Messages whose next attempt is for this queue, and that are held for it. */
export function inHandOf(name: string, dispatcher: Dispatcher): readonly QueuedMessage[] {
  const groups = dispatcher.hops.of(name).flatMap((hop) => hop.groups);
  return [...new Map(groups.map(({ held }) => [held.message.id, held.message])).values()];
}

function statusOf(hops: readonly NextHop[], nowMs: number): QueueStatus {
  const statuses = new Set(hops.map((hop) => hop.status(nowMs)));
  return STATUS_ORDER.find((status) => statuses.has(status)) ?? 'Ready';
}

/** After a restart nothing is known of a next hop until its first attempt; the configuration still tells what it is. */
function describe(
  name: string,
  hops: readonly NextHop[],
  snapshot: Snapshot,
): Pick<QueueView, 'deliveryType' | 'nextHopConnector'> {
  if (name === UNREACHABLE_QUEUE) return { deliveryType: 'Unreachable', nextHopConnector: null };
  if (name === SUBMISSION_QUEUE || name === POISON_QUEUE) return { deliveryType: 'Undefined', nextHopConnector: null };
  if (name === MAILBOX_QUEUE) return { deliveryType: 'SmtpDeliveryToMailbox', nextHopConnector: null };
  const connector =
    hops[0]?.route.connector ??
    snapshot.sendConnectors.find(({ smartHosts }) => smartHosts.length > 0 && smartHostText(smartHosts) === name) ??
    null;
  const throughSmartHost = connector !== null && connector.smartHosts.length > 0;
  return {
    deliveryType: throughSmartHost ? 'SmartHostConnectorDelivery' : 'DnsConnectorDelivery',
    nextHopConnector: connector?.identity ?? null,
  };
}
