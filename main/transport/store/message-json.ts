import type { LeasedMessage, MessageDraft, QueuedMessage, QueuedRecipient } from '../queue.ts';
import type { MessageRow } from './protocol.ts';
import { SUBMISSION } from './tally.ts';

/** Between messages as the engine knows them and the JSON columns of their rows. */

/** What of a message never changes, but for its recipients. */
type Details = Pick<QueuedMessage, 'envelope' | 'origin' | 'messageId' | 'subject' | 'receivedAtMs' | 'expiresAtMs'>;

export interface EncodedDraft {
  readonly details: string;
  readonly recipients: string;
  /** As accept() returns it when the message is leased at once. */
  readonly message: QueuedMessage;
}

export function encodeDraft(draft: MessageDraft, size: number): EncodedDraft {
  const { mailFrom, ret, envid, eightBit, smtpUtf8 } = draft.envelope;
  const { origin, messageId, subject, receivedAtMs, expiresAtMs } = draft;
  const details: Details = {
    envelope: { mailFrom, ret, envid, eightBit, smtpUtf8 },
    ...{ origin, messageId, subject, receivedAtMs, expiresAtMs },
  };
  const recipients = draft.envelope.recipients.map(
    ({ address, notify, originalRecipient }, index): QueuedRecipient => ({
      ...{ index, address, notify, originalRecipient },
      ...{ status: 'ready', attempts: 0, queue: SUBMISSION, lastError: null },
    }),
  );
  return {
    details: JSON.stringify(details),
    recipients: JSON.stringify(recipients),
    message: {
      ...{ id: draft.id, ...details, recipients, size, status: 'leased', nextAttemptMs: draft.notBeforeMs },
      ...{ attempts: 0, crashes: 0, delayNotified: false, lastError: null },
    },
  };
}

export function decodeRow(row: MessageRow): QueuedMessage {
  const { id, size, status, nextAttemptMs, attempts, crashes, lastError } = row;
  return {
    id,
    ...(JSON.parse(row.details) as Details),
    recipients: JSON.parse(row.recipients) as QueuedRecipient[],
    ...{ size, status, nextAttemptMs, attempts, crashes, delayNotified: row.delayNotified === 1, lastError },
  };
}

/** A row that was just claimed. */
export function decodeLeased(row: MessageRow): LeasedMessage {
  return { ...decodeRow(row), leaseOwner: row.leaseOwner ?? '', leaseUntilMs: row.leaseUntilMs ?? 0, body: null };
}
