import type { Snapshot } from '../config/snapshot.ts';
import type { Counter, Journal } from '../journal/journal.ts';
import type { TrackingEvent } from '../journal/message-tracking.ts';
import type { QueuedMessage } from './queue.ts';

/** Lines of the message tracking log that transport writes. */

/** What differs from event to event of one message. */
export type TransportEvent = Pick<TrackingEvent, 'event' | 'source' | 'recipients'> &
  Partial<
    Pick<
      TrackingEvent,
      'recipientStatus' | 'serverHostname' | 'connectorId' | 'sourceContext' | 'relatedRecipient' | 'reference'
    >
  >;

export interface Tracking {
  /** An event of a message that transport has; built only where tracking is on. */
  track(message: QueuedMessage, varying: () => TransportEvent): void;
  /** Recipients that a message will not reach, and the reply that decided. */
  failed(message: QueuedMessage, failures: readonly FailedRecipient[]): void;
  count(counter: Counter, by?: number): void;
}

export interface FailedRecipient {
  readonly address: string;
  readonly reply: string;
}

/** Told of each failure, whether tracking is on or off. */
export type FailureListener = Tracking['failed'];

export function createTracking(journal: Journal, snapshot: () => Snapshot, failed: FailureListener): Tracking {
  return {
    failed,
    track(message, varying) {
      const { messageTrackingEnabled, subjectLogging } = snapshot().journal;
      if (!messageTrackingEnabled) return;
      const { mailFrom } = message.envelope;
      journal.track({
        ...varying(),
        internalMessageId: message.id,
        messageId: message.messageId,
        totalBytes: message.size,
        subject: subjectLogging ? message.subject : null,
        sender: mailFrom,
        returnPath: mailFrom === '' ? '<>' : mailFrom,
        directionality: message.origin.trusted || message.origin.source !== 'SMTP' ? 'Originating' : 'Incoming',
      });
    },
    count: (counter, by) => journal.count(counter, by),
  };
}
