import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Journal } from '../journal/journal.ts';
import { createBackPressure, type PressureProbes } from './back-pressure.ts';
import { Dispatcher } from './dispatcher.ts';
import type { MessageQueue } from './queue.ts';
import { createQueueControl } from './queue-control.ts';
import { Governor, type QuotaMemory } from './quota/governor.ts';
import { isQuotaNear, sendGauges } from './quota/send-gauges.ts';
import { failingHops } from './queue-views.ts';
import type { TargetFactory } from './routing.ts';
import { createTracking, type FailureListener } from './tracking.ts';
import type { SuspendedQueues, Transport } from './transport.ts';

export interface TransportDeps {
  readonly queue: MessageQueue;
  /** The current configuration. */
  readonly snapshot: () => Snapshot;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly targets: TargetFactory;
  readonly suspendedQueues: SuspendedQueues;
  readonly quotaMemory: QuotaMemory;
  /** A fresh unguessable id each time, such as randomUUID(). */
  readonly ids: () => string;
  readonly probes: PressureProbes;
  /** In [0, 1), for jitter. */
  readonly random?: () => number;
  /** Told of recipients that a message will not reach. */
  readonly onFailure?: FailureListener;
  /** Failures that no caller can be told of; `doing` completes "while …". */
  readonly report: (error: unknown, doing: string) => void;
}

/** The Transport service: nothing moves before start(). */
export function createTransport(deps: TransportDeps): Transport {
  const { queue, snapshot, journal, clock, targets, ids, probes, report, random = Math.random } = deps;
  const tracking = createTracking(journal, snapshot, deps.onFailure ?? (() => undefined));
  const { suspendedQueues, quotaMemory: memory } = deps;
  const governor = new Governor({ clock, memory, report });
  const dispatcher = new Dispatcher({ queue, snapshot, clock, targets, ids, random, tracking, governor, report });
  for (const name of suspendedQueues.names) dispatcher.hops.suspend(name, true);
  const pressure = createBackPressure({
    clock,
    settings: () => snapshot().transport,
    probes,
    queueLength: () => {
      const { waiting, active } = queue.counts();
      return waiting + active;
    },
    storeTrouble: () => dispatcher.messages.trouble,
    report,
  });
  // Mail is also accepted while sending is paused, so pressure is watched from the beginning.
  pressure.start();
  const control = createQueueControl({ queue, clock, snapshot, tracking, report, dispatcher, suspendedQueues });
  return {
    queue,
    ...control,
    start: () => dispatcher.start(),
    async stop(deadlineMs) {
      await dispatcher.stop(deadlineMs);
      await governor.close();
    },
    get running() {
      return dispatcher.running;
    },
    submitted: (message) => dispatcher.submitted(message),
    hotLease: () => dispatcher.hotLease(),
    configurationChanged: (next) => dispatcher.configurationChanged(next),
    pressure: () => pressure.pressure(),
    failingHops: () => failingHops(dispatcher.hops, clock),
    isQuotaNear: (part) => isQuotaNear(snapshot(), governor, part),
    sendGauges: async () =>
      sendGauges(await control.queues(), { hops: dispatcher.hops, governor, clock, snapshot: snapshot() }),
    counts: () => queue.counts(),
    close: () => pressure.stop(),
  };
}
