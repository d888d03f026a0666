import type { Clock } from '../../clock.ts';
import type { SendConnector, Snapshot } from '../../config/snapshot.ts';
import type { QuotaGauge, SendGauge } from '../../contract/quota-view.ts';
import type { NextHopRegistry } from '../next-hop-registry.ts';
import type { NextHop } from '../next-hops.ts';
import type { QueueView } from '../transport.ts';
import { ConnectorQuota, DAY_MS } from './connector-quota.ts';
import type { Governor } from './governor.ts';
import { isLimited } from './quota-gate.ts';
import { clearsInMs } from './quota-plan.ts';

/** What is shown of each send connector: how much it has handed over, and when its queues are empty. */

export interface SendGaugeDeps {
  readonly hops: NextHopRegistry;
  readonly governor: Governor;
  readonly clock: Clock;
  readonly snapshot: Snapshot;
}

export function sendGauges(queues: readonly QueueView[], deps: SendGaugeDeps): readonly SendGauge[] {
  return deps.snapshot.sendConnectors
    .filter(({ enabled }) => enabled)
    .map((connector) => gaugeOf(connector, queues, deps));
}

/** Whether a quota of a day has come to this part of its limit somewhere. */
export function isQuotaNear({ sendConnectors }: Snapshot, governor: Governor, part: number): boolean {
  return sendConnectors.some(
    (connector) =>
      isLimited(connector) &&
      governor.use(connector).some(({ windowMs, used, limit }) => windowMs >= DAY_MS && used >= limit * part),
  );
}

function gaugeOf(connector: SendConnector, queues: readonly QueueView[], deps: SendGaugeDeps): SendGauge {
  const { clock, governor } = deps;
  const hops = [...deps.hops.all()].filter(({ route }) => route.connector?.identity === connector.identity);
  const waiting = queues
    .filter(({ nextHopConnector }) => nextHopConnector === connector.identity)
    .reduce((sum, { messageCount }) => sum + messageCount, 0);
  const limits = isLimited(connector)
    ? governor.use(connector).map(({ name, limit, used, waitMs }): QuotaGauge => {
        return { name, limit, used, freeAtMs: waitMs === 0 ? null : clock.now() + waitMs };
      })
    : [];
  return {
    connector: connector.name,
    limits,
    active: hops.reduce((sum, { active }) => sum + active.size, 0),
    mostActive: connector.maxConnections,
    waiting,
    clearsAtMs: clearsAtMs(connector, hops, waiting, deps),
    slowed: slowedOf(hops, clock),
  };
}

/** Not known while a next hop does not answer, or has never been seen to. */
function clearsAtMs(
  connector: SendConnector,
  hops: readonly NextHop[],
  waiting: number,
  { clock, governor }: SendGaugeDeps,
): number | null {
  const nowMs = clock.monotonic();
  if (waiting === 0 || hops.length === 0 || hops.some(({ retryCount }) => retryCount > 0)) return null;
  const paceMs = Math.max(...hops.map((hop) => hop.paceMs(nowMs)));
  if (paceMs === 0 && !isLimited(connector)) return null;
  const plan = isLimited(connector) ? governor.plan(connector) : new ConnectorQuota(unlimited, {}, nowMs).plan(nowMs);
  const pauseMs = Math.max(0, ...hops.filter(({ isSlowed }) => isSlowed).map((hop) => hop.pausedUntilMs - nowMs));
  return Math.round(clock.now() + pauseMs + clearsInMs(plan, waiting, 1, paceMs, nowMs));
}

const unlimited = {
  ...{ messagesPerMinute: null, messagesPerHour: null, messagesPerDay: null },
  ...{ recipientsPerDay: null, recipientsPerMessage: null },
};

function slowedOf(hops: readonly NextHop[], clock: Clock): SendGauge['slowed'] {
  const slowed = hops.filter(({ isSlowed }) => isSlowed);
  const [worst] = slowed.sort((a, b) => b.pausedUntilMs - a.pausedUntilMs);
  if (worst === undefined) return null;
  const offsetMs = clock.now() - clock.monotonic();
  return {
    sinceMs: Math.round((worst.failingSinceMs ?? clock.monotonic()) + offsetMs),
    untilMs: Math.round(worst.pausedUntilMs + offsetMs),
    text: worst.lastError,
  };
}
