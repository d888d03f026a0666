import { decodeWords } from '../transport/header-fields.ts';
import type { QueuedMessage } from '../transport/queue.ts';

/** Which messages a person looks for: parts of texts, in any case. Pure. */

export interface MessageWords {
  readonly sender?: string | undefined;
  readonly recipient?: string | undefined;
  readonly text?: string | undefined;
}

/** Null where nothing is looked for. */
export function messageMatcher({
  sender,
  recipient,
  text,
}: MessageWords): ((message: QueuedMessage) => boolean) | null {
  const from = partOf(sender);
  const to = partOf(recipient);
  const words = partOf(text);
  if (from === '' && to === '' && words === '') return null;
  return (message) =>
    holds(message.envelope.mailFrom, from) &&
    (to === '' || waitingOf(message).some((address) => holds(address, to))) &&
    (words === '' || textsOf(message).some((one) => holds(one, words)));
}

function partOf(wanted: string | undefined): string {
  return wanted?.trim().toLowerCase() ?? '';
}

function holds(text: string, part: string): boolean {
  return part === '' || text.toLowerCase().includes(part);
}

function waitingOf({ recipients }: QueuedMessage): readonly string[] {
  return recipients.filter(({ status }) => status === 'ready').map(({ address }) => address);
}

function textsOf(message: QueuedMessage): readonly string[] {
  const { subject, envelope, origin, messageId, lastError, recipients } = message;
  return [
    ...[decodeWords(subject ?? ''), envelope.mailFrom, messageId, lastError ?? ''],
    ...[origin.connector ?? '', origin.remoteAddress ?? ''],
    ...recipients.flatMap((recipient) => [recipient.address, recipient.lastError ?? '']),
  ];
}
