import type { MessageQueue, QueueCounts } from './queue.ts';

/** The Transport service: categorizer, dispatcher, DSNs and back pressure behind one handle. */

export type QueueStatus = 'Active' | 'Connecting' | 'Ready' | 'Retry' | 'Suspended';

/** A row of Get-Queue. */
export interface QueueView {
  /** `Submission`, `Unreachable`, `Poison` or the next hop domain. */
  readonly identity: string;
  readonly deliveryType: 'DnsConnectorDelivery' | 'SmartHostConnectorDelivery' | 'SmtpDeliveryToMailbox' | 'Undefined' | 'Unreachable';
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
  /** Plain sentence while high. */
  readonly reason: string | null;
}

export interface Transport {
  readonly queue: MessageQueue;
  /** Begins claiming and delivering. */
  start(): void;
  /** Stops claiming; attempts under way may finish until the deadline, then go back to ready. */
  stop(deadlineMs: number): Promise<void>;
  /** False while sending is paused; mail is still accepted. */
  readonly running: boolean;
  /** Hands over a message that accept() returned leased, or tells that something became due. */
  submitted(message: import('./queue.ts').LeasedMessage | null): void;
  /** The lease to accept with when there is room for a hot hand-over, else null. */
  hotLease(): { owner: string; untilMs: number } | null;
  pressure(): Pressure;
  counts(): QueueCounts;
  queues(): Promise<readonly QueueView[]>;
  suspendQueue(identity: string): Promise<void>;
  resumeQueue(identity: string): Promise<void>;
  /** Returns how many messages became due. */
  retryQueue(identity: string): Promise<number>;
  suspendMessages(ids: readonly number[]): Promise<number>;
  resumeMessages(ids: readonly number[]): Promise<number>;
  retryMessages(ids: readonly number[]): Promise<number>;
  removeMessages(ids: readonly number[], withNdr: boolean): Promise<number>;
}
