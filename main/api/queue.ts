import type { Api } from '../contract/calls.ts';
import type { MessageRow } from '../contract/queue-view.ts';
import { PostroomError } from '../errors.ts';
import type { QueuedMessage } from '../transport/queue.ts';
import type { ApiParts } from './parts.ts';

/** Queues and messages. */
type QueueCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `queue.${string}` | `message.${string}`>>;

export function createQueueCalls({ transport }: ApiParts): QueueCalls {
  return {
    'queue.list': () => transport.queues(),
    'queue.messages': async ({ queue, status, after, limit }) => {
      const filter = { ...(queue === undefined ? {} : { queue }), ...(status === undefined ? {} : { status }) };
      const { messages, next } = await transport.queue.page(filter, after, limit);
      return { messages: messages.map(rowOf), next };
    },
    'queue.message': async ({ id }) => {
      const message = await transport.queue.find(id);
      if (message === null)
        throw new PostroomError(
          'not-found',
          'This message is no longer in the queue. The message tracking log says what became of it.',
        );
      return rowOf(message);
    },
    'queue.suspend': async ({ queue }) => {
      await transport.suspendQueue(queue);
      return null;
    },
    'queue.resume': async ({ queue }) => {
      await transport.resumeQueue(queue);
      return null;
    },
    'queue.retry': async ({ queue }) => ({ count: await transport.retryQueue(queue) }),
    'message.suspend': async ({ ids }) => ({ count: await transport.suspendMessages(ids) }),
    'message.resume': async ({ ids }) => ({ count: await transport.resumeMessages(ids) }),
    'message.retry': async ({ ids }) => ({ count: await transport.retryMessages(ids) }),
    'message.remove': async ({ ids, withNdr }) => ({ count: await transport.removeMessages(ids, withNdr) }),
  };
}

function rowOf(message: QueuedMessage): MessageRow {
  const { id, messageId, subject, size, status, receivedAtMs, expiresAtMs, nextAttemptMs, attempts, lastError } =
    message;
  const { source, connector, remoteAddress, sessionId } = message.origin;
  return {
    ...{ id, messageId, subject, size, status, receivedAtMs, expiresAtMs, nextAttemptMs, attempts, lastError },
    ...{ source, connector, remoteAddress, sessionId },
    mailFrom: message.envelope.mailFrom,
    recipients: message.recipients.map((recipient) => ({
      address: recipient.address,
      status: recipient.status,
      attempts: recipient.attempts,
      queue: recipient.queue,
      lastError: recipient.lastError,
    })),
  };
}
