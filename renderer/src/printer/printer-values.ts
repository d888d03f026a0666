import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { ReceiveConnectorDocument } from '../../../main/contract/receive-connector.ts';
import type { OwnAddresses } from '../../../main/contract/start-view.ts';
import type { ListenerState } from '../../../main/contract/status-view.ts';

/** What has to be typed into a printer so that its mail arrives here. */

export type Encryption = 'none' | 'offered' | 'required' | 'implicit';

export interface PrinterValues {
  /** Addresses that reach the port, the one to type first. */
  readonly servers: readonly string[];
  readonly port: number;
  readonly encryption: Encryption;
  readonly login: 'none' | 'required';
  readonly sender: string;
}

interface Door {
  readonly port: number;
  readonly servers: readonly string[];
  readonly connectors: readonly ReceiveConnectorDocument[];
}

/** The doors a device may use, those without a login first, one per port; none where no port is open to others. */
export function printerValues(
  document: Pick<ConfigDocument, 'receiveConnectors' | 'acceptedDomains'>,
  listeners: readonly ListenerState[],
  own: OwnAddresses,
): readonly PrinterValues[] {
  const { acceptedDomains } = document;
  const domain = (acceptedDomains.find((one) => one.default) ?? acceptedDomains[0])?.domainName.replace(/^\*\.?/, '');
  return doorsOf(document.receiveConnectors, listeners, own)
    .map((door) => ({
      servers: door.servers,
      port: door.port,
      encryption: encryptionOf(door),
      login: needsLogin(door) ? ('required' as const) : ('none' as const),
      sender: domain === undefined || domain === '' ? '' : `scanner@${domain}`,
    }))
    .toSorted((a, b) => Number(a.login === 'required') - Number(b.login === 'required') || a.port - b.port);
}

function doorsOf(
  connectors: readonly ReceiveConnectorDocument[],
  listeners: readonly ListenerState[],
  own: OwnAddresses,
): readonly Door[] {
  const doors = new Map<number, { servers: Set<string>; connectors: Set<ReceiveConnectorDocument> }>();
  for (const { connector, address, port, state } of listeners) {
    const found = connectors.find(({ name }) => connector === name || connector.endsWith(`\\${name}`));
    // The hub's connectors are for other servers.
    if (state !== 'listening' || found?.transportRole !== 'FrontendTransport') continue;
    const servers = reaching(address, own);
    if (servers.length === 0) continue;
    const door = doors.get(port) ?? { servers: new Set(), connectors: new Set() };
    for (const server of servers) door.servers.add(server);
    door.connectors.add(found);
    doors.set(port, door);
  }
  return [...doors].map(([port, door]) => ({
    port,
    servers: [...door.servers].sort(byFamily),
    connectors: [...door.connectors],
  }));
}

/** Many panels take IPv4 alone. */
const byFamily = (a: string, b: string): number => Number(a.includes(':')) - Number(b.includes(':'));

const isWildcard = (bound: string): boolean => bound === '0.0.0.0' || bound === '::';

/** The addresses of this machine that a binding answers on. */
function reaching(bound: string, { addresses, hostName }: OwnAddresses): readonly string[] {
  // On no network yet: its name is what will lead to it.
  if (addresses.length === 0) return isWildcard(bound) ? [hostName] : [];
  const family = bound.includes(':') ? 6 : 4;
  const ofFamily = addresses.filter((one) => one.family === family).map(({ address }) => address);
  if (isWildcard(bound)) return ofFamily;
  return ofFamily.filter((address) => address === bound);
}

function needsLogin({ connectors }: Door): boolean {
  return !connectors.some(
    ({ permissionGroups, authMechanism }) =>
      permissionGroups.includes('AnonymousUsers') || authMechanism.includes('ExternalAuthoritative'),
  );
}

function encryptionOf({ connectors }: Door): Encryption {
  if (connectors.some(({ implicitTls }) => implicitTls)) return 'implicit';
  if (connectors.every(({ requireTLS }) => requireTLS)) return 'required';
  return connectors.some(({ authMechanism }) => authMechanism.includes('Tls')) ? 'offered' : 'none';
}
