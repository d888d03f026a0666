import { documentSchema, serverSchema, type ConfigDocument } from '../contract/document.ts';
import { hostName } from '../contract/fields.ts';
import type { AuthMechanism, PermissionGroup, TransportRole } from '../contract/receive-connector.ts';

/** The configuration a first run creates: Exchange's five receive connectors and one accepted domain. */

export interface FirstRun {
  /** The machine's name as the system gives it, with or without a domain. */
  readonly hostname: string;
  /** 25 and 587, or what takes their place where they cannot be bound. */
  readonly ports: { readonly smtp: number; readonly submission: number };
}

interface DefaultConnector {
  readonly purpose: string;
  readonly enabled: boolean;
  readonly comment: string;
  readonly transportRole: TransportRole;
  readonly port: number;
  readonly authMechanism: readonly AuthMechanism[];
  readonly permissionGroups: readonly PermissionGroup[];
  readonly [property: string]: unknown;
}

export const ALL_ADDRESSES = ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'] as const;

const FALLBACK_NAME = 'POSTROOM';
const FALLBACK_DOMAIN = 'office.example';
const HUB_PORT = 2525;
const OUTBOUND_PROXY_PORT = 717;
const CLIENT_PROXY_PORT = 465;
// Suffixes under which nobody receives mail from outside.
const PRIVATE_SUFFIX = /(?:^|\.)(?:local|localdomain|localhost|internal|lan|home|arpa|invalid|test)$/i;
// Exchange limits submission per user, not per address (MessageRateLimit of the two Client connectors).
const CLIENT_RATE = { messageRateLimit: 5, messageRateSource: 'User' } as const;
const EVERY_MECHANISM = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'] as const;

/** The first document of an empty data folder (those of an Exchange Mailbox server, with this machine's names). */
export function defaultDocument({ hostname, ports }: FirstRun): ConfigDocument {
  const server = serverNames(hostname);
  const connectors = defaultConnectors(ports.smtp, ports.submission);
  const domain = mailDomain(server.fqdn);
  return documentSchema.parse({
    server,
    receiveConnectors: connectors.map(({ purpose, port, ...properties }) => ({
      ...properties,
      name: `${purpose} ${server.name}`,
      bindings: [`[::]:${String(port)}`, `0.0.0.0:${String(port)}`],
      remoteIPRanges: ALL_ADDRESSES,
    })),
    acceptedDomains: [{ name: domain, domainName: domain, domainType: 'Authoritative', default: true }],
  });
}

/** Server name and FQDN from the system's host name, cleaned of what neither may hold. */
export function serverNames(hostname: string): { readonly name: string; readonly fqdn: string } {
  const labels = hostname
    .toLowerCase()
    .split('.')
    .map((label) =>
      label
        .replaceAll(/[^a-z0-9-]+/g, '-')
        .slice(0, 63)
        .replaceAll(/^-+|-+$/g, ''),
    )
    .filter((label) => label !== '');
  const [first = ''] = labels;
  const name = first === '' || first === 'localhost' ? FALLBACK_NAME : first.toUpperCase();
  const fqdn = labels.length > 1 && first !== 'localhost' ? labels.join('.') : `${name.toLowerCase()}.local`;
  const { shape } = serverSchema;
  return {
    name: shape.name.safeParse(name).data ?? FALLBACK_NAME,
    fqdn: hostName.safeParse(fqdn).data ?? `${FALLBACK_NAME.toLowerCase()}.local`,
  };
}

/** The domain this machine's mail is for, as far as its name tells. */
function mailDomain(fqdn: string): string {
  const domain = fqdn.split('.').slice(1).join('.');
  return domain.includes('.') && !PRIVATE_SUFFIX.test(domain) ? domain : FALLBACK_DOMAIN;
}

function defaultConnectors(smtpPort: number, submissionPort: number): readonly DefaultConnector[] {
  let hubPort = HUB_PORT;
  while ([smtpPort, submissionPort, OUTBOUND_PROXY_PORT, CLIENT_PROXY_PORT].includes(hubPort)) hubPort += 1;
  return [
    {
      purpose: 'Default Frontend',
      enabled: true,
      comment: 'Takes mail for the accepted domains from every device and server.',
      transportRole: 'FrontendTransport',
      port: smtpPort,
      authMechanism: EVERY_MECHANISM,
      permissionGroups: ['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers'],
      protocolLoggingLevel: 'Verbose',
    },
    {
      purpose: 'Client Frontend',
      enabled: true,
      comment: 'Takes mail from people and programs that sign in with an account.',
      transportRole: 'FrontendTransport',
      port: submissionPort,
      authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'],
      permissionGroups: ['ExchangeUsers'],
      ...CLIENT_RATE,
    },
    {
      purpose: 'Outbound Proxy Frontend',
      enabled: false,
      comment:
        'In Exchange: takes outgoing mail of other servers to pass it on. Postroom sends by itself; kept switched off.',
      transportRole: 'FrontendTransport',
      port: OUTBOUND_PROXY_PORT,
      authMechanism: EVERY_MECHANISM,
      permissionGroups: ['ExchangeServers'],
    },
    {
      purpose: 'Default',
      enabled: false,
      comment:
        'In Exchange: takes mail from the Frontend and from other servers. Postroom needs no second hop; kept switched off.',
      transportRole: 'HubTransport',
      port: hubPort,
      authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'ExchangeServer'],
      permissionGroups: ['ExchangeUsers', 'ExchangeServers', 'ExchangeLegacyServers'],
      maxRecipientsPerMessage: 5000,
      maxInboundConnectionPerSource: 'unlimited',
      maxInboundConnectionPercentagePerSource: 100,
    },
    {
      purpose: 'Client Proxy',
      enabled: false,
      comment:
        'In Exchange: takes the mail of signed-in clients from the Client Frontend. Postroom needs no second hop; kept switched off.',
      transportRole: 'HubTransport',
      port: CLIENT_PROXY_PORT,
      authMechanism: EVERY_MECHANISM,
      permissionGroups: ['ExchangeUsers', 'ExchangeServers'],
      ...CLIENT_RATE,
    },
  ];
}
