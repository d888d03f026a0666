import type { Readable } from 'node:stream';
import { PostroomError } from '../errors.ts';
import type { MessageQueue } from './queue.ts';

/** A message as it would leave, header and body. */
export interface MessageContent {
  readonly size: number;
  readonly body: Buffer | Readable;
}

/** Opens a message that waits. Rejects with 'not-found' where it has left, 'store-failed' where it cannot be read. */
export async function openContent(queue: MessageQueue, id: number): Promise<MessageContent> {
  const message = await queue.find(id);
  if (message === null) throw messageGone();
  return { size: message.size, body: await queue.openBody(id) };
}

export function messageGone(): PostroomError {
  return new PostroomError(
    'not-found',
    'This message is no longer in the queue. The message tracking log says what became of it.',
  );
}
