import { Counter, Gauge, Registry } from 'prom-client';
import type { Status } from '../contract/status-view.ts';

/** The engine's state for Prometheus: totals since start and what the queue holds. */
export function createMetrics(
  status: () => Promise<Status> | Status,
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
  const memory = new Gauge({ name: 'process_resident_memory_bytes', help: 'Resident memory.', registers: [registry] });

  return async () => {
    const now = await status();
    registry.resetMetrics();
    for (const result of ['accepted', 'delivered', 'refused'] as const) totals.inc({ result }, now[result]);
    for (const [state, count] of Object.entries(now.queue)) queue.set({ state }, Number(count));
    for (const { state } of now.listeners) listeners.inc({ state });
    for (const { name, state } of now.services) services.set({ service: name }, state === 'running' ? 1 : 0);
    problems.set(now.problems.length);
    memory.set(process.memoryUsage.rss());
    return { type: registry.contentType, text: await registry.metrics() };
  };
}
