import type { LeasedMessage, MessageDraft, MessageStatus, QueuedMessage, QueuedRecipient } from '../queue.ts';
import type { MessageRow } from './protocol.ts';
import { SUBMISSION } from './tally.ts';

/** Between messages as the engine knows them and the JSON columns of their rows. */

/** What of a message never changes, but for its recipients. */
type Details = Pick<QueuedMessage, 'envelope' | 'origin' | 'messageId' | 'subject' | 'receivedAtMs' | 'expiresAtMs'>;

/** The JSON columns of a message's row. */
export function encodeMessage(message: QueuedMessage): { readonly details: string; readonly recipients: string } {
  const { envelope, origin, messageId, subject, receivedAtMs, expiresAtMs } = message;
  const details: Details = { envelope, origin, messageId, subject, receivedAtMs, expiresAtMs };
  return { details: JSON.stringify(details), recipients: JSON.stringify(message.recipients) };
}

/** A message as it is accepted; one that is held is suspended from the beginning. */
export function acceptedMessage(draft: MessageDraft, size: number, isLeased: boolean): QueuedMessage {
  const { recipients, ...envelope } = draft.envelope;
  const { id, origin, messageId, subject, receivedAtMs, expiresAtMs, notBeforeMs, heldFor } = draft;
  const status: MessageStatus = heldFor !== undefined ? 'suspended' : isLeased ? 'leased' : 'ready';
  return {
    id,
    envelope,
    ...{ origin, messageId, subject, receivedAtMs, expiresAtMs },
    recipients: recipients.map((recipient, index): QueuedRecipient => ({
      ...{ index, ...recipient },
      ...{ status: 'ready', attempts: 0, queue: SUBMISSION, lastError: null },
    })),
    ...{ size, status, nextAttemptMs: notBeforeMs },
    ...{ attempts: 0, crashes: 0, delayNotified: false, lastError: heldFor ?? null },
  };
}

export function decodeRow(row: MessageRow): QueuedMessage {
  const { id, size, status, nextAttemptMs, attempts, crashes, lastError } = row;
  return {
    id,
    ...(JSON.parse(row.details) as Details),
    recipients: JSON.parse(row.recipients) as QueuedRecipient[],
    ...{ size, status, nextAttemptMs, attempts, crashes, delayNotified: row.delayNotified === 1, lastError },
    ...(row.held === 2 ? { releaseAtMs: nextAttemptMs } : {}),
  };
}

/** A row that was just claimed. */
export function decodeLeased(row: MessageRow): LeasedMessage {
  return { ...decodeRow(row), leaseOwner: row.leaseOwner ?? '', leaseUntilMs: row.leaseUntilMs ?? 0, body: null };
}
