import type { Reply } from './reply.ts';
import type { SmtpFailure } from './smtp-failure.ts';

/** How long to wait for a peer; the defaults are those of RFC 5321 4.5.3.2, and 30 s to connect. */
export interface SmtpTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** EHLO, MAIL, RCPT and the answer to AUTH. */
  readonly commandMs: number;
  /** Until a block of the body is taken. */
  readonly blockMs: number;
  /** From the final dot to its reply. */
  readonly finalMs: number;
}

export const rfcTimeouts: SmtpTimeouts = {
  connectMs: 30_000,
  greetingMs: 300_000,
  commandMs: 300_000,
  blockMs: 180_000,
  finalMs: 600_000,
};

/** What the peer said to one message; replies it never gave are absent. */
export interface TransactionReplies {
  readonly mail: Reply | undefined;
  readonly rcpt: readonly (Reply | undefined)[];
  readonly data: Reply | undefined;
  readonly final: Reply | undefined;
  /** Set when the connection broke or got out of step on the way. */
  readonly failure: SmtpFailure | null;
  /** The peer may have the message: its verdict is not known where `final` is absent. */
  readonly sent: boolean;
}

export type Envelope = Pick<TransactionReplies, 'mail' | 'rcpt' | 'data'>;

/** 1xx, 3xx out of place, or 2xx to DATA: nothing that follows could be trusted. */
export function oddReply(replies: readonly (Reply | undefined)[]): Reply | undefined {
  const data = replies.length > 1 ? replies[replies.length - 1] : undefined;
  return replies.find((reply) => reply !== undefined && reply.code < 400 && (reply === data || reply.code >= 300));
}

export function isPositive(reply: Reply | undefined): boolean {
  return reply !== undefined && reply.code >= 200 && reply.code < 300;
}
