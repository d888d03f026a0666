import type { ConfigDocument } from '../contract/document.ts';
import type { OAuthDocument } from '../contract/oauth.ts';
import type { ConnectorIndex } from '../connectors/selection.ts';
import type { Account, Policy, ReceiveConnector, SenderRule } from '../connectors/model.ts';

/** A send connector, compiled. Times in ms, sizes in bytes, `unlimited` as Infinity. */
export interface SendConnector {
  readonly identity: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly addressSpaces: readonly AddressSpace[];
  /** Empty: MX routing. */
  readonly smartHosts: readonly string[];
  readonly port: number;
  readonly auth: 'None' | 'BasicAuth' | 'BasicAuthRequireTLS' | 'OAuth';
  readonly userName: string | null;
  /** How to get a token; given where `auth` is OAuth. */
  readonly oauth: Readonly<OAuthDocument> | null;
  /** Name of the secret that holds the password, or with OAuth the client secret or the key of a service account. */
  readonly secretName: string;
  readonly tls: 'implicit' | 'required' | 'opportunistic' | 'never';
  readonly tlsAuthLevel: 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation';
  readonly tlsDomain: string | null;
  readonly tlsPinnedFingerprint: string | null;
  /** Lower case: servers of these domains and below have to prove the domain. Empty without DomainSecureEnabled. */
  readonly secureDomains: readonly string[];
  /** null: no certificate is shown, but for domain security. */
  readonly tlsCertificateName: string | null;
  /** Mail is signed with the DKIM key of its author's domain. */
  readonly signDkim: boolean;
  readonly forceHelo: boolean;
  readonly fqdn: string;
  readonly maxMessageBytes: number;
  readonly inactivityTimeoutMs: number;
  readonly maxMessagesPerConnection: number;
  readonly maxConnections: number;
  /** null: all mail for its address spaces. */
  readonly conditions: RoutingConditions | null;
  /** null: sends at any time. */
  readonly sendWindow: SendWindow | null;
  /** null: the sender stays as it is. */
  readonly rewriting: SenderRule | null;
  /** null: as much as comes. */
  readonly quota: SendQuota | null;
  readonly verboseLog: boolean;
}

/** When a send connector sends, in minutes after midnight by this machine's clock; over midnight unless `from` is earlier. */
export interface SendWindow {
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Days on which it begins, 0 for Sunday, rising. */
  readonly days: readonly number[];
}

/** Which mail a send connector is for; an empty set leaves that open. */
export interface RoutingConditions {
  /** Comparable addresses, `@domain`, and `<>` for the null sender. */
  readonly senders: ReadonlySet<string>;
  /** Lower-case identities. */
  readonly receiveConnectors: ReadonlySet<string>;
}

/** Limits in every span of their length; null: none. */
export interface SendQuota {
  readonly messagesPerMinute: number | null;
  readonly messagesPerHour: number | null;
  readonly messagesPerDay: number | null;
  readonly recipientsPerDay: number | null;
  readonly recipientsPerMessage: number | null;
}

/** `*` is { pattern: '', match: 'any' }; `*.x` matches x and everything below it, `x` only x. */
export interface AddressSpace {
  readonly text: string;
  readonly pattern: string;
  readonly match: 'any' | 'both' | 'exact';
  readonly cost: number;
}

export interface TransportSettings {
  readonly messageExpirationMs: number;
  readonly delayNotificationMs: number;
  readonly delayDsnEnabled: boolean;
  readonly glitchRetryCount: number;
  readonly glitchRetryMs: number;
  readonly transientRetryCount: number;
  readonly transientRetryMs: number;
  readonly connectionFailureRetryMs: number;
  readonly messageRetryMs: number;
  readonly maxOutboundConnections: number;
  readonly maxPerDomainOutboundConnections: number;
  readonly poisonThreshold: number;
  /** Sender shown on DSNs: ExternalPostmasterAddress, else postmaster@ the default accepted domain. */
  readonly postmaster: string;
  readonly minimumFreeDiskBytes: number;
  readonly maximumQueueLength: number;
  readonly pickupEnabled: boolean;
  /** When learning mode ends by itself; null: it is off, or has no end. */
  readonly learningEndsMs: number | null;
}

export interface LogRotation {
  readonly maxAgeMs: number;
  readonly maxFileBytes: number;
  readonly maxDirectoryBytes: number;
}

export interface JournalSettings {
  readonly protocolLog: LogRotation;
  readonly messageTracking: LogRotation;
  readonly messageTrackingEnabled: boolean;
  readonly subjectLogging: boolean;
}

/** Who is told of what needs a person. Minutes are of the day, in the time zone of this machine. */
export interface AlertSettings {
  readonly toasts: boolean;
  /** null: no mail is sent. */
  readonly email: { readonly recipients: readonly string[]; readonly sender: string } | null;
  readonly webhook: string | null;
  readonly eventLog: boolean;
  readonly quiet: QuietHours | null;
  readonly failureReports: boolean;
  readonly recoveries: boolean;
  readonly groupingMs: number;
  readonly digestMinute: number | null;
}

/** May reach over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** A domain whose mail is signed with DKIM. */
export interface DkimDomain {
  /** Lower case. */
  readonly domain: string;
  readonly selector: string;
  readonly matchSubDomains: boolean;
  /** Name of the secret that holds the private key. */
  readonly secretName: string;
}

/** The frozen configuration of one revision. A session keeps the one it began with. */
export interface Snapshot {
  readonly revision: number;
  readonly document: ConfigDocument;
  readonly receiveConnectors: readonly ReceiveConnector[];
  readonly index: ConnectorIndex;
  readonly policy: Policy;
  /** By lower-case user name; disabled accounts are absent. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly sendConnectors: readonly SendConnector[];
  readonly dkim: readonly DkimDomain[];
  /** Lower-case recipient address to mailbox folder; others of an authoritative domain get the folder of their local part. */
  readonly mailboxOf: ReadonlyMap<string, string>;
  readonly transport: TransportSettings;
  readonly journal: JournalSettings;
  readonly alerts: AlertSettings;
}
