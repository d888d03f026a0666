import type { ReceiveConnectorDocument } from '../../contract/receive-connector.ts';
import { parseByteSize, parseTimeSpan } from '../../contract/units.ts';
import { flags, shellObject, size, span, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { objectGuid } from './object-guid.ts';

type Server = { readonly name: string; readonly fqdn: string };

/** A receive connector as Get-ReceiveConnector shows it, in Exchange's order. */
export function receiveConnectorObject(connector: ReceiveConnectorDocument, server: Server): ShellObject {
  const { name, imported } = connector;
  const identity = `${server.name}\\${name}`;
  return shellObject('ReceiveConnector', {
    AuthMechanism: flags(connector.authMechanism),
    Banner: connector.banner,
    Bindings: connector.bindings,
    DefaultDomain: connector.defaultDomain,
    DeliveryStatusNotificationEnabled: connector.deliveryStatusNotificationEnabled,
    EightBitMimeEnabled: connector.eightBitMimeEnabled,
    SmtpUtf8Enabled: connector.smtpUtf8Enabled,
    BareLinefeedRejectionEnabled: connector.bareLinefeedRejectionEnabled,
    DomainSecureEnabled: connector.domainSecureEnabled,
    EnhancedStatusCodesEnabled: connector.enhancedStatusCodesEnabled,
    Fqdn: connector.fqdn ?? server.fqdn,
    TlsCertificateName: connector.tlsCertificateName,
    Comment: connector.comment,
    Enabled: connector.enabled,
    ConnectionTimeout: spanOf(connector.connectionTimeout),
    ConnectionInactivityTimeout: spanOf(connector.connectionInactivityTimeout),
    MessageRateLimit: limitOf(connector.messageRateLimit),
    MessageRateSource: connector.messageRateSource,
    MaxInboundConnection: limitOf(connector.maxInboundConnection),
    MaxInboundConnectionPerSource: limitOf(connector.maxInboundConnectionPerSource),
    MaxInboundConnectionPercentagePerSource: connector.maxInboundConnectionPercentagePerSource,
    MaxHeaderSize: sizeOf(connector.maxHeaderSize),
    MaxHopCount: connector.maxHopCount,
    MaxLocalHopCount: connector.maxLocalHopCount,
    MaxLogonFailures: connector.maxLogonFailures,
    MaxMessageSize: sizeOf(connector.maxMessageSize),
    MaxProtocolErrors: limitOf(connector.maxProtocolErrors),
    MaxRecipientsPerMessage: connector.maxRecipientsPerMessage,
    PermissionGroups: flags(shownGroups(connector)),
    PipeliningEnabled: connector.pipeliningEnabled,
    ProtocolLoggingLevel: connector.protocolLoggingLevel,
    RemoteIPRanges: connector.remoteIPRanges,
    RequireEHLODomain: connector.requireEHLODomain,
    RequireTLS: connector.requireTLS,
    Server: server.name,
    TransportRole: connector.transportRole,
    RejectReservedTopLevelRecipientDomains: connector.rejectReservedTopLevelRecipientDomains,
    RejectReservedSecondLevelRecipientDomains: connector.rejectReservedSecondLevelRecipientDomains,
    RejectSingleLabelRecipientDomains: connector.rejectSingleLabelRecipientDomains,
    SizeEnabled: connector.sizeEnabled,
    TarpitInterval: spanOf(connector.tarpitInterval),
    AuthTarpitInterval: spanOf(connector.authTarpitInterval),
    ImplicitTls: connector.implicitTls,
    Tolerance: connector.tolerance,
    RawHeaderCharset: connector.rawHeaderCharset,
    OldTls: connector.oldTls,
    ...Object.fromEntries(Object.entries(imported).map(([property, value]) => [property, keptValue(value)])),
    Name: name,
    Identity: identity,
    Guid: objectGuid('ReceiveConnector', name),
    IsValid: true,
    ObjectState: 'Unchanged',
  });
}

/** Custom stands beside the groups as soon as an access control entry of its own differs from them. */
function shownGroups({ permissionGroups, extendedRights }: ReceiveConnectorDocument): readonly string[] {
  const groups = permissionGroups.filter((group) => group !== 'Custom' && group !== 'None');
  const all = extendedRights.length > 0 ? [...groups, 'Custom'] : groups;
  return all.length === 0 ? ['None'] : all;
}

export function sizeOf(text: string): ShellValue {
  const bytes = parseByteSize(text);
  return bytes === null ? 'Unlimited' : size(bytes);
}

export function spanOf(text: string): ShellValue {
  return span(parseTimeSpan(text) ?? 0);
}

function limitOf(value: number | 'unlimited'): ShellValue {
  return value === 'unlimited' ? 'Unlimited' : value;
}

function keptValue(value: unknown): ShellValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
