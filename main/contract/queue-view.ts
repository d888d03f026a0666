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
  /** When a suspended message is released by itself; null: when somebody does it. */
  readonly releaseAtMs: number | null;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** A recipient with what its sender asked for (RFC 3461). */
export interface RecipientDetail extends MessageRecipientRow {
  /** Empty: not given. */
  readonly notify: readonly ('NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY')[];
  readonly originalRecipient: string | null;
  /** Where it goes whatever routing says, by name; null: where routing says. */
  readonly detour: { readonly mailbox: string } | { readonly connector: string } | null;
}

/** One delivery attempt: a next hop, and what became of each recipient that goes there. */
export interface AttemptRow {
  readonly startedMs: number;
  readonly durationMs: number;
  readonly queue: string;
  readonly host: string | null;
  /** What was changed in the message for this host, in sentences. */
  readonly repairs: readonly string[];
  readonly results: readonly {
    readonly verdict: 'delivered' | 'deferred' | 'slowed' | 'failed';
    /** The remote's words; null where it said none. */
    readonly reply: string | null;
    readonly error: string | null;
    readonly recipients: readonly string[];
  }[];
}

/** An address that a rule changed when the message was accepted. */
export interface RewrittenRow {
  /** `author`: the From field. */
  readonly what: 'sender' | 'author' | 'recipient' | 'copy';
  /** As the client gave it; empty for a copy. */
  readonly original: string;
  /** Addresses; for a copy the mailbox folder. */
  readonly now: readonly string[];
  /** The range of the device whose rule it was; null: the connector's, or an alias. */
  readonly by: string | null;
}

/** A message with everything that is known of it, but its content. */
export interface MessageDetail extends MessageRow {
  readonly recipients: readonly RecipientDetail[];
  readonly helo: string | null;
  readonly account: string | null;
  readonly ret: 'FULL' | 'HDRS' | null;
  readonly envid: string | null;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  readonly rewritten: readonly RewrittenRow[];
  /** What was put right in the message when it came, and what had to stay, in sentences. */
  readonly repairs: readonly string[];
  /** The newest, oldest first. */
  readonly attemptLog: readonly AttemptRow[];
}

/** The header of a message, decoded: text, whatever it looks like. */
export interface MessageHeader {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** There is more than is shown. */
  readonly isCut: boolean;
}

export interface MessageRows {
  readonly messages: readonly MessageRow[];
  /** Pass as `after` for the next page; null at the end. Where a filter passes rows over, a page may be short or empty before it. */
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
