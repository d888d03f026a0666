import type { MessageSink } from '../frontend/session-services.ts';
import type { MessageQueue } from '../transport/queue.ts';
import type { Transport } from '../transport/transport.ts';

/** Hands what sessions accept to the queue, already leased to delivery while it has room. Trouble is reported once until it is over. */
export function createMessageSink(
  queue: MessageQueue,
  transport: Pick<Transport, 'hotLease' | 'submitted' | 'pressure'>,
  report: (error: unknown, doing: string) => void,
): MessageSink {
  let inTrouble = false;
  const failed = (error: unknown): never => {
    if (!inTrouble) report(error, 'storing a message');
    inTrouble = true;
    throw error;
  };
  return {
    nextId: () => queue.nextId(),
    createBody: (id) => queue.createBody(id),
    async accept(draft, body) {
      const lease = transport.hotLease();
      const accepted = lease === null ? queue.accept(draft, body) : queue.accept(draft, body, lease);
      const leased = await accepted.catch(failed);
      inTrouble = false;
      transport.submitted(leased);
    },
    pressure: () => transport.pressure().reason,
  };
}
