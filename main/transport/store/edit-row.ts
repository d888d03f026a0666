import type { QueuedRecipient, QueueEdit } from '../queue.ts';
import type { MessageRow } from './protocol.ts';
import { isWaiting } from './settlement.ts';
import { SUBMISSION } from './tally.ts';

/** What an administrator's change makes of a message that waits. Pure. */

/** Null where nobody would be left to wait: that is a removal, and not done by the way. */
export function editRow(row: MessageRow, edit: QueueEdit): MessageRow | null {
  const before = JSON.parse(row.recipients) as QueuedRecipient[];
  const recipients = withDetour(edit.recipients === null ? before : replaced(before, edit.recipients), edit.detour);
  const first = recipients.find(isWaiting);
  if (first === undefined) return null;
  const edited = { ...row, recipients: JSON.stringify(recipients) };
  if (row.status !== 'poison') edited.queue = first.queue;
  if (edit.then === 'keep') return edited;
  if (edit.then.hold === undefined)
    return { ...edited, status: 'ready', queue: first.queue, crashes: 0, held: 0, nextAttemptMs: edit.then.dueMs };
  const { hold, untilMs } = edit.then;
  const stopped: MessageRow = { ...edited, status: 'suspended', queue: first.queue, lastError: hold, held: 0 };
  return untilMs === null ? stopped : { ...stopped, held: 2, nextAttemptMs: untilMs };
}

/**
 * Who waits and is not in the list was taken out; who is in it and not yet there comes behind the others. Positions
 * stay, since attempts point at them, and whoever was delivered or refused stays so.
 */
function replaced(before: readonly QueuedRecipient[], wanted: NonNullable<QueueEdit['recipients']>): QueuedRecipient[] {
  const left = new Map(wanted.map((recipient) => [recipient.address.toLowerCase(), recipient]));
  const kept = before.map((recipient): QueuedRecipient => {
    if (!isWaiting(recipient)) return recipient;
    return left.delete(recipient.address.toLowerCase()) ? recipient : { ...recipient, status: 'expanded' };
  });
  const index = before.reduce((most, recipient) => Math.max(most, recipient.index), -1) + 1;
  const added = [...left.values()].map((recipient, at): QueuedRecipient => ({
    ...recipient,
    ...{ index: index + at, status: 'ready', attempts: 0, queue: SUBMISSION, lastError: null },
  }));
  return [...kept, ...added];
}

/** Another way is looked up anew at the next attempt; undefined leaves the way as it is, null leaves it to routing. */
function withDetour(recipients: readonly QueuedRecipient[], detour: QueueEdit['detour']): readonly QueuedRecipient[] {
  if (detour === undefined) return recipients;
  return recipients.map((recipient): QueuedRecipient => {
    const { detour: previous, ...rest } = recipient;
    // A copy for a mailbox folder has no other way.
    if (!isWaiting(recipient) || (previous !== undefined && 'mailbox' in previous)) return recipient;
    return { ...rest, queue: SUBMISSION, ...(detour === null ? {} : { detour }) };
  });
}
