import { Readable } from 'node:stream';
import type { MessageCopies } from '../api/parts.ts';
import { PostroomError } from '../errors.ts';
import { mailDate } from '../frontend/greeting.ts';
import { withHeader } from '../transport/header-edit.ts';
import type { EnvelopeRecipient, MessageDraft, MessageQueue, QueuedMessage } from '../transport/queue.ts';
import { forwardFrame, renewedHeader } from '../transport/resubmission.ts';
import { submitMessage, type SubmissionParts } from './submission.ts';

/** New messages made of one that waits: each is accepted like any other, and the old one stays as it is. */

const GONE =
  'This message has left the queue, and its text is not kept here: it cannot be sent again. Where a mailbox folder has a copy, put that .eml file into the pickup folder.';

export function createMessageCopies(queue: MessageQueue, parts: SubmissionParts): MessageCopies {
  const { clock, sink, snapshot, newGuid } = parts;

  async function open(id: number): Promise<{ message: QueuedMessage; body: Buffer | Readable }> {
    const message = await queue.find(id);
    if (message === null) throw new PostroomError('not-found', GONE);
    return { message, body: await queue.openBody(id) };
  }

  const newMessageId = (): string => `<${newGuid()}@${snapshot().policy.fqdn}>`;

  async function store(draft: MessageDraft, content: Buffer | Readable): Promise<void> {
    const writer = sink.createBody(draft.id);
    try {
      const chunks: AsyncIterable<Buffer> = content instanceof Readable ? content : Readable.from([content]);
      for await (const chunk of chunks) await writer.write(chunk);
      await sink.accept(draft, await writer.finish());
    } catch (error) {
      await writer.abort();
      throw error;
    }
    parts.accepted();
    parts.track(draft, writer.bytes);
  }

  return {
    async resend(id, recipients) {
      const { message, body } = await open(id);
      const pressure = sink.pressure();
      if (pressure !== null) throw new PostroomError('queue-full', pressure);
      const messageId = newMessageId();
      const now = clock.now();
      const draft: MessageDraft = {
        id: sink.nextId(),
        envelope: { ...message.envelope, recipients: recipientsOf(message, recipients) },
        ...{ origin: message.origin, messageId, subject: message.subject },
        ...{ receivedAtMs: now, expiresAtMs: now + snapshot().transport.messageExpirationMs, notBeforeMs: now },
      };
      await store(
        draft,
        withHeader(body, (header) => renewedHeader(header, messageId)),
      );
      return draft.id;
    },
    async forward(id, recipients) {
      const { message, body } = await open(id);
      const { postmaster } = snapshot().transport;
      const frame = forwardFrame({
        ...{ postmaster, recipients, subject: message.subject, mailFrom: message.envelope.mailFrom },
        ...{ boundary: `=_${newGuid()}`, messageId: newMessageId(), date: mailDate(clock.now()) },
        eightBit: message.envelope.eightBit,
      });
      const draft = await submitMessage(
        { message: framed(frame, body), envelope: { mailFrom: postmaster, recipients }, way: 'forwarded message' },
        parts,
      );
      return draft.id;
    },
  };
}

async function* framed(
  { before, behind }: { readonly before: string; readonly behind: string },
  body: Buffer | Readable,
): AsyncGenerator<Buffer> {
  yield Buffer.from(before);
  if (Buffer.isBuffer(body)) yield body;
  else for await (const chunk of body as AsyncIterable<Buffer>) yield chunk;
  yield Buffer.from(behind);
}

/** All that the message was for, done or not, with what their sender asked for; or only these. */
function recipientsOf({ recipients }: QueuedMessage, wanted: readonly string[] | null): readonly EnvelopeRecipient[] {
  if (wanted !== null) return wanted.map((address) => ({ address, notify: [], originalRecipient: null }));
  return recipients
    .filter(({ status }) => status !== 'expanded')
    .map(({ address, notify, originalRecipient, detour }) => ({
      ...{ address, notify, originalRecipient },
      ...(detour === undefined ? {} : { detour }),
    }));
}
