import type { Snapshot } from '../config/snapshot.ts';
import type { SendGauge } from '../contract/quota-view.ts';
import type { LeasedMessage, MessageQueue, QueueCounts, QueuedMessage } from './queue.ts';

/** The Transport service: categorizer, dispatcher, DSNs and back pressure behind one handle. */

export type QueueStatus = 'Active' | 'Connecting' | 'Ready' | 'Retry' | 'Suspended';

/** A row of Get-Queue. */
export interface QueueView {
  /** `Submission`, `Unreachable`, `Poison`, `mailboxes` or the next hop domain. */
  readonly identity: string;
  readonly deliveryType:
    'DnsConnectorDelivery' | 'SmartHostConnectorDelivery' | 'SmtpDeliveryToMailbox' | 'Undefined' | 'Unreachable';
  readonly status: QueueStatus;
  readonly messageCount: number;
  readonly nextHopDomain: string;
  readonly nextHopConnector: string | null;
  readonly lastError: string | null;
  readonly nextRetryMs: number | null;
  readonly retryCount: number;
}

export interface Pressure {
  readonly level: 'normal' | 'high';
  /** While high: the most urgent cause, and a plain sentence. */
  readonly cause: PressureCause | null;
  readonly reason: string | null;
  /** Of the disk with the data folder; null where that cannot be read, or was not yet. */
  readonly freeBytes: number | null;
}

export type PressureCause = 'disk' | 'queue' | 'delay' | 'store';

/** A next hop that has not taken mail since `sinceMs`. */
export interface FailingHop {
  readonly queue: string;
  /** Identity of the send connector; null: mailbox folders. */
  readonly connector: string | null;
  readonly sinceMs: number;
  readonly lastError: string | null;
  /** Its mail goes by another send connector meanwhile. */
  readonly isPassedOver: boolean;
}

/** Queues that are suspended as a whole: those from before the start, and where changes are kept. */
export interface SuspendedQueues {
  readonly names: readonly string[];
  /** Rejects with a PostroomError where they cannot be kept. */
  save(names: readonly string[]): Promise<void>;
}

export interface Transport {
  readonly queue: MessageQueue;
  /** Begins claiming and delivering. */
  start(): void;
  /** Stops claiming; attempts under way may finish within `deadlineMs` from now, then go back to ready. */
  stop(deadlineMs: number): Promise<void>;
  /** False while sending is paused; mail is still accepted. */
  readonly running: boolean;
  /** Hands over a message that accept() returned leased, or tells that something became due. */
  submitted(message: LeasedMessage | null): void;
  /** The lease to accept with when there is room for a hot hand-over, else null. */
  hotLease(): { owner: string; untilMs: number } | null;
  /** Call it with each new snapshot: what waits is routed again, connections of changed connectors are replaced. */
  configurationChanged(next: Snapshot): void;
  /** Call it when a secret was set or removed: connections made with the old one end, and what waits for the new one is tried. */
  secretChanged(name: string): Promise<number>;
  pressure(): Pressure;
  /** In memory: known again after a restart with the first failed attempt. */
  failingHops(): readonly FailingHop[];
  counts(): QueueCounts;
  /** Whether a quota of a day has come to this part of its limit somewhere; cheap, unlike the gauges. */
  isQuotaNear(part: number): boolean;
  /** How far each send connector is with its quota, in the order of the configuration. */
  sendGauges(): Promise<readonly SendGauge[]>;
  queues(): Promise<readonly QueueView[]>;
  /** Messages of a queue that are in memory, being sent or about to be; the store does not know yet where they go. */
  inHand(queue: string): readonly QueuedMessage[];
  /** Queue identities may carry Exchange's `SERVER\\` in front. New mail still enters a suspended queue. Rejects with 'not-found' or 'not-allowed'. */
  suspendQueue(identity: string, until?: 'resumed' | 'until-restart'): Promise<void>;
  resumeQueue(identity: string): Promise<void>;
  /** Returns how many messages became due. */
  retryQueue(identity: string): Promise<number>;
  /** A message that is being sent is suspended when its attempt ends without success. */
  suspendMessages(ids: readonly number[]): Promise<number>;
  resumeMessages(ids: readonly number[]): Promise<number>;
  retryMessages(ids: readonly number[]): Promise<number>;
  /** Who waits for a message from now on. Rejects with 'not-found', and with 'not-allowed' while it is being sent. */
  editRecipients(id: number, addresses: readonly string[], resend: boolean): Promise<void>;
  /** Suspends for a reason that stands with the message, until a time or, with null, until somebody resumes it. */
  holdMessages(ids: readonly number[], reason: string, untilMs: number | null): Promise<number>;
  /** Through a send connector by name, whatever routing says; null: as routing says. Rejects with 'not-found' or 'not-allowed'. */
  rerouteMessages(ids: readonly number[], connector: string | null): Promise<number>;
  /** A message that is being sent is removed when its attempt ends without success; it counts as removed. */
  removeMessages(ids: readonly number[], withNdr: boolean): Promise<number>;
  /** Behind stop(): ends what watches the disk and the processor. */
  close(): void;
}
