import { comparable, compileAcceptedDomain } from '../connectors/accepted-domains.ts';
import { expandAliases } from '../connectors/aliases.ts';
import type { AcceptedDomain, Account, Policy, ReceiveConnector } from '../connectors/model.ts';
import { displayAddress, parseRange } from '../connectors/ranges.ts';
import { buildIndex } from '../connectors/selection.ts';
import type { AcceptedDomainDocument, ConfigDocument } from '../contract/document.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import { compileAlerts } from './compile-alerts.ts';
import { compileReceiveConnector } from './compile-receive-connector.ts';
import { compileDkim } from './compile-dkim.ts';
import { bytes, compileSendConnector, milliseconds } from './compile-send-connector.ts';
import type { JournalSettings, Snapshot, TransportSettings } from './snapshot.ts';

/**
 * Turns a valid document into the frozen snapshot that sessions, the queue and delivery read. Throws 'config-invalid'
 * for what only compiling can tell; `checkDocument` finds all of that beforehand. `previous`: whose receive connectors are
 * used again where the document has their very entries, for drafts that are looked at and never served.
 */
export function compile(document: ConfigDocument, revision: number, previous: Snapshot | null = null): Snapshot {
  const { server } = document;
  const acceptedDomains = compileAcceptedDomains(document);
  const receiveConnectors = compileReceiveConnectors(document, compiledIn(previous, document));
  const transport = compileTransport(document, acceptedDomains);
  return Object.freeze({
    revision,
    document: deepFreeze(document),
    receiveConnectors,
    index: buildIndex(receiveConnectors),
    policy: compilePolicy(document, acceptedDomains),
    accounts: compileAccounts(document),
    sendConnectors: Object.freeze(
      document.sendConnectors.map((connector) =>
        compileSendConnector(connector, server, document.transport.tlsSendDomainSecureList),
      ),
    ),
    dkim: compileDkim(document),
    mailboxOf: new Map(
      document.recipients.flatMap(({ address, mailbox }) =>
        mailbox === null ? [] : [[comparable(address), mailbox] as const],
      ),
    ),
    transport,
    journal: compileJournal(document),
    alerts: compileAlerts(document.alerts, transport.postmaster),
  });
}

type Compiled = ReadonlyMap<ReceiveConnectorDocument, ReceiveConnector>;

/** By entry; none where the document differs in what connectors borrow from it. */
function compiledIn(previous: Snapshot | null, { server, acceptedDomains }: ConfigDocument): Compiled {
  const known = previous?.document;
  if (known?.server !== server || known.acceptedDomains !== acceptedDomains) return new Map();
  const pairs = known.receiveConnectors.map((entry, index) => [entry, previous?.receiveConnectors[index]] as const);
  return new Map(pairs.flatMap(([entry, connector]) => (connector === undefined ? [] : [[entry, connector] as const])));
}

/** The receive connectors, in the order of the document. Throws 'config-invalid'. */
export function compileReceiveConnectors(
  { server, acceptedDomains, receiveConnectors }: ConfigDocument,
  compiled: Compiled = new Map(),
): readonly ReceiveConnector[] {
  const domainNames = new Map(
    acceptedDomains.map(({ name, domainName }) => [name.toLowerCase(), domainName.toLowerCase()]),
  );
  return Object.freeze(
    receiveConnectors.map(
      (connector) => compiled.get(connector) ?? compileReceiveConnector(connector, { server, domainNames }),
    ),
  );
}

/** Exactly one accepted domain is the default; where none is marked it is the first, as the first one made is in Exchange. */
function defaultDomainOf(document: ConfigDocument): AcceptedDomainDocument | null {
  return document.acceptedDomains.find((domain) => domain.default) ?? document.acceptedDomains.at(0) ?? null;
}

/** The accepted domains, the default one decided. */
export function compileAcceptedDomains(document: ConfigDocument): readonly AcceptedDomain[] {
  const chosen = defaultDomainOf(document);
  const addresses = document.recipients.map(({ address }) => address);
  return Object.freeze(
    document.acceptedDomains.map((domain) =>
      Object.freeze(compileAcceptedDomain({ ...domain, default: domain === chosen }, addresses)),
    ),
  );
}

