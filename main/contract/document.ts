import { z } from 'zod';
import { byteSize, displayName, folderName, hostName, ipAddress, mailbox, timeSpan, whole } from './fields.ts';
import { alertsSchema } from './alerts.ts';
import { deviceSchema } from './device.ts';
import { mailboxFolderSchema } from './mailbox.ts';
import { receiveConnectorSchema } from './receive-connector.ts';
import { aliasSchema } from './rewriting.ts';
import { sendConnectorSchema } from './send-connector.ts';

/** The configuration document, section by section. Parsing gives every property its default; saving leaves defaults out. */

export const currentVersion = 1;

export const serverSchema = z.strictObject({
  /** Exchange's server name: the first part of every identity, `SERVER\Connector`. */
  name: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, 'must be a computer name such as POSTROOM')
    .default('POSTROOM'),
  fqdn: hostName.default('postroom.local'),
  /** Reply texts: `2013` says "550 5.7.1 Unable to relay", `2016` "550 5.7.54 SMTP; …". */
  replyDialect: z.enum(['2013', '2016']).default('2016'),
});

export const acceptedDomainSchema = z.strictObject({
  name: displayName,
  domainName: z
    .string()
    .max(256)
    .regex(/^(?:\*|(?:\*\.)?[^\s*@]+)$/, 'must be a domain, *.domain or *'),
  domainType: z.enum(['Authoritative', 'InternalRelay', 'ExternalRelay']).default('Authoritative'),
  default: z.boolean().default(false),
  matchSubDomains: z.boolean().default(false),
  /** Refuse recipients that are not in `recipients`. null: true where a list exists for an authoritative domain. */
  addressBookEnabled: z.boolean().nullable().default(null),
  /** Ours: mail from this domain is signed with a DKIM key of this name; null: it is not. */
  dkimSelector: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, 'must be a name such as postroom2027')
    .nullable()
    .default(null),
});

export const recipientSchema = z.strictObject({
  address: mailbox,
  /** Mailbox folder; null: the one named like the local part. */
  mailbox: folderName.nullable().default(null),
});

export const accountSchema = z.strictObject({
  userName: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters'),
  enabled: z.boolean().default(true),
  /** Addresses the account may send as. */
  addresses: z.array(mailbox).default([]),
  /** `scrypt$N$r$p$salt$hash`, base64url; never the password. */
  passwordHash: z.string().regex(/^scrypt\$\d+\$\d+\$\d+\$[\w-]+\$[\w-]+$/, 'must be a hash made by Postroom'),
});

/** A transcript that is replayed on every change of the configuration: its recorded replies are what is expected. */
export const checkSchema = z.strictObject({
  name: displayName,
  enabled: z.boolean().default(true),
  /** Address of the client. */
  remoteAddress: ipAddress,
  /** Where it connects to. */
  localAddress: ipAddress,
  localPort: whole(1, 65_535).default(25),
  /** TLS from the first byte. */
  implicitTls: z.boolean().default(false),
  /** Account that AUTH signs in as; no password is needed. null: a login fails. */
  userName: z.string().min(1).max(256).nullable().default(null),
  /** As the tester prints it. */
  transcript: z.string().min(1).max(262_144),
});

