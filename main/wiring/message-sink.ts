import type { MessageSink } from '../frontend/session-services.ts';
import type { MessageQueue } from '../transport/queue.ts';
import type { Transport } from '../transport/transport.ts';

/** Hands what sessions accept to the queue, already leased to delivery while it has room. */
export function createMessageSink(
  queue: MessageQueue,
  transport: Pick<Transport, 'hotLease' | 'submitted' | 'pressure'>,
): MessageSink {
  return {
    nextId: () => queue.nextId(),
    createBody: (id) => queue.createBody(id),
    async accept(draft, body) {
      const lease = transport.hotLease();
      const leased = await (lease === null ? queue.accept(draft, body) : queue.accept(draft, body, lease));
      transport.submitted(leased);
    },
    pressure: () => transport.pressure().reason,
  };
}
