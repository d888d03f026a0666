import { comparable } from '../connectors/accepted-domains.ts';
import { parseByteSize, parseTimeSpan } from '../contract/units.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import type { SendWindowDocument } from '../contract/send-conditions.ts';
import { weekdays } from '../contract/weekdays.ts';
import { compileSenderRule } from './compile-rewriting.ts';
import { compileQuota } from './compile-quota.ts';
import type { AddressSpace, RoutingConditions, SendConnector, SendWindow } from './snapshot.ts';

const DEFAULT_COST = 1;

/** Name of the secret a send connector uses: its password, or with OAuth its client secret or service account key. */
function secretNameOf({ name, smartHostAuthMechanism }: SendConnectorDocument): string {
  return smartHostAuthMechanism === 'OAuth' ? `oauth-client/${name}` : `send-connector/${name}`;
}

/** The secret a send connector cannot sign in without, or null. People who sign in themselves may not need one. */
export function neededSecretOf(document: SendConnectorDocument): string | null {
  const { smartHostAuthMechanism, oauth } = document;
  if (smartHostAuthMechanism === 'None') return null;
  if (smartHostAuthMechanism !== 'OAuth') return secretNameOf(document);
  const isByProgram = oauth?.flow === 'ClientCredentials' || oauth?.flow === 'ServiceAccount';
  return isByProgram ? secretNameOf(document) : null;
}

/** A valid send connector with numbers for texts and every dependent default decided. */
export function compileSendConnector(
  document: SendConnectorDocument,
  server: { name: string; fqdn: string },
  secureDomains: readonly string[] = [],
): SendConnector {
  return Object.freeze({
    identity: document.name,
    name: document.name,
    enabled: document.enabled,
    addressSpaces: Object.freeze(document.addressSpaces.map(parseAddressSpace)),
    smartHosts: Object.freeze(document.smartHosts.map(bareHost)),
    port: document.port,
    auth: document.smartHostAuthMechanism,
    userName: document.userName,
    oauth: document.oauth === null ? null : Object.freeze({ ...document.oauth }),
    secretName: secretNameOf(document),
    tls: tlsMode(document),
    // A password goes only to the host it is meant for.
    tlsAuthLevel:
      document.tlsAuthLevel ?? (document.smartHostAuthMechanism === 'None' ? 'EncryptionOnly' : 'DomainValidation'),
    tlsDomain: document.tlsDomain,
    tlsPinnedFingerprint: document.tlsPinnedFingerprint?.toUpperCase() ?? null,
    secureDomains: Object.freeze(
      document.domainSecureEnabled ? secureDomains.map((domain) => domain.toLowerCase()) : [],
    ),
    tlsCertificateName: document.tlsCertificateName,
    signDkim: document.signDkim ?? document.smartHosts.length === 0,
    forceHelo: document.forceHELO,
    fqdn: document.fqdn ?? server.fqdn,
    maxMessageBytes: bytes(document.maxMessageSize),
    inactivityTimeoutMs: milliseconds(document.connectionInactivityTimeOut),
    maxMessagesPerConnection: document.smtpMaxMessagesPerConnection,
    conditions: compileConditions(document, server.name),
    sendWindow: compileWindow(document.sendWindow),
    rewriting: compileSenderRule(document.name, document.rewriting),
    ...compileQuota(document),
    verboseLog: document.protocolLoggingLevel === 'Verbose',
  });
}

function compileConditions({ conditions }: SendConnectorDocument, serverName: string): RoutingConditions | null {
  const { senders, receiveConnectors } = conditions;
  if (senders.length === 0 && receiveConnectors.length === 0) return null;
  return Object.freeze({
    senders: new Set(senders.map(comparable)),
    receiveConnectors: new Set(receiveConnectors.map((name) => `${serverName}\\${name}`.toLowerCase())),
  });
}

/** The hours in numbers. */
export function compileWindow(window: SendWindowDocument | null): SendWindow | null {
  if (window === null) return null;
  // The last of the list is Sunday, which Date counts as the first day.
  const days = new Set(window.days.map((day) => (weekdays.indexOf(day) + 1) % weekdays.length));
  return Object.freeze({
    fromMinute: minuteOf(window.from),
    toMinute: minuteOf(window.to),
    days: Object.freeze([...days].sort((one, other) => one - other)),
  });
}

/** Minutes after midnight of `20:00`. */
function minuteOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
}

/** `SMTP:*.contoso.com;5`; type and cost may be left out. */
export function parseAddressSpace(text: string): AddressSpace {
  const [space = '', cost] = text
    .replace(/^smtp:/i, '')
    .toLowerCase()
    .split(';');
  const costOrDefault = cost === undefined ? DEFAULT_COST : Number(cost);
  if (space === '*') return Object.freeze({ text, pattern: '', match: 'any', cost: costOrDefault });
  if (space.startsWith('*.'))
    return Object.freeze({ text, pattern: space.slice(2), match: 'both', cost: costOrDefault });
  return Object.freeze({ text, pattern: space, match: 'exact', cost: costOrDefault });
}

/** Smart hosts may be written as Exchange shows them, `[10.1.1.1]`. */
export function bareHost(text: string): string {
  return /^\[(?:ipv6:)?(.+)\]$/i.exec(text.trim())?.[1] ?? text.trim();
}

function tlsMode(document: SendConnectorDocument): SendConnector['tls'] {
  if (document.implicitTls) return 'implicit';
  const { smartHostAuthMechanism: mechanism } = document;
  if (document.requireTLS || mechanism === 'BasicAuthRequireTLS' || mechanism === 'OAuth') return 'required';
  if (document.ignoreSTARTTLS) return 'never';
  // Without this a next hop that hides STARTTLS would be sent the password in the clear.
  return mechanism === 'BasicAuth' ? 'required' : 'opportunistic';
}

/** Bytes of a validated size; `unlimited` is Infinity. */
export function bytes(size: string): number {
  return size === 'unlimited' ? Number.POSITIVE_INFINITY : (parseByteSize(size) ?? Number.NaN);
}

/** Milliseconds of a validated time span. */
export function milliseconds(span: string): number {
  return parseTimeSpan(span) ?? Number.NaN;
}
