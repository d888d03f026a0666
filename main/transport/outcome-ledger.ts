import type { Clock } from '../clock.ts';
import type { TransportSettings } from '../config/snapshot.ts';
import { isWanted, type DsnRecipient } from './dsn.ts';
import type { DsnSender } from './dsn-sender.ts';
import type { Held, HeldMessages } from './held-messages.ts';
import type { QueuedMessage, QueuedRecipient } from './queue.ts';
import { messageRetryMs, nextAttemptMs, observationMs, type ClockWatch } from './retry-schedule.ts';
import type { Tracking } from './tracking.ts';

/** What becomes of each recipient of a held message: delivered, failed with a notification, or back into the queue. */

/** Reply of an expired message. */
export const EXPIRED = '550 4.4.7 QUEUE.Expired; message expired';
const NOT_STORED = 'The notification to the sender could not be stored; the message is kept until it can.';

export interface OutcomeLedgerDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly settings: () => TransportSettings;
  readonly watch: ClockWatch;
  readonly messages: HeldMessages;
  readonly dsn: DsnSender;
  readonly tracking: Tracking;
  readonly report: (error: unknown, doing: string) => void;
}

/** Why recipients stay in the queue. */
export interface Parking {
  /** Queue they wait in. */
  readonly queue: string;
  readonly error: string | null;
  readonly waitMs: number;
  /** False when nothing was tried. */
  readonly attempted: boolean;
  /** It waits by plan: nobody is told of a delay. */
  readonly scheduled?: boolean;
}

export interface Failure {
  readonly recipient: QueuedRecipient;
  /** The reply that decided, with its code. */
  readonly diagnostic: string;
  readonly remoteHost: string | null;
  readonly lastError: string | null;
}

export class OutcomeLedger {
  readonly #deps: OutcomeLedgerDeps;

  constructor(deps: OutcomeLedgerDeps) {
    this.#deps = deps;
  }

  /** MessageExpirationTimeout is over, by a clock that has been steady for long enough to be believed. */
  isExpired(message: QueuedMessage): boolean {
    const { clock, watch, settings } = this.#deps;
    return (
      clock.now() >= message.expiresAtMs &&
      watch.steadyForMs(clock.now(), clock.monotonic()) >= observationMs(settings())
    );
  }

  delivered(held: Held, recipient: QueuedRecipient, queue: string): void {
    held.delivered = true;
    held.outcomes.push({ index: recipient.index, status: 'delivered', queue, error: null, attempted: true });
  }

  /** Tells the senders who asked to be told of success. */
  async confirm(held: Held, recipients: readonly DsnRecipient[]): Promise<void> {
    try {
      await this.#deps.dsn.notify(held.message, recipients);
    } catch (error) {
      // The mail is where it should be; it is not delivered again for the sake of a receipt.
      this.#deps.report(error, `confirming message ${held.message.id}`);
    }
  }

  park(held: Held, recipients: readonly QueuedRecipient[], parking: Parking): void {
    const { clock, settings } = this.#deps;
    const { queue, error, waitMs, attempted, scheduled = false } = parking;
    const nowMs = clock.now();
    const next = nextAttemptMs(nowMs + waitMs, nowMs, settings(), this.#moments(held));
    held.nextAttemptMs = Math.min(held.nextAttemptMs, next);
    held.lastError = error ?? held.lastError ?? held.message.lastError;
    if (attempted) held.deferred = true;
    for (const recipient of recipients) {
      held.outcomes.push({
        index: recipient.index,
        status: 'ready',
        queue,
        error: error ?? recipient.lastError,
        attempted,
      });
      held.waiting.push({ recipient, error: error ?? recipient.lastError, scheduled });
    }
  }

  /** Fails recipients: the sender's notification is safe on disk before they are. Never rejects. */
  async fail(held: Held, failures: readonly Failure[], queue: string, attempted: boolean): Promise<void> {
    const { dsn, report, tracking, settings, random } = this.#deps;
    try {
      await dsn.notify(
        held.message,
        failures.map((failure) => ({ ...failure, action: 'failed' })),
      );
    } catch (error) {
      report(error, `notifying the sender of message ${held.message.id}`);
      const recipients = failures.map(({ recipient }) => recipient);
      this.park(held, recipients, {
        queue,
        error: NOT_STORED,
        waitMs: messageRetryMs(settings(), random()),
        attempted,
      });
      return;
    }
    held.failed = true;
    for (const { recipient, diagnostic } of failures) {
      held.outcomes.push({ index: recipient.index, status: 'failed', queue, error: diagnostic, attempted });
    }
    tracking.failed(
      held.message,
      failures.map(({ recipient, diagnostic }) => ({ address: recipient.address, reply: diagnostic })),
    );
    tracking.track(held.message, () => ({
      event: 'FAIL',
      source: sourceOf(failures, attempted),
      recipients: failures.map(({ recipient }) => recipient.address),
      recipientStatus: failures.map(({ diagnostic }) => diagnostic.replace('Expired; ', 'Expired;')),
    }));
  }

  /** One group is done. The last one gives the message back, with a delay notification where it is time for it. */
  close(held: Held): void {
    held.open -= 1;
    if (held.open > 0) {
      if (held.outcomes.length > 0) this.#deps.messages.settle(held);
      return;
    }
    const isLate = held.waiting.some(({ scheduled }) => !scheduled) && !held.delayNotified;
    if (isLate && this.#isDelayed(held.message)) void this.#notifyDelay(held);
    else this.#deps.messages.settle(held);
  }

  async #notifyDelay(held: Held): Promise<void> {
    const late = held.waiting.filter(({ scheduled }) => !scheduled);
    const entries = late.map(({ recipient, error }) => ({
      recipient,
      action: 'delayed' as const,
      diagnostic: null,
      remoteHost: null,
      lastError: error,
    }));
    try {
      await this.#deps.dsn.notify(held.message, entries);
      held.delayNotified = true;
    } catch (error) {
      this.#deps.report(error, `notifying the sender of message ${held.message.id} of a delay`);
    }
    this.#deps.messages.settle(held);
  }

  #isDelayed(message: QueuedMessage): boolean {
    const { clock, watch, settings } = this.#deps;
    const { delayDsnEnabled, delayNotificationMs } = settings();
    if (!delayDsnEnabled || clock.now() - message.receivedAtMs < delayNotificationMs) return false;
    return (
      watch.steadyForMs(clock.now(), clock.monotonic()) >= Math.min(observationMs(settings()), delayNotificationMs / 2)
    );
  }

  /** Times at which a waiting message has to be looked at. */
  #moments({ message, delayNotified }: Held): readonly number[] {
    const { delayDsnEnabled, delayNotificationMs } = this.#deps.settings();
    if (delayNotified || !delayDsnEnabled) return [message.expiresAtMs];
    return [message.expiresAtMs, message.receivedAtMs + delayNotificationMs];
  }
}

/** Whether a success has to be reported for this recipient. */
export function wantsReceipt(recipient: QueuedRecipient): boolean {
  return recipient.notify.length > 0 && isWanted(recipient.notify, 'relayed');
}

function sourceOf(failures: readonly Failure[], attempted: boolean): 'QUEUE' | 'SMTP' | 'ROUTING' {
  if (failures.every(({ diagnostic }) => diagnostic === EXPIRED)) return 'QUEUE';
  return attempted ? 'SMTP' : 'ROUTING';
}
