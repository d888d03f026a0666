import type { ConfigDocument } from '../main/contract/document.ts';
import type { ReceiveConnectorDocument } from '../main/contract/receive-connector.ts';
import type { ListenerState } from '../main/contract/status-view.ts';
import { words } from './words.ts';

/** The five values to type into a printer, as text for the clipboard: pure. */

export interface PrinterSettingsInput {
  readonly listeners: readonly ListenerState[];
  readonly document: Pick<ConfigDocument, 'receiveConnectors' | 'acceptedDomains'>;
  /** Addresses of this machine that others reach. */
  readonly ownAddresses: readonly string[];
}

interface Door {
  readonly address: string;
  readonly port: number;
  readonly connectors: readonly ReceiveConnectorDocument[];
}

/** One block per port that devices can reach, those without a login first; null where there is none. */
export function printerSettings(input: PrinterSettingsInput): string | null {
  const doors = doorsOf(input);
  if (doors.length === 0) return null;
  const { domainName } =
    input.document.acceptedDomains.find((domain) => domain.default) ?? input.document.acceptedDomains[0] ?? {};
  const blocks = doors
    .toSorted((one, other) => Number(needsLogin(one)) - Number(needsLogin(other)) || one.port - other.port)
    .map((door) =>
      [
        words.printerServer(door.address),
        words.printerPort(door.port),
        words.printerEncryption[encryptionOf(door)],
        words.printerLogin[needsLogin(door) ? 'required' : 'none'],
        ...(domainName === undefined ? [] : [words.printerSender(domainName)]),
      ].join('\n'),
    );
  return `${[words.printerTitle, ...blocks].join('\n\n')}\n`;
}

function doorsOf({ listeners, document, ownAddresses }: PrinterSettingsInput): readonly Door[] {
  const doors = new Map<string, Door>();
  for (const { connector, address, port, state } of listeners) {
    const found = document.receiveConnectors.find(({ name }) => connector === name || connector.endsWith(`\\${name}`));
    // The hub's connectors are for other servers.
    if (state !== 'listening' || found?.transportRole !== 'FrontendTransport') continue;
    const reached = reachable(address, ownAddresses);
    if (reached === null) continue;
    const key = `${reached} ${String(port)}`;
    doors.set(key, { address: reached, port, connectors: [...(doors.get(key)?.connectors ?? []), found] });
  }
  return [...doors.values()];
}

/** The address a device types for a binding; IPv4 where there is one, because many panels offer nothing else. */
function reachable(address: string, ownAddresses: readonly string[]): string | null {
  if (address === '0.0.0.0' || address === '::')
    return ownAddresses.find((own) => !own.includes(':')) ?? ownAddresses[0] ?? null;
  return ownAddresses.includes(address) ? address : null;
}

function needsLogin({ connectors }: Door): boolean {
  return !connectors.some(
    ({ permissionGroups, authMechanism }) =>
      permissionGroups.includes('AnonymousUsers') || authMechanism.includes('ExternalAuthoritative'),
  );
}

function encryptionOf({ connectors }: Door): keyof typeof words.printerEncryption {
  if (connectors.some(({ implicitTls }) => implicitTls)) return 'implicit';
  if (connectors.every(({ requireTLS }) => requireTLS)) return 'required';
  return connectors.some(({ authMechanism }) => authMechanism.includes('Tls')) ? 'offered' : 'none';
}
