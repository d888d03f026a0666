import type { ReceiveConnector } from '../connectors/model.ts';
import { parseBinding, parseRange } from '../connectors/ranges.ts';
import { authorize, parseRight } from '../connectors/rights.ts';
import type { ReceiveConnectorDocument, Tolerance } from '../contract/receive-connector.ts';
import { compileRewriting } from './compile-rewriting.ts';
import { bytes, milliseconds } from './compile-send-connector.ts';

/** Properties that are kept for Exchange's sake and change nothing in a session (docs/deviations.md). */
export const keptProperties = ['comment', 'imported'] as const;

/** What a connector borrows from the rest of the document. */
export interface Surroundings {
  readonly server: { readonly name: string; readonly fqdn: string };
  /** Domain names of the accepted domains by lower-case name. */
  readonly domainNames: ReadonlyMap<string, string>;
}

/** A receive connector with numbers for texts. Throws 'config-invalid' with the words of the range or binding at fault. */
export function compileReceiveConnector(
  document: ReceiveConnectorDocument,
  { server, domainNames }: Surroundings,
): ReceiveConnector {
  const connector: ReceiveConnector = {
    identity: `${server.name}\\${document.name}`,
    name: document.name,
    enabled: document.enabled,
    transportRole: document.transportRole,
    bindings: document.bindings.map((text) => Object.freeze(parseBinding(text))),
    ranges: document.remoteIPRanges.map((text) => Object.freeze(parseRange(text))),
    authMechanism: new Set(document.authMechanism),
    permissionGroups: new Set(document.permissionGroups),
    accessControl: document.extendedRights.map(({ user, right, deny }) =>
      Object.freeze({ user, right: parseRight(right), deny }),
    ),
    fqdn: document.fqdn ?? server.fqdn,
    banner: document.banner,
    verboseLog: document.protocolLoggingLevel === 'Verbose',
    ...limits(document),
    ...extensions(document),
    defaultDomain:
      document.defaultDomain === null ? null : (domainNames.get(document.defaultDomain.toLowerCase()) ?? null),
    requireTls: document.requireTLS,
    domainSecure: document.domainSecureEnabled,
    tlsCertificateName: document.tlsCertificateName,
    implicitTls: document.implicitTls,
    oldTls: document.oldTls,
    tolerance: document.tolerance ?? 'Strict',
    holdMessages: document.holdMessages,
    rewriting: compileRewriting(document.name, document.rewriting),
    rawHeaderCharset: null,
  };
  const tolerance = document.tolerance ?? toleranceFor(connector);
  return Object.freeze({ ...connector, tolerance, rawHeaderCharset: charsetFor(document.rawHeaderCharset, tolerance) });
}

function charsetFor(chosen: ReceiveConnectorDocument['rawHeaderCharset'], tolerance: Tolerance): string | null {
  if (chosen === null) return tolerance === 'DeviceFriendly' ? 'windows-1252' : null;
  return chosen === 'None' ? null : chosen;
}

function limits(document: ReceiveConnectorDocument) {
  return {
    connectionTimeoutMs: milliseconds(document.connectionTimeout),
    inactivityTimeoutMs: milliseconds(document.connectionInactivityTimeout),
    maxInboundConnection: count(document.maxInboundConnection),
    maxInboundConnectionPerSource: count(document.maxInboundConnectionPerSource),
    maxInboundConnectionPercentagePerSource: document.maxInboundConnectionPercentagePerSource,
    messageRateLimitPerMinute: count(document.messageRateLimit),
    messageRateSource: document.messageRateSource,
    maxMessageBytes: bytes(document.maxMessageSize),
    maxHeaderBytes: bytes(document.maxHeaderSize),
    maxHopCount: document.maxHopCount,
    maxLocalHopCount: document.maxLocalHopCount,
    maxRecipientsPerMessage: document.maxRecipientsPerMessage,
    maxLogonFailures: document.maxLogonFailures,
    maxProtocolErrors: count(document.maxProtocolErrors),
    tarpitMs: milliseconds(document.tarpitInterval),
    authTarpitMs: milliseconds(document.authTarpitInterval),
  };
}

function extensions(document: ReceiveConnectorDocument) {
  return {
    requireEhloDomain: document.requireEHLODomain,
    sizeAdvertised: document.sizeEnabled,
    pipelining: document.pipeliningEnabled,
    eightBitMime: document.eightBitMimeEnabled,
    smtpUtf8: document.smtpUtf8Enabled,
    deliveryStatusNotification: document.deliveryStatusNotificationEnabled,
    enhancedStatusCodes: document.enhancedStatusCodesEnabled,
    bareLinefeedRejection: document.bareLinefeedRejectionEnabled,
    rejectReservedTopLevelRecipientDomains: document.rejectReservedTopLevelRecipientDomains,
    rejectReservedSecondLevelRecipientDomains: document.rejectReservedSecondLevelRecipientDomains,
    rejectSingleLabelRecipientDomains: document.rejectSingleLabelRecipientDomains,
  };
}

/** Connectors that relay for whoever connects are made for devices, and devices are what needs tolerance. */
function toleranceFor(connector: ReceiveConnector): Tolerance {
  const { rights } = authorize(connector, { tls: false, account: null });
  return rights.has('ms-Exch-SMTP-Accept-Any-Recipient') ? 'DeviceFriendly' : 'Strict';
}

function count(limit: number | 'unlimited'): number {
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : limit;
}
