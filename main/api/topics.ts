import type { Api } from '../contract/calls.ts';
import { createAlertTopic } from './alerts.ts';
import type { ApiParts } from './parts.ts';
import { createPoll } from './poll.ts';
import { statusOf } from './status.ts';

/** What clients may watch. */

const STATUS_EVERY_MS = 250;
// Asks the store; a person does not read faster.
const QUEUE_EVERY_MS = 1000;

export function createTopics(parts: ApiParts): Api['topics'] {
  const { clock, journal, transport, onError } = parts;
  const status = createPoll({ clock, everyMs: STATUS_EVERY_MS, read: () => statusOf(parts), onError });
  const queue = createPoll({
    clock,
    everyMs: QUEUE_EVERY_MS,
    read: async () => {
      const queues = await transport.queues();
      const { waiting, active, retry, suspended, unreachable, poison } = transport.counts();
      return { totals: { waiting, active, retry, suspended, unreachable, poison }, queues };
    },
    onError,
  });
  return {
    status: (_input, emit) => status.open(emit),
    queue: (_input, emit) => queue.open(emit),
    alerts: createAlertTopic(parts),
    live: ({ id }, emit) => parts.live.watch(id, emit),
    sessions: ({ lines, recent }, emit) => {
      const close = journal.subscribe((delta) => {
        if (lines) emit(delta);
        else if (delta.changed.length > 0 || delta.skippedSessions > 0) emit({ ...delta, lines: [], skippedLines: 0 });
      });
      return { snapshot: journal.sessions({}, null, recent), close };
    },
  };
}
