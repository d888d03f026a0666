import { z } from 'zod';
import { quotaSchema } from './quota.ts';
import { byteSizeOrUnlimited, displayName, hostName, timeSpan, whole } from './fields.ts';
import { oauthSchema } from './oauth.ts';
import { senderRewritingSchema } from './rewriting.ts';
import { routingConditionsSchema, sendWindowSchema } from './send-conditions.ts';

/** Send connectors as they stand in config.json. */
export const sendConnectorSchema = z.strictObject({
  name: displayName,
  enabled: z.boolean().default(true),
  comment: z.string().max(1024).default(''),
  /** `Type:Space;Cost`, as `SMTP:*;1` or `contoso.com`. */
  addressSpaces: z
    .array(
      z
        .string()
        .regex(
          /^(?:smtp:)?(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?:;(?:100|[1-9]?\d))?$/i,
          'must be an address space such as SMTP:*;1 or contoso.com',
        ),
    )
    .min(1),
  /** Host names or IP literals in order of preference; empty means MX routing. */
  smartHosts: z.array(z.string().min(1).max(255)).default([]),
  port: whole(1, 65_535).default(25),
  smartHostAuthMechanism: z.enum(['None', 'BasicAuth', 'BasicAuthRequireTLS', 'OAuth']).default('None'),
  /** Account at the smart host, with OAuth the mailbox; the password is the secret named `send-connector/<name>`. */
  userName: z
    .string()
    .min(1)
    .max(320)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .nullable()
    .default(null),
  /** Ours: how to sign in where smartHostAuthMechanism is OAuth. */
  oauth: oauthSchema.nullable().default(null),
  /** Ours: sign with the DKIM key of the author's domain; null: where mail goes straight to each domain. */
  signDkim: z.boolean().nullable().default(null),
  requireTLS: z.boolean().default(false),
  ignoreSTARTTLS: z.boolean().default(false),
  /** Ours: TLS from the first byte (port 465). */
  implicitTls: z.boolean().default(false),
  /** null: EncryptionOnly, or DomainValidation where a credential is sent. */
  tlsAuthLevel: z.enum(['EncryptionOnly', 'CertificateValidation', 'DomainValidation']).nullable().default(null),
  tlsDomain: hostName.nullable().default(null),
  /** Partners' servers have to prove their domain (transport.tlsSendDomainSecureList), and are shown a certificate. */
  domainSecureEnabled: z.boolean().default(false),
  /** The certificate that next hops are shown; null: none, and with DomainSecureEnabled the one for `fqdn`. */
  tlsCertificateName: z.string().max(1024).nullable().default(null),
  /** Ours: SHA-256 fingerprint of the one certificate accepted although no public CA vouches for it. */
  tlsPinnedFingerprint: z
    .string()
    .regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/i, 'must be a SHA-256 fingerprint as AB:CD:… (32 bytes)')
    .nullable()
    .default(null),
  forceHELO: z.boolean().default(false),
  fqdn: hostName.nullable().default(null),
  maxMessageSize: byteSizeOrUnlimited(0).default('35MB'),
  connectionInactivityTimeOut: timeSpan(1000).default('00:10:00'),
  smtpMaxMessagesPerConnection: whole(1, 2_147_483_647).default(20),
  /** Ours: connections to the next hop at a time. */
  maxConnections: whole(1, 100).default(5),
  /** Ours: how much the next hop may be handed. */
  quota: quotaSchema.prefault({}),
  protocolLoggingLevel: z.enum(['None', 'Verbose']).default('None'),
  /** Ours: the connector takes only this mail for its address spaces. */
  conditions: routingConditionsSchema.prefault({}),
  /** Ours: mail waits outside of it; null: sends at any time. */
  sendWindow: sendWindowSchema.nullable().default(null),
  /** Ours: the sender that the next hop sees. */
  rewriting: senderRewritingSchema.prefault({}),
  imported: z.record(z.string(), z.unknown()).default({}),
});

export type SendConnectorDocument = z.output<typeof sendConnectorSchema>;
