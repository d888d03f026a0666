import { z } from 'zod';
import { rawHeaderCharsets } from './charsets.ts';
import { byteSize, displayName, hostName, timeSpan, unlimitedOr, whole } from './fields.ts';
import { receiveRewritingSchema } from './rewriting.ts';

/** Receive connectors as they stand in config.json: Exchange's property names in camelCase, Exchange's values. */

export const authMechanisms = [
  'None',
  'Tls',
  'Integrated',
  'BasicAuth',
  'BasicAuthRequireTLS',
  'ExchangeServer',
  'ExternalAuthoritative',
] as const;
export const permissionGroups = [
  'None',
  'AnonymousUsers',
  'ExchangeUsers',
  'ExchangeServers',
  'ExchangeLegacyServers',
  'Partners',
  'Custom',
] as const;
export const transportRoles = ['FrontendTransport', 'HubTransport'] as const;
export const tolerances = ['Strict', 'DeviceFriendly'] as const;

export type AuthMechanism = (typeof authMechanisms)[number];
export type PermissionGroup = (typeof permissionGroups)[number];
export type TransportRole = (typeof transportRoles)[number];
export type Tolerance = (typeof tolerances)[number];

/** One access control entry of a connector (Add-ADPermission): a principal, an extended right, allow or deny. */
export const accessControlEntrySchema = z.strictObject({
  user: z.string().min(1).max(256),
  right: z.string().min(1).max(128),
  deny: z.boolean().default(false),
});

export const receiveConnectorSchema = z.strictObject({
  name: displayName,
  enabled: z.boolean().default(true),
  comment: z.string().max(1024).default(''),
  transportRole: z.enum(transportRoles).default('FrontendTransport'),
  bindings: z.array(z.string()).min(1),
  remoteIPRanges: z.array(z.string()).min(1),
  authMechanism: z.array(z.enum(authMechanisms)).default(['Tls']),
  permissionGroups: z.array(z.enum(permissionGroups)).default(['None']),
  extendedRights: z.array(accessControlEntrySchema).default([]),
  fqdn: hostName.nullable().default(null),
  banner: z
    .string()
    .max(510)
    // eslint-disable-next-line no-control-regex -- control characters are what this refuses
    .regex(/^220[ -][^\u0000-\u001f\u007f]*$/, 'must start with 220 and be one line')
    .nullable()
    .default(null),
  protocolLoggingLevel: z.enum(['None', 'Verbose']).default('None'),
  connectionTimeout: timeSpan(1000).default('00:10:00'),
  connectionInactivityTimeout: timeSpan(1000).default('00:05:00'),
  maxInboundConnection: unlimitedOr(1, 2_147_483_647).default(5000),
  maxInboundConnectionPerSource: unlimitedOr(1, 10_000).default(20),
  maxInboundConnectionPercentagePerSource: whole(1, 100).default(2),
  messageRateLimit: unlimitedOr(1, 2_147_483_647).default('unlimited'),
  messageRateSource: z.enum(['None', 'IPAddress', 'User', 'All']).default('IPAddress'),
  maxMessageSize: byteSize(65_536).default('36MB'),
  maxHeaderSize: byteSize(1).default('256KB'),
  maxHopCount: whole(1, 500).default(60),
  maxLocalHopCount: whole(0, 50).default(5),
  maxRecipientsPerMessage: whole(1, 512_000).default(200),
  maxLogonFailures: whole(0, 10).default(3),
  maxProtocolErrors: unlimitedOr(0, 2_147_483_647).default(5),
  tarpitInterval: timeSpan(0, 600_000).default('00:00:05'),
  authTarpitInterval: timeSpan(0, 600_000).default('00:00:05'),
  requireTLS: z.boolean().default(false),
  requireEHLODomain: z.boolean().default(false),
  domainSecureEnabled: z.boolean().default(false),
  tlsCertificateName: z.string().max(1024).nullable().default(null),
  sizeEnabled: z.enum(['Enabled', 'Disabled', 'EnabledWithoutValue']).default('Enabled'),
  pipeliningEnabled: z.boolean().default(true),
  eightBitMimeEnabled: z.boolean().default(true),
  smtpUtf8Enabled: z.boolean().default(false),
  deliveryStatusNotificationEnabled: z.boolean().default(true),
  enhancedStatusCodesEnabled: z.boolean().default(true),
  bareLinefeedRejectionEnabled: z.boolean().default(false),
  rejectReservedTopLevelRecipientDomains: z.boolean().default(false),
  rejectReservedSecondLevelRecipientDomains: z.boolean().default(false),
  rejectSingleLabelRecipientDomains: z.boolean().default(false),
  /** Name of an accepted domain: completes senders and recipients without a domain. */
  defaultDomain: z.string().nullable().default(null),
  /** Ours: TLS from the first byte ("SSL, port 465"). */
  implicitTls: z.boolean().default(false),
  /** Ours: what devices may get wrong. null: DeviceFriendly where the connector grants relay, else Strict. */
  tolerance: z.enum(tolerances).nullable().default(null),
  /**
   * Ours: raw 8-bit header fields are encoded, and this is what they are written in where they are not UTF-8. `None`:
   * they stay as they come. null: windows-1252 (Latin-1 and a little more) where the connector is DeviceFriendly.
   */
  rawHeaderCharset: z.enum(rawHeaderCharsets).nullable().default(null),
  /** Ours: TLS 1.0 and 1.1 for devices that know nothing newer. */
  oldTls: z.boolean().default(false),
  /** Ours: every message waits for somebody to release it. */
  holdMessages: z.boolean().default(false),
  /** Ours: addresses that are changed when a message is accepted. */
  rewriting: receiveRewritingSchema.prefault({}),
  /** Properties of an imported connector that have no meaning here: kept, shown read-only. */
  imported: z.record(z.string(), z.unknown()).default({}),
});

export type ReceiveConnectorDocument = z.output<typeof receiveConnectorSchema>;
