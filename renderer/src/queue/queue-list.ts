import type { QueueRow } from '../../../main/contract/queue-view.ts';

/** Queues worth a row, by name: Submission is always there, and says nothing while it is empty. */
export function shownQueues(queues: readonly QueueRow[]): readonly QueueRow[] {
  return queues
    .filter(
      ({ identity, messageCount, status }) => identity !== 'Submission' || messageCount > 0 || status === 'Suspended',
    )
    .toSorted((a, b) => a.identity.localeCompare(b.identity));
}

/** Where somebody looks first; undefined where nothing waits. */
export function fullestOf(queues: readonly QueueRow[]): string | undefined {
  const [fullest] = queues.toSorted((a, b) => b.messageCount - a.messageCount);
  return fullest !== undefined && fullest.messageCount > 0 ? fullest.identity : undefined;
}
