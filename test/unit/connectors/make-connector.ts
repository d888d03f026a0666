import { parseBinding, parseRange } from '../../../main/connectors/ranges.ts';
import { parsePrincipal, parseRight } from '../../../main/connectors/rights.ts';
import { authorize } from '../../../main/connectors/rights.ts';
import { compileAcceptedDomain } from '../../../main/connectors/accepted-domains.ts';
import type { AuthMechanism, PermissionGroup } from '../../../main/contract/receive-connector.ts';
import type { Endpoint, SessionContext } from '../../../main/connectors/decision.ts';
import type { AcceptedDomain, Account, Policy, ReceiveConnector } from '../../../main/connectors/model.ts';

export interface ConnectorTexts {
  readonly name?: string;
  readonly bindings?: readonly string[];
  readonly ranges?: readonly string[];
  readonly auth?: readonly AuthMechanism[];
  readonly groups?: readonly PermissionGroup[];
  /** `user` → right, or `-right` to deny. */
  readonly entries?: readonly (readonly [user: string, right: string])[];
  readonly more?: Partial<ReceiveConnector>;
}

export const anyRecipient = 'ms-Exch-SMTP-Accept-Any-Recipient';
export const anonymous = 'NT AUTHORITY\\ANONYMOUS LOGON';

/** A compiled connector with Exchange's defaults; what a test cares about is given as text. */
export function makeConnector(texts: ConnectorTexts = {}): ReceiveConnector {
  const name = texts.name ?? 'Relay';
  return {
    identity: `POSTROOM\\${name}`,
    name,
    enabled: true,
    transportRole: 'FrontendTransport',
    bindings: (texts.bindings ?? ['0.0.0.0:25']).map(parseBinding),
    ranges: (texts.ranges ?? ['0.0.0.0-255.255.255.255']).map(parseRange),
    authMechanism: new Set(texts.auth ?? ['Tls']),
    permissionGroups: new Set(texts.groups ?? ['AnonymousUsers']),
    accessControl: (texts.entries ?? []).map(([user, right]) => ({
      user: parsePrincipal(user),
      right: parseRight(right.replace(/^-/, '')),
      deny: right.startsWith('-'),
    })),
    fqdn: 'postroom.local',
    banner: null,
    verboseLog: false,
    connectionTimeoutMs: 600_000,
    inactivityTimeoutMs: 300_000,
    maxInboundConnection: 5000,
    maxInboundConnectionPerSource: 20,
    maxInboundConnectionPercentagePerSource: 2,
    messageRateLimitPerMinute: Infinity,
    messageRateSource: 'IPAddress',
    maxMessageBytes: 37_748_736,
    maxHeaderBytes: 262_144,
    maxHopCount: 60,
    maxLocalHopCount: 5,
    maxRecipientsPerMessage: 200,
    maxLogonFailures: 3,
    maxProtocolErrors: 5,
    tarpitMs: 5000,
    authTarpitMs: 5000,
    requireTls: false,
    requireEhloDomain: false,
    sizeAdvertised: 'Enabled',
    pipelining: true,
    eightBitMime: true,
    smtpUtf8: false,
    deliveryStatusNotification: true,
    enhancedStatusCodes: true,
    bareLinefeedRejection: false,
    rejectReservedTopLevelRecipientDomains: false,
    rejectReservedSecondLevelRecipientDomains: false,
    rejectSingleLabelRecipientDomains: false,
    defaultDomain: null,
    tlsCertificateName: null,
    implicitTls: false,
    tolerance: 'Strict',
    domainSecure: false,
    rawHeaderCharset: null,
    oldTls: false,
    holdMessages: false,
    rewriting: null,
    ...texts.more,
  };
}

export function makeDomain(
  domainName: string,
  more: Partial<Parameters<typeof compileAcceptedDomain>[0]> = {},
  recipients: string[] = [],
): AcceptedDomain {
  const defaults = {
    name: domainName,
    domainType: 'Authoritative',
    default: false,
    matchSubDomains: false,
    addressBookEnabled: null,
    dkimSelector: null,
  } as const;
  return compileAcceptedDomain({ ...defaults, domainName, ...more }, recipients);
}

export function makePolicy(more: Partial<Policy> = {}): Policy {
  return {
    serverName: 'POSTROOM',
    fqdn: 'postroom.local',
    dialect: '2016',
    acceptedDomains: [makeDomain('office.example', { default: true })],
    recipients: new Set<string>(),
    heldDevices: new Set<string>(),
    aliases: new Map<string, readonly string[]>(),
    learning: false,
    blockedSenders: [],
    blockedRecipients: [],
    blockedRanges: [],
    maxReceiveBytes: 37_748_736,
    maxRecipientEnvelopeLimit: 500,
    domainSecureDomains: [],
    ...more,
  };
}

export function makeAccount(userName: string, ...addresses: string[]): Account {
  return { userName, addresses: new Set(addresses), passwordHash: '' };
}

export const endpoint: Endpoint = { localAddress: '192.0.2.1', localPort: 25, remoteAddress: '192.168.0.181' };

export function makeSession(
  texts: ConnectorTexts = {},
  policy: Partial<Policy> = {},
  account: Account | null = null,
  tls = false,
): SessionContext {
  const connector = makeConnector(texts);
  const credentials = { tls, account };
  return {
    connector,
    policy: makePolicy(policy),
    endpoint,
    credentials,
    authorization: authorize(connector, credentials),
  };
}
