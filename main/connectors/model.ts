import type { ExtendedRight } from '../contract/extended-rights.ts';
import type { AuthMechanism, PermissionGroup, Tolerance, TransportRole } from '../contract/receive-connector.ts';

/** The compiled configuration that decisions read: numbers instead of texts, frozen, one per revision. */

/** One entry of RemoteIPRanges. IPv4 addresses are kept as numbers 0..2^32-1, IPv6 as two 64-bit halves in a bigint. */
export interface IpRange {
  /** As the person wrote it. */
  readonly text: string;
  readonly family: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
  /** Zone of a link-local entry (`%11`); it does not take part in matching. */
  readonly scopeId: string | null;
}

/** Where a connector listens. */
export interface Binding {
  readonly text: string;
  readonly family: 4 | 6;
  /** Canonical address; `0.0.0.0` or `::` for all. */
  readonly address: string;
  readonly port: number;
  readonly wildcard: boolean;
}

export interface AccessControl {
  readonly user: string;
  readonly right: ExtendedRight;
  readonly deny: boolean;
}

/** A receive connector, compiled. Times in ms, sizes in bytes, `unlimited` as Infinity. */
export interface ReceiveConnector {
  /** Exchange identity, `SERVER\Name`. */
  readonly identity: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly transportRole: TransportRole;
  readonly bindings: readonly Binding[];
  readonly ranges: readonly IpRange[];
  readonly authMechanism: ReadonlySet<AuthMechanism>;
  readonly permissionGroups: ReadonlySet<PermissionGroup>;
  readonly accessControl: readonly AccessControl[];
  readonly fqdn: string;
  readonly banner: string | null;
  readonly verboseLog: boolean;
  readonly connectionTimeoutMs: number;
  readonly inactivityTimeoutMs: number;
  readonly maxInboundConnection: number;
  readonly maxInboundConnectionPerSource: number;
  readonly maxInboundConnectionPercentagePerSource: number;
  readonly messageRateLimitPerMinute: number;
  readonly messageRateSource: 'None' | 'IPAddress' | 'User' | 'All';
  readonly maxMessageBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxHopCount: number;
  readonly maxLocalHopCount: number;
  readonly maxRecipientsPerMessage: number;
  readonly maxLogonFailures: number;
  readonly maxProtocolErrors: number;
  readonly tarpitMs: number;
  readonly authTarpitMs: number;
  readonly requireTls: boolean;
  /** Asks for client certificates, and wants them of the partners' domains. */
  readonly domainSecure: boolean;
  readonly requireEhloDomain: boolean;
  readonly sizeAdvertised: 'Enabled' | 'Disabled' | 'EnabledWithoutValue';
  readonly pipelining: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly deliveryStatusNotification: boolean;
  readonly enhancedStatusCodes: boolean;
  readonly bareLinefeedRejection: boolean;
  readonly rejectReservedTopLevelRecipientDomains: boolean;
  readonly rejectReservedSecondLevelRecipientDomains: boolean;
  readonly rejectSingleLabelRecipientDomains: boolean;
  /** Domain name that completes addresses without one, or null. */
  readonly defaultDomain: string | null;
  readonly tlsCertificateName: string | null;
  readonly implicitTls: boolean;
  readonly tolerance: Tolerance;
  /** Character set of raw 8-bit header fields; null: they stay as they come. */
  readonly rawHeaderCharset: string | null;
  readonly oldTls: boolean;
  /** Its messages wait for somebody to release them. */
  readonly holdMessages: boolean;
  /** null: nothing is changed. */
  readonly rewriting: Rewriting | null;
}

/** The sender rule of a connector, compiled. */
export interface SenderRule {
  /** Name of the connector whose rule it is. */
  readonly connector: string;
  /** For clients that no device sender is for; null: their sender stays. */
  readonly fixed: string | null;
  /** The most specific range first. */
  readonly devices: readonly DeviceSender[];
  readonly keepOriginal: boolean;
}

export interface DeviceSender {
  readonly range: IpRange;
  readonly sender: string;
}

/** What a receive connector changes, compiled; there is none where it changes nothing. */
export interface Rewriting {
  readonly sender: SenderRule | null;
  readonly archiveMailbox: string | null;
}

/** An accepted domain, compiled: `pattern` is lower-case A-labels without the leading `*.`. */
export interface AcceptedDomain {
  readonly name: string;
  readonly domainName: string;
  readonly pattern: string;
  /** `exact`: the domain only; `subdomains`: below it only (`*.x`); `both`: MatchSubDomains; `any`: `*`. */
  readonly match: 'exact' | 'subdomains' | 'both' | 'any';
  readonly type: 'Authoritative' | 'InternalRelay' | 'ExternalRelay';
  readonly isDefault: boolean;
  readonly addressBookEnabled: boolean;
}

/** What a session decision may read besides the connector. */
export interface Policy {
  readonly serverName: string;
  readonly fqdn: string;
  readonly dialect: '2013' | '2016';
  readonly acceptedDomains: readonly AcceptedDomain[];
  /** Lower-case addresses of known recipients. */
  readonly recipients: ReadonlySet<string>;
  /** Canonical addresses of devices whose messages wait for somebody to release them. */
  readonly heldDevices: ReadonlySet<string>;
  /** By comparable address: who gets its mail instead, followed to the last address. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Learning mode: who sends is listed, and nothing is taken. */
  readonly learning: boolean;
  readonly blockedSenders: readonly string[];
  readonly blockedRecipients: readonly string[];
  readonly blockedRanges: readonly IpRange[];
  /** Organisation limits (TransportConfig): they bind sessions that are not trusted as internal. */
  readonly maxReceiveBytes: number;
  readonly maxRecipientEnvelopeLimit: number;
  /** TLSReceiveDomainSecureList, lower case. */
  readonly domainSecureDomains: readonly string[];
}

/** An account for AUTH, compiled. */
export interface Account {
  readonly userName: string;
  /** Lower-case addresses it may send as. */
  readonly addresses: ReadonlySet<string>;
  readonly passwordHash: string;
}

/** A reply as it goes on the wire. Enhanced code is separate because `EnhancedStatusCodesEnabled` can hide it. */
export interface SmtpReply {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
  /** The connection is closed behind it. */
  readonly close?: boolean;
}

/** One line of reasoning. `step` is a stable code for programs, `text` a plain sentence for people. */
export interface TraceStep {
  readonly step: string;
  readonly text: string;
  readonly data?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}
