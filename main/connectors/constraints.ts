import { parseTimeSpan } from '../contract/units.ts';
import { formatRange, isPublic } from './ranges.ts';
import { relayGrants } from './rights.ts';
import { reachOf } from './summary.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import type { ConnectorFinding } from './conflicts.ts';
import type { AcceptedDomain, ReceiveConnector } from './model.ts';

/** What one receive connector may not be (Set-ReceiveConnector's rules), and what it may be but probably should not. */

interface Constraint {
  readonly property: keyof ReceiveConnectorDocument;
  readonly isBroken: (connector: ReceiveConnectorDocument) => boolean;
  readonly text: string;
}

const offers = (
  { authMechanism }: ReceiveConnectorDocument,
  mechanism: ReceiveConnectorDocument['authMechanism'][number],
): boolean => authMechanism.includes(mechanism);

const constraints: readonly Constraint[] = [
  {
    property: 'authMechanism',
    isBroken: (connector) =>
      offers(connector, 'None') && connector.authMechanism.some((mechanism) => mechanism !== 'None'),
    text: 'AuthMechanism None can only stand alone; remove it or the others.',
  },
  {
    property: 'authMechanism',
    isBroken: (connector) =>
      offers(connector, 'BasicAuthRequireTLS') && !(offers(connector, 'BasicAuth') && offers(connector, 'Tls')),
    text: 'AuthMechanism BasicAuthRequireTLS needs BasicAuth and Tls beside it.',
  },
  {
    property: 'authMechanism',
    isBroken: (connector) =>
      offers(connector, 'ExternalAuthoritative') &&
      connector.authMechanism.some((mechanism) => mechanism !== 'ExternalAuthoritative' && mechanism !== 'Tls'),
    text: 'AuthMechanism ExternalAuthoritative can only be combined with Tls; remove the other mechanisms.',
  },
  {
    property: 'permissionGroups',
    isBroken: (connector) =>
      offers(connector, 'ExternalAuthoritative') && !connector.permissionGroups.includes('ExchangeServers'),
    text: 'You must set the value for the PermissionGroups parameter on the Receive connector to ExchangeServers when the AuthMechanism parameter is set to a value of ExternalAuthoritative.',
  },
  {
    property: 'requireTLS',
    isBroken: (connector) => connector.requireTLS && !offers(connector, 'Tls'),
    text: 'RequireTLS needs Tls in AuthMechanism.',
  },
  {
    property: 'domainSecureEnabled',
    isBroken: (connector) => connector.domainSecureEnabled && !offers(connector, 'Tls'),
    text: 'DomainSecureEnabled needs Tls in AuthMechanism.',
  },
  {
    property: 'domainSecureEnabled',
    isBroken: (connector) => connector.domainSecureEnabled && offers(connector, 'ExternalAuthoritative'),
    text: 'DomainSecureEnabled cannot be combined with AuthMechanism ExternalAuthoritative.',
  },
  {
    property: 'implicitTls',
    isBroken: (connector) => connector.implicitTls && !offers(connector, 'Tls'),
    text: 'TLS from the first byte needs Tls in AuthMechanism.',
  },
  {
    property: 'connectionInactivityTimeout',
    isBroken: (connector) =>
      (parseTimeSpan(connector.connectionInactivityTimeout) ?? 0) >=
      (parseTimeSpan(connector.connectionTimeout) ?? Infinity),
    text: 'ConnectionInactivityTimeout must be shorter than ConnectionTimeout.',
  },
];

/** The rules that Exchange enforces on one connector, enabled or not. `path` is that of the connector in the document. */
export function checkConstraints(connector: ReceiveConnectorDocument, path: string): ConnectorFinding[] {
  return constraints
    .filter(({ isBroken }) => isBroken(connector))
    .map(({ property, text }) => ({
      severity: 'error',
      path: `${path}.${property}`,
      text: `Receive connector "${connector.name}": ${text}`,
    }));
}

/** How strangers could send to strangers through the connector, or null. */
function findOpenDoor(connector: ReceiveConnector, acceptedDomains: readonly AcceptedDomain[]): string | null {
  const grants = relayGrants(connector);
  if (grants.includes('externallySecured')) return 'trusts as externally secured';
  if (grants.includes('anonymous')) return 'relays without login for';
  const everyDomain = acceptedDomains.some(({ match }) => match === 'any');
  return everyDomain && reachOf(connector).withoutLogin.has('ms-Exch-SMTP-Submit')
    ? 'accepts every domain ("*") without login from'
    : null;
}

function findOpenRelay(
  connector: ReceiveConnector,
  path: string,
  acceptedDomains: readonly AcceptedDomain[],
): ConnectorFinding[] {
  const door = findOpenDoor(connector, acceptedDomains);
  const position = connector.ranges.findIndex(isPublic);
  const range = connector.ranges[position];
  if (door === null || !range) return [];
  const text =
    `Receive connector "${connector.name}" ${door} ${formatRange(range)}, which contains addresses of the Internet: ` +
    'it is an open relay for whoever has one of them. Restrict the range to your devices, or type the name of the connector to confirm.';
  return [{ severity: 'warning', path: `${path}.remoteIPRanges[${position}]`, text, confirmation: connector.name }];
}

/** What works but is unwise; disabled connectors can do no harm. The open-relay warning has to be confirmed in words. */
export function findWarnings(
  connector: ReceiveConnector,
  path: string,
  acceptedDomains: readonly AcceptedDomain[] = [],
): ConnectorFinding[] {
  if (!connector.enabled) return [];
  const findings = findOpenRelay(connector, path, acceptedDomains);
  const warn = (property: string, text: string): void => {
    findings.push({
      severity: 'warning',
      path: `${path}.${property}`,
      text: `Receive connector "${connector.name}" ${text}`,
    });
  };
  const { authMechanism } = connector;
  if (relayGrants(connector).length > 1)
    warn(
      'permissionGroups',
      'relays both for anonymous and for externally secured peers. The rights of both add up; one of the two methods is enough.',
    );
  if (
    authMechanism.has('BasicAuth') &&
    !authMechanism.has('BasicAuthRequireTLS') &&
    !connector.requireTls &&
    !connector.implicitTls
  )
    warn(
      'authMechanism',
      'takes passwords in clear text. Add BasicAuthRequireTLS, so that they are only asked for inside TLS.',
    );
  const { withoutLogin, withLogin } = reachOf(connector);
  if (!withoutLogin.has('ms-Exch-SMTP-Submit') && !withLogin?.has('ms-Exch-SMTP-Submit'))
    warn('permissionGroups', 'accepts mail from nobody. Add AnonymousUsers, or ExchangeUsers with BasicAuth.');
  return findings;
}
