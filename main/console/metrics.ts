import { Counter, Gauge, Registry } from 'prom-client';
import type { SendGauge } from '../contract/quota-view.ts';
import type { Status } from '../contract/status-view.ts';

/** The engine's state for Prometheus: totals since start and what the queue holds. */
export function createMetrics(
  status: () => Promise<Status> | Status,
  gauges: () => Promise<readonly SendGauge[]> | readonly SendGauge[],
): () => Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry();
  const totals = new Counter({
    name: 'postroom_messages_total',
    help: 'Messages since start.',
    labelNames: ['result'],
    registers: [registry],
  });
  const queue = new Gauge({
    name: 'postroom_queue_messages',
    help: 'Messages in the queue.',
    labelNames: ['state'],
    registers: [registry],
  });
  const listeners = new Gauge({
    name: 'postroom_listeners',
    help: 'Bindings of receive connectors.',
    labelNames: ['state'],
    registers: [registry],
  });
  const services = new Gauge({
    name: 'postroom_service_running',
    help: '1 while the service runs.',
    labelNames: ['service'],
    registers: [registry],
  });
  const problems = new Gauge({
    name: 'postroom_problems',
    help: 'Problems that need a person.',
    registers: [registry],
  });
  const send = sendMetrics(registry);
  const memory = new Gauge({ name: 'process_resident_memory_bytes', help: 'Resident memory.', registers: [registry] });

  return async () => {
    const now = await status();
    registry.resetMetrics();
    for (const result of ['accepted', 'delivered', 'refused'] as const) totals.inc({ result }, now[result]);
    for (const [state, count] of Object.entries(now.queue)) queue.set({ state }, Number(count));
    for (const { state } of now.listeners) listeners.inc({ state });
    for (const { name, state } of now.services) services.set({ service: name }, state === 'running' ? 1 : 0);
    send(await gauges());
    problems.set(now.problems.length);
    memory.set(process.memoryUsage.rss());
    return { type: registry.contentType, text: await registry.metrics() };
  };
}

/** What each send connector has used of its quota, and when its queues are empty. */
function sendMetrics(registers: Registry): (gauges: readonly SendGauge[]) => void {
  const registry = { registers: [registers] };
  const labelNames = ['connector', 'limit'];
  const used = new Gauge({
    name: 'postroom_quota_used',
    help: 'Used of a quota in its span.',
    labelNames,
    ...registry,
  });
  const limit = new Gauge({ name: 'postroom_quota_limit', help: 'The quota.', labelNames, ...registry });
  const one = { labelNames: ['connector'], ...registry };
  const active = new Gauge({ name: 'postroom_send_active', help: 'Messages being sent.', ...one });
  const waiting = new Gauge({ name: 'postroom_send_waiting', help: 'Messages in the queues.', ...one });
  const slowed = new Gauge({ name: 'postroom_send_slowed', help: '1 while the next hop asks for less.', ...one });
  const clears = new Gauge({
    name: 'postroom_send_clears_timestamp_seconds',
    help: 'When the queues are empty if nothing else comes.',
    ...one,
  });
  return (gauges) => {
    for (const gauge of gauges) {
      const { connector } = gauge;
      for (const { name, ...of } of gauge.limits) {
        used.set({ connector, limit: name }, of.used);
        limit.set({ connector, limit: name }, of.limit);
      }
      active.set({ connector }, gauge.active);
      waiting.set({ connector }, gauge.waiting);
      slowed.set({ connector }, gauge.slowed === null ? 0 : 1);
      if (gauge.clearsAtMs !== null) clears.set({ connector }, gauge.clearsAtMs / 1000);
    }
  };
}
