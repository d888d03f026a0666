import type { QueuedRecipient, RecipientOutcome, Settlement } from '../queue.ts';
import type { MessageRow, MessageState } from './protocol.ts';
import { POISON, SUBMISSION } from './tally.ts';

/** What a settlement makes of a row. Pure. */

export type Settled = { readonly kind: 'finished' } | { readonly kind: 'kept'; readonly row: MessageRow };

export function settleRow(row: MessageRow, settlement: Settlement): Settled {
  const recipients = applyOutcomes(JSON.parse(row.recipients) as QueuedRecipient[], settlement.outcomes);
  if (!recipients.some(isWaiting)) return { kind: 'finished' };
  return { kind: 'kept', row: { ...row, ...settleState(row, recipients, settlement) } };
}

/** The state of a message after a settlement that left somebody waiting; `recipients` as applyOutcomes() made them. */
export function settleState(
  before: MessageState,
  recipients: readonly QueuedRecipient[],
  { outcomes, release }: Settlement,
): MessageState {
  const attempted = outcomes.some((outcome) => outcome.attempted);
  const settled: MessageState = {
    ...before,
    recipients: JSON.stringify(recipients),
    queue: recipients.find(isWaiting)?.queue ?? before.queue,
    // The message has had as many attempts as the recipient that was tried most often.
    attempts: recipients.reduce((most, recipient) => Math.max(most, recipient.attempts), before.attempts),
    // It went through delivery and the process is still there: it is no longer suspected.
    crashes: attempted ? 0 : before.crashes,
  };
  if (release === null) return settled;
  return {
    ...settled,
    status: before.held === 1 ? 'suspended' : 'ready',
    nextAttemptMs: release.nextAttemptMs,
    lastError: release.lastError,
    delayNotified: release.delayNotified ? 1 : 0,
    leaseOwner: null,
    leaseUntilMs: null,
    held: 0,
  };
}

export function isWaiting(recipient: QueuedRecipient): boolean {
  return recipient.status === 'ready';
}

/** A recipient that is done stays done, whatever a late outcome says. */
export function applyOutcomes(
  recipients: readonly QueuedRecipient[],
  outcomes: readonly RecipientOutcome[],
): readonly QueuedRecipient[] {
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  return recipients.map((recipient) => {
    const outcome = byIndex.get(recipient.index);
    if (outcome === undefined || recipient.status !== 'ready') return recipient;
    return {
      ...recipient,
      status: outcome.status,
      queue: outcome.queue,
      attempts: recipient.attempts + (outcome.attempted ? 1 : 0),
      lastError: outcome.error ?? recipient.lastError,
    };
  });
}

/** The row without its lease, as it was before it was claimed, or suspended if that was asked for meanwhile. */
export function unleased(row: MessageRow): MessageRow {
  const status = row.held === 1 ? 'suspended' : 'ready';
  return { ...row, status, leaseOwner: null, leaseUntilMs: null, held: 0 };
}

export function poisoned(row: MessageRow, reason: string): MessageRow {
  return { ...row, status: 'poison', queue: POISON, lastError: reason, leaseOwner: null, leaseUntilMs: null, held: 0 };
}

/** Due now and without suspicion; out of Poison it goes back to where its recipients wait. */
export function resumed(row: MessageRow, nowMs: number): MessageRow {
  const next: MessageRow = { ...row, status: 'ready', nextAttemptMs: nowMs, crashes: 0, held: 0 };
  if (row.queue !== POISON) return next;
  const waiting = (JSON.parse(row.recipients) as QueuedRecipient[]).find((recipient) => recipient.status === 'ready');
  return { ...next, queue: waiting?.queue ?? SUBMISSION };
}
