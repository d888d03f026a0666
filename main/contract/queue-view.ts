import type { QueueTotals } from './status-view.ts';

/** Queues and messages as clients see them. Times in ms since 1970, sizes in bytes. */

/** A row of Get-Queue. */
export interface QueueRow {
  /** `Submission`, `Unreachable`, `Poison` or the next hop domain. */
  readonly identity: string;
  readonly deliveryType: string;
  readonly status: 'Active' | 'Connecting' | 'Ready' | 'Retry' | 'Suspended';
  readonly messageCount: number;
  readonly nextHopDomain: string;
  readonly nextHopConnector: string | null;
  readonly lastError: string | null;
  readonly nextRetryMs: number | null;
  readonly retryCount: number;
}

export interface MessageRecipientRow {
  readonly address: string;
  readonly status: 'ready' | 'delivered' | 'failed' | 'expanded';
  readonly attempts: number;
  readonly queue: string;
  readonly lastError: string | null;
}

/** A row of Get-Message. */
export interface MessageRow {
  readonly id: number;
  readonly messageId: string;
  readonly subject: string | null;
  readonly mailFrom: string;
  readonly recipients: readonly MessageRecipientRow[];
  readonly size: number;
  readonly status: 'ready' | 'leased' | 'suspended' | 'poison';
  readonly source: 'SMTP' | 'DSN' | 'PICKUP';
  readonly connector: string | null;
  readonly remoteAddress: string | null;
  readonly sessionId: string | null;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  readonly nextAttemptMs: number;
  readonly attempts: number;
  readonly lastError: string | null;
}

export interface MessageRows {
  readonly messages: readonly MessageRow[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: number | null;
}

export interface QueueOverview {
  readonly totals: QueueTotals;
  readonly queues: readonly QueueRow[];
}

/** How many messages or queues an action touched. */
export interface Touched {
  readonly count: number;
}
