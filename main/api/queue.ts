import { buffer } from 'node:stream/consumers';
import type { Api } from '../contract/calls.ts';
import type { AttemptRow, MessageDetail, MessageRow } from '../contract/queue-view.ts';
import { PostroomError } from '../errors.ts';
import type { surgeryCalls } from '../contract/surgery-calls.ts';
import { decodeWords, readHeader } from '../transport/header-fields.ts';
import { messageGone, openContent } from '../transport/message-content.ts';
import type { AttemptRecord, QueuedMessage } from '../transport/queue.ts';
import { messageMatcher } from './message-filter.ts';
import { withInHand } from './message-page.ts';
import type { ApiParts } from './parts.ts';

/** Queues and messages. */
type QueueCalls = Pick<
  Api['calls'],
  Exclude<Extract<keyof Api['calls'], `queue.${string}` | `message.${string}`>, keyof typeof surgeryCalls>
>;

/** In base64 and in one reply: larger messages are saved from their page, which streams them. */
const LARGEST_CONTENT = 48 * 1024 * 1024;

export function createQueueCalls({ transport }: ApiParts): QueueCalls {
  async function contentOf(id: number): Promise<string> {
    const { size, body } = await openContent(transport.queue, id);
    if (size <= LARGEST_CONTENT) return (Buffer.isBuffer(body) ? body : await buffer(body)).toString('base64');
    if (!Buffer.isBuffer(body)) body.destroy();
    throw new PostroomError('usage', 'This message is larger than 48 MB. Save it from its page in the console.');
  }
  return {
    'queue.list': () => transport.queues(),
    'queue.messages': async ({ queue, status, after, limit, ...words }) => {
      const filter = { ...(queue === undefined ? {} : { queue }), ...(status === undefined ? {} : { status }) };
      const stored = await transport.queue.page(filter, after, limit);
      const inHand = queue === undefined ? [] : transport.inHand(queue);
      const { messages, next } = withInHand(stored, inHand, { after, limit, status });
      const isWanted = messageMatcher(words);
      return { messages: (isWanted === null ? messages : messages.filter(isWanted)).map(rowOf), next };
    },
    'queue.message': async ({ id }) => {
      const message = await transport.queue.find(id);
      if (message === null) throw messageGone();
      return detailOf(message, await transport.queue.attempts(id));
    },
    'message.header': async ({ id }) => readHeader((await openContent(transport.queue, id)).body),
    'message.content': async ({ id }) => ({ base64: await contentOf(id) }),
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
  const { id, messageId, size, status, receivedAtMs, expiresAtMs, nextAttemptMs, attempts, lastError } = message;
  const { source, connector, remoteAddress, sessionId } = message.origin;
  return {
    ...{ id, messageId, size, status, receivedAtMs, expiresAtMs, nextAttemptMs, attempts, lastError },
    ...{ source, connector, remoteAddress, sessionId },
    releaseAtMs: message.releaseAtMs ?? null,
    subject: message.subject === null ? null : decodeWords(message.subject),
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

function detailOf(message: QueuedMessage, attempts: readonly AttemptRecord[]): MessageDetail {
  const row = rowOf(message);
  const { helo, account, rewritten = [], repairs = [] } = message.origin;
  const { ret, envid, eightBit, smtpUtf8 } = message.envelope;
  const asked = message.recipients.map(({ notify, originalRecipient, detour = null }) => ({
    ...{ notify, originalRecipient, detour },
  }));
  return {
    ...row,
    recipients: row.recipients.map((recipient, at) => ({
      ...recipient,
      ...(asked[at] ?? { notify: [], originalRecipient: null, detour: null }),
    })),
    ...{ helo, account, ret, envid, eightBit, smtpUtf8, rewritten, repairs },
    attemptLog: attempts.map((attempt) => attemptRow(attempt, message)),
  };
}

function attemptRow({ results, ...attempt }: AttemptRecord, { recipients }: QueuedMessage): AttemptRow {
  const addressOf = (index: number): string => recipients.find((one) => one.index === index)?.address ?? '';
  return {
    ...attempt,
    repairs: attempt.repairs ?? [],
    results: results.map((result) => ({ ...result, recipients: result.recipients.map(addressOf) })),
  };
}
