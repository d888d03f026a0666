import type { ExtendedRight } from '../contract/extended-rights.ts';
import type { Account, Policy, ReceiveConnector, SmtpReply, TraceStep } from './model.ts';

export { connect } from './connect-decision.ts';
export { decideEndOfData } from './data-decision.ts';
export { decideMail } from './mail-decision.ts';
export { decideRcpt } from './rcpt-decision.ts';
export { authorize } from './rights.ts';

/**
 * What a connection, a sender, a recipient and a message are answered, and why. The live session, the tester and the
 * change preview call nothing else. Pure: the same facts give the same decision and the same trace.
 */

/** The addresses of a connection, as the socket (or the tester) gives them; IPv4-mapped and zoned forms are understood. */
export interface Endpoint {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
}

/** Outcome of one decision: `reply` is null where the session's own success reply follows. */
export interface Decision {
  readonly accepted: boolean;
  readonly reply: SmtpReply | null;
  /** Built on demand: a trace costs more than the decision, and most are never looked at. */
  readonly trace: () => readonly TraceStep[];
}

export interface ConnectDecision extends Decision {
  readonly connector: ReceiveConnector | null;
}

/** Everything a session has proved so far. */
export interface Credentials {
  readonly tls: boolean;
  readonly account: Account | null;
  /** What the peer's TLS showed where it was asked for; null or absent: nothing. */
  readonly client?: ClientCertificate | null;
  /** The certificate is valid, for a domain of TLSReceiveDomainSecureList, and the connector is domain secure. */
  readonly partner?: boolean;
}

/** The certificate of a client. */
export interface ClientCertificate {
  /** Common name and DNS names. */
  readonly names: readonly string[];
  /** Why nobody vouches for it; null: an authority that is trusted here does. */
  readonly fault: string | null;
}

/** A session's principals and effective rights. */
export interface Authorization {
  readonly principals: readonly string[];
  readonly rights: ReadonlySet<ExtendedRight>;
  /** Tokens for the `Set Session Permissions` log line, in Exchange's order. */
  readonly tokens: string;
  /** Trusted as internal (externally secured or authenticated): organisation limits do not bind it. */
  readonly internal: boolean;
  readonly trace: () => readonly TraceStep[];
}

export interface MailParameters {
  /** Empty for the null sender. Already past the mailbox grammar. */
  readonly address: string;
  /** SIZE= in bytes, or null. */
  readonly declaredBytes: number | null;
}

export interface RcptParameters {
  readonly address: string;
  /** Recipients accepted so far in this transaction. */
  readonly acceptedRecipients: number;
}

/** What is known when the final dot has arrived. */
export interface MessageFacts {
  readonly bytes: number;
  readonly headerBytes: number;
  /** Received headers, and those of them that name this server. */
  readonly hops: number;
  readonly localHops: number;
  /** Addresses in From and Sender, lower-case. */
  readonly authors: readonly string[];
  readonly hasBareLinefeed: boolean;
  /** What became of From where the connector sets the sender; null: nothing. */
  readonly newAuthor: NewAuthor | null;
}

/** From as it was, and what changing it did. */
export interface NewAuthor {
  /** null: it named the new author already. */
  readonly original: string | null;
  readonly keptOriginal: boolean;
  /** The message was signed. */
  readonly signed: boolean;
}

/** What the three transaction decisions read of a session. */
export interface SessionContext {
  readonly connector: ReceiveConnector;
  readonly policy: Policy;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly authorization: Authorization;
}
