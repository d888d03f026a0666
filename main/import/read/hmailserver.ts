import type { ForeignFile, ForeignObject } from '../foreign.ts';
import { attributeOf, childrenOf, type XmlElement } from './xml.ts';

/** A backup of hMailServer (hMailServerBackup.xml): IP ranges, domains, routes and the SMTP relayer. */

/** Bits of a range's Options (SecurityRange.h). Senders are local where their domain is one of the server's. */
const OPTIONS = {
  allowSmtp: 1,
  localToRemote: 128,
  remoteToRemote: 512,
  authLocalToRemote: 16_384,
  authRemoteToRemote: 65_536,
} as const;
/** ConnectionSecurity of routes and of the relayer. */
const SSL = '1';
const STARTTLS_REQUIRED = '3';
const RELAY_RIGHT = 'Ms-Exch-SMTP-Accept-Any-Recipient';

export function readHMailServer(root: XmlElement): ForeignFile {
  const configuration = find(root, 'Configuration') ?? root;
  const settings = childrenOf(configuration, 'Properties').flatMap(({ children }) => children);
  const properties = new Map(settings.map((one) => [one.name.toLowerCase(), settingOf(one)]));
  const notes: string[] = [];
  const ranges = all(configuration, 'SecurityRange').flatMap((range) => connectorOf(range, notes));
  const domains = all(root, 'Domain').map((domain) => acceptedDomain(attributeOf(domain, 'Name')));
  const routes = all(configuration, 'Route').map(routeOf);
  const objects = [...ranges, ...domains, ...routes, ...relayer(properties)];
  const accounts = all(root, 'Account').length;
  if (accounts > 0)
    notes.push(
      `${String(accounts)} accounts keep their passwords as hashes of another kind. Make them anew under Delivery.`,
    );
  return { format: 'hMailServer backup', objects, notes };
}

function find(element: XmlElement, name: string): XmlElement | null {
  if (element.name.toLowerCase() === name.toLowerCase()) return element;
  for (const child of element.children) {
    const found = find(child, name);
    if (found !== null) return found;
  }
  return null;
}

function all(element: XmlElement, name: string): readonly XmlElement[] {
  return [...childrenOf(element, name), ...element.children.flatMap((child) => all(child, name))];
}

function settingOf(setting: XmlElement): string {
  return attributeOf(setting, 'StringValue') || attributeOf(setting, 'LongValue');
}

/** A range that may hand in mail is a receive connector; one that relays without login gets the right. */
function connectorOf(range: XmlElement, notes: string[]): readonly ForeignObject[] {
  const name = attributeOf(range, 'Name') || 'IP range';
  const options = Number(attributeOf(range, 'Options') || 0);
  const has = (option: number): boolean => (options & option) !== 0;
  const [low, high] = [attributeOf(range, 'LowerIP'), attributeOf(range, 'UpperIP')];
  if (!has(OPTIONS.allowSmtp)) {
    notes.push(`The IP range ${name} may not hand in mail, so there is nothing to carry over.`);
    return [];
  }
  const ownRelay = has(OPTIONS.localToRemote) && !has(OPTIONS.authLocalToRemote);
  const anyRelay = has(OPTIONS.remoteToRemote) && !has(OPTIONS.authRemoteToRemote);
  if (ownRelay && !anyRelay)
    notes.push(`${name} relayed for senders of its own domains only; here it relays for every sender.`);
  const connector: ForeignObject = {
    kind: 'ReceiveConnector',
    properties: {
      ...{ Name: name, Bindings: ['0.0.0.0:25'], RemoteIPRanges: [low === high ? low : `${low}-${high}`] },
      ...{ TransportRole: 'FrontendTransport', PermissionGroups: ['AnonymousUsers', 'ExchangeUsers'] },
      ...{ AuthMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], Comment: 'IP range of hMailServer' },
    },
    lost: {},
  };
  return ownRelay || anyRelay ? [connector, anonymousRelay(name)] : [connector];
}

function anonymousRelay(connector: string): ForeignObject {
  return {
    kind: 'ADPermission',
    properties: {
      ...{ Identity: connector, User: 'NT AUTHORITY\\ANONYMOUS LOGON', Deny: 'False', ExtendedRights: [RELAY_RIGHT] },
    },
    lost: {},
  };
}

function acceptedDomain(name: string): ForeignObject {
  return {
    kind: 'AcceptedDomain',
    properties: { Name: name, DomainName: name, DomainType: 'Authoritative' },
    lost: {},
  };
}

function routeOf(route: XmlElement): ForeignObject {
  const domain = attributeOf(route, 'Name');
  return smartHost({
    name: `Route ${domain}`,
    space: domain,
    host: attributeOf(route, 'TargetHost'),
    port: attributeOf(route, 'TargetPort'),
    userName: attributeOf(route, 'RequiresAuthentication') === '1' ? attributeOf(route, 'Username') : null,
    security: attributeOf(route, 'ConnectionSecurity'),
  });
}

function relayer(settings: ReadonlyMap<string, string>): readonly ForeignObject[] {
  const setting = (name: string): string => settings.get(name) ?? '';
  if (setting('smtprelayer') === '') return [];
  return [
    smartHost({
      name: 'SMTP relayer',
      space: '*',
      host: setting('smtprelayer'),
      port: setting('smtprelayerport'),
      userName: setting('usesmtprelayerauthentication') === '1' ? setting('smtprelayerusername') : null,
      security: setting('smtprelayerconnectionsecurity'),
    }),
  ];
}

interface SmartHost {
  readonly name: string;
  readonly space: string;
  readonly host: string;
  readonly port: string;
  /** null: no login. */
  readonly userName: string | null;
  readonly security: string;
}

function smartHost({ name, space, host, port, userName, security }: SmartHost): ForeignObject {
  return {
    kind: 'SendConnector',
    properties: {
      ...{ Name: name, AddressSpaces: [`SMTP:${space};1`], SmartHosts: [host], Port: Number(port) > 0 ? port : null },
      ...(security === SSL ? { ImplicitTls: 'True' } : {}),
      ...(security === STARTTLS_REQUIRED ? { RequireTLS: 'True' } : {}),
      ...(userName === null ? {} : { SmartHostAuthMechanism: 'BasicAuth', UserName: userName }),
    },
    lost: userName === null ? {} : { AuthenticationCredential: 'passwords are not carried over' },
  };
}
