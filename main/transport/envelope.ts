/** The envelope of a message and where it came from, as they travel with it (RFC 5321 2.3.1, RFC 3461). */

export type Notify = 'NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY';

export interface EnvelopeRecipient {
  readonly address: string;
  /** RFC 3461 NOTIFY; empty: not given. */
  readonly notify: readonly Notify[];
  /** RFC 3461 ORCPT, decoded, `rfc822;a@b`. */
  readonly originalRecipient: string | null;
  /** Where the mail goes, whatever routing says; absent: where routing says. */
  readonly detour?: Detour;
}

/** A mailbox folder or a send connector, by name. */
export type Detour = { readonly mailbox: string } | { readonly connector: string };

/** An address that a rule changed when the message was accepted. */
export interface Rewritten {
  readonly what: 'sender' | 'author' | 'recipient' | 'copy';
  /** As the client gave it; empty for a copy. */
  readonly original: string;
  /** Addresses; for a copy the mailbox folder. */
  readonly now: readonly string[];
  /** The range of the device whose rule it was; null: the connector's, or an alias. */
  readonly by: string | null;
}

export interface Envelope {
  /** Empty for the null sender. */
  readonly mailFrom: string;
  readonly recipients: readonly EnvelopeRecipient[];
  readonly ret: 'FULL' | 'HDRS' | null;
  readonly envid: string | null;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  /** A line is longer than 998 bytes. Absent: none is. */
  readonly longLines?: boolean;
}

/** Where a message came from; travels with it for routing, DSN policy and tracking. */
export interface Origin {
  readonly source: 'SMTP' | 'DSN' | 'PICKUP';
  /** Receive connector identity, or null for DSN and pickup. */
  readonly connector: string | null;
  readonly sessionId: string | null;
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  readonly account: string | null;
  /** Authenticated, externally secured, or local: a DSN may go back to its sender (no backscatter). */
  readonly trusted: boolean;
  /** Absent where nothing was changed. */
  readonly rewritten?: readonly Rewritten[];
  /** What was put right in the message when it came, and what had to stay, in sentences. Absent: nothing. */
  readonly repairs?: readonly string[];
}