function compilePolicy(document: ConfigDocument, acceptedDomains: readonly AcceptedDomain[]): Policy {
  const { server, transport } = document;
  return Object.freeze({
    serverName: server.name,
    fqdn: server.fqdn,
    dialect: server.replyDialect,
    acceptedDomains,
    // Who has an alias is somebody, whatever the address book says.
    recipients: new Set([...document.recipients, ...document.aliases].map(({ address }) => comparable(address))),
    heldDevices: new Set(
      document.devices.flatMap(({ address, holdMessages }) => (holdMessages ? [displayAddress(address)] : [])),
    ),
    aliases: expandAliases(document.aliases),
    learning: transport.learningModeEnabled,
    blockedSenders: Object.freeze([...transport.blockedSenders]),
    blockedRecipients: Object.freeze([...transport.blockedRecipients]),
    blockedRanges: Object.freeze(transport.blockedAddresses.map((text) => Object.freeze(parseRange(text)))),
    maxReceiveBytes: bytes(transport.maxReceiveSize),
    maxRecipientEnvelopeLimit: transport.maxRecipientEnvelopeLimit,
    domainSecureDomains: Object.freeze(transport.tlsReceiveDomainSecureList.map((domain) => domain.toLowerCase())),
  });
}

function compileAccounts(document: ConfigDocument): ReadonlyMap<string, Account> {
  return new Map(
    document.accounts
      .filter(({ enabled }) => enabled)
      .map(({ userName, addresses, passwordHash }) => [
        userName.toLowerCase(),
        Object.freeze({ userName, addresses: new Set(addresses.map(comparable)), passwordHash }),
      ]),
  );
}

function compileTransport(
  { server, transport }: ConfigDocument,
  acceptedDomains: readonly AcceptedDomain[],
): TransportSettings {
  const defaultDomain = acceptedDomains.find(({ isDefault }) => isDefault);
  // A wildcard names no domain that could receive an answer.
  const postmasterDomain =
    defaultDomain === undefined || defaultDomain.pattern === '' ? server.fqdn : defaultDomain.pattern;
  return Object.freeze({
    messageExpirationMs: milliseconds(transport.messageExpirationTimeout),
    delayNotificationMs: milliseconds(transport.delayNotificationTimeout),
    delayDsnEnabled: transport.delayDsnEnabled,
    glitchRetryCount: transport.queueGlitchRetryCount,
    glitchRetryMs: milliseconds(transport.queueGlitchRetryInterval),
    transientRetryCount: transport.transientFailureRetryCount,
    transientRetryMs: milliseconds(transport.transientFailureRetryInterval),
    connectionFailureRetryMs: milliseconds(transport.outboundConnectionFailureRetryInterval),
    messageRetryMs: milliseconds(transport.messageRetryInterval),
    maxOutboundConnections: transport.maxOutboundConnections,
    maxPerDomainOutboundConnections: transport.maxPerDomainOutboundConnections,
    poisonThreshold: transport.poisonThreshold,
    postmaster: transport.externalPostmasterAddress ?? `postmaster@${postmasterDomain}`,
    minimumFreeDiskBytes: bytes(transport.minimumFreeDisk),
    maximumQueueLength: transport.maximumQueueLength,
    pickupEnabled: transport.pickupEnabled,
    learningEndsMs: learningEndsMs(transport),
  });
}

function learningEndsMs({ learningModeEnabled, learningModeEnds }: ConfigDocument['transport']): number | null {
  return learningModeEnabled && learningModeEnds !== null ? Date.parse(learningModeEnds) : null;
}

function compileJournal({ journal }: ConfigDocument): JournalSettings {
  return Object.freeze({
    protocolLog: Object.freeze({
      maxAgeMs: milliseconds(journal.protocolLogMaxAge),
      maxFileBytes: bytes(journal.protocolLogMaxFileSize),
      maxDirectoryBytes: bytes(journal.protocolLogMaxDirectorySize),
    }),
    messageTracking: Object.freeze({
      maxAgeMs: milliseconds(journal.messageTrackingMaxAge),
      maxFileBytes: bytes(journal.messageTrackingMaxFileSize),
      maxDirectoryBytes: bytes(journal.messageTrackingMaxDirectorySize),
    }),
    messageTrackingEnabled: journal.messageTrackingEnabled,
    subjectLogging: journal.messageTrackingSubjectLoggingEnabled,
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