export const transportSchema = z.strictObject({
  messageExpirationTimeout: timeSpan(5000, 90 * 86_400_000).default('2.00:00:00'),
  delayNotificationTimeout: timeSpan(1000, 30 * 86_400_000).default('04:00:00'),
  delayDsnEnabled: z.boolean().default(true),
  queueGlitchRetryCount: whole(0, 15).default(4),
  queueGlitchRetryInterval: timeSpan(1000).default('00:01:00'),
  transientFailureRetryCount: whole(0, 15).default(6),
  transientFailureRetryInterval: timeSpan(1000, 43_200_000).default('00:05:00'),
  outboundConnectionFailureRetryInterval: timeSpan(1000, 20 * 86_400_000).default('00:10:00'),
  messageRetryInterval: timeSpan(1000).default('00:05:00'),
  maxOutboundConnections: whole(1, 10_000).default(100),
  maxPerDomainOutboundConnections: whole(1, 1000).default(20),
  poisonThreshold: whole(1, 10).default(2),
  externalPostmasterAddress: mailbox.nullable().default(null),
  maxReceiveSize: byteSize(65_536).default('36MB'),
  maxRecipientEnvelopeLimit: whole(1, 512_000).default(500),
  /** Partners' domains: over a connector with DomainSecureEnabled their mail needs a certificate of the domain. */
  tlsReceiveDomainSecureList: z.array(hostName).max(1000).default([]),
  /** Partners' domains: a send connector with DomainSecureEnabled hands their mail only to who proves the domain. */
  tlsSendDomainSecureList: z.array(hostName).max(1000).default([]),
  blockedSenders: z.array(z.string().max(320)).default([]),
  blockedRecipients: z.array(z.string().max(320)).default([]),
  blockedAddresses: z.array(z.string().max(100)).default([]),
  /** Back pressure: below this much free disk MAIL FROM is answered 452 4.3.1. */
  minimumFreeDisk: byteSize(0, Number.MAX_SAFE_INTEGER).default('200MB'),
  /** Back pressure: with more than this many messages waiting MAIL FROM is answered 452 4.3.1. */
  maximumQueueLength: whole(1, 10_000_000).default(200_000),
  pickupEnabled: z.boolean().default(true),
  /** No message is taken: sessions are heard out, and every recipient is put off (451 4.3.2). */
  learningModeEnabled: z.boolean().default(false),
  /** When learning mode ends by itself; null: when somebody ends it. */
  learningModeEnds: z.iso.datetime().nullable().default(null),
});

export const journalSchema = z.strictObject({
  protocolLogMaxAge: timeSpan(0, 3650 * 86_400_000).default('30.00:00:00'),
  protocolLogMaxFileSize: byteSize(1024).default('10MB'),
  protocolLogMaxDirectorySize: byteSize(1024, Number.MAX_SAFE_INTEGER).default('250MB'),
  messageTrackingEnabled: z.boolean().default(true),
  messageTrackingMaxAge: timeSpan(0, 3650 * 86_400_000).default('30.00:00:00'),
  messageTrackingMaxFileSize: byteSize(1024).default('10MB'),
  messageTrackingMaxDirectorySize: byteSize(1024, Number.MAX_SAFE_INTEGER).default('1000MB'),
  messageTrackingSubjectLoggingEnabled: z.boolean().default(true),
});

export const documentSchema = z.strictObject({
  /** For editors: where the published JSON Schema is. */
  $schema: z.string().optional(),
  version: z.number().int().default(currentVersion),
  server: serverSchema.prefault({}),
  receiveConnectors: z.array(receiveConnectorSchema).default([]),
  acceptedDomains: z.array(acceptedDomainSchema).default([]),
  recipients: z.array(recipientSchema).default([]),
  aliases: z.array(aliasSchema).max(10_000).default([]),
  accounts: z.array(accountSchema).default([]),
  sendConnectors: z.array(sendConnectorSchema).default([]),
  mailboxes: z.array(mailboxFolderSchema).default([]),
  checks: z.array(checkSchema).max(1000).default([]),
  devices: z.array(deviceSchema).max(10_000).default([]),
  transport: transportSchema.prefault({}),
  journal: journalSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
});

export type ConfigDocument = z.output<typeof documentSchema>;
/** What stands in the file: sections and properties that equal their default are left out. */
export type SparseDocument = { readonly [section in keyof ConfigDocument]?: unknown };
export type CheckDocument = z.output<typeof checkSchema>;
export type AcceptedDomainDocument = z.output<typeof acceptedDomainSchema>;
