import type { Envelope, EnvelopeRecipient } from '../transport/queue.ts';
import type { Intake } from '../transport/intake.ts';

/** One mail transaction, from MAIL to the reply to the final dot (RFC 5321 3.3). */
export class Transaction {
  readonly mailFrom: string;
  readonly envelope: Omit<Envelope, 'recipients'>;
  /** By lower-case address: a repeated recipient replaces the earlier one. */
  readonly recipients = new Map<string, EnvelopeRecipient>();
  intake: Intake | null = null;
  /** The message is complete and being made safe: the client waits for us, not we for it. */
  storing = false;

  constructor(envelope: Omit<Envelope, 'recipients'>) {
    this.mailFrom = envelope.mailFrom;
    this.envelope = envelope;
  }

  /** Throws away what has been received. A message that is being stored is left to its end. */
  abandon(): void {
    if (this.intake !== null && !this.storing) {
      void this.intake.abort();
      this.intake = null;
    }
  }
}
