import type { Held } from './held-messages.ts';
import type { MessageQueue } from './queue.ts';
import type { Tracking } from './tracking.ts';

export interface ConclusionDeps {
  readonly queue: MessageQueue;
  readonly tracking: Tracking;
  readonly report: (error: unknown, doing: string) => void;
}

/** Counts a message that has left our hands; `gone` where nothing of it waits any more. */
export function concluded(held: Held, gone: boolean, deps: ConclusionDeps): void {
  const { tracking } = deps;
  if (gone && held.delivered) tracking.count('delivered');
  if (held.failed) tracking.count('failed');
  if (held.deferred) tracking.count('deferred');
  if (!gone) quarantineUnreadable(held, deps);
}

/** A body that cannot be read twice in a row will not be read the third time: the message is set aside, never dropped. */
function quarantineUnreadable({ bodyError, message }: Held, { queue, tracking, report }: ConclusionDeps): void {
  if (bodyError === null || message.attempts === 0) return;
  tracking.track(message, () => ({
    event: 'POISONMESSAGE',
    source: 'POISONMESSAGE',
    recipients: message.recipients.map(({ address }) => address),
    sourceContext: bodyError.message,
  }));
  queue
    .quarantine(message.id, bodyError.message)
    .catch((error: unknown) => report(error, `setting message ${message.id} aside`));
}
