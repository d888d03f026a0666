import type { MessageRow } from '../../../main/contract/queue-view.ts';
import { noMessageFilter } from '../queue/message-filter.ts';
import { queueAddress } from '../queue/queue-address.ts';

/** Where the mail of a device that is held stands. */
export interface HeldQueue {
  readonly queue: string;
  /** The queue page with just these messages. */
  readonly href: string;
}

/** The queues of `held`, each once, in the order of the messages. */
export function heldQueues(device: string, held: readonly Pick<MessageRow, 'recipients'>[]): readonly HeldQueue[] {
  const filter = { ...noMessageFilter, status: 'suspended', text: device } as const;
  const waiting = held.flatMap(({ recipients }) => recipients.filter(({ status }) => status === 'ready'));
  return [...new Set(waiting.map(({ queue }) => queue))].map((queue) => ({ queue, href: queueAddress(queue, filter) }));
}
