import type { MessageSink } from '../frontend/session-services.ts';
import type { MessageQueue } from '../transport/queue.ts';
import type { Transport } from '../transport/transport.ts';
import type { StoreHealth } from './store-health.ts';

/** Hands what sessions accept to the queue, already leased to delivery while it has room. */
export function createMessageSink(
  queue: MessageQueue,
  transport: Pick<Transport, 'hotLease' | 'submitted' | 'pressure'>,
  health: Pick<StoreHealth, 'failed' | 'worked'>,
): MessageSink {
  const failed = (error: unknown): never => {
    health.failed(error);
    throw error;
  };
  return {
    nextId: () => queue.nextId(),
    createBody(id) {
      const body = queue.createBody(id);
      return {
        get bytes() {
          return body.bytes;
        },
        write: (chunk) => body.write(chunk)?.catch(failed) ?? null,
        finish: () => body.finish().catch(failed),
        abort: () => body.abort(),
      };
    },
    async accept(draft, body) {
      const lease = draft.heldFor === undefined ? transport.hotLease() : null;
      const accepted = lease === null ? queue.accept(draft, body) : queue.accept(draft, body, lease);
      const leased = await accepted.catch(failed);
      health.worked();
      transport.submitted(leased);
    },
    pressure: () => transport.pressure().reason,
  };
}
