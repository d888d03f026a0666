import type { ForeignFile, ForeignObject } from '../foreign.ts';
import { attributeOf, type XmlElement } from './xml.ts';

/** The SMTP service of IIS 6 to 10 in its MetaBase.xml: who may relay, where it listens, its smart host. */

const EVERYWHERE = ['0.0.0.0-255.255.255.255'];
const ONLY_THE_LIST = 1;

export function readMetabase(root: XmlElement): ForeignFile {
  const objects: ForeignObject[] = [];
  const notes: string[] = [];
  for (const server of serversIn(root)) {
    const name = attributeOf(server, 'ServerComment') || 'IIS SMTP';
    const bindings = bindingsOf(attributeOf(server, 'ServerBindings'));
    const relay = relayList(attributeOf(server, 'RelayIpList'));
    objects.push(receiveConnector(`${name} (anyone)`, bindings, EVERYWHERE, []));
    if (relay === null)
      notes.push(`The relay list of ${name} has a form that is not known. Name the addresses that may relay by hand.`);
    else if (relay.length > 0)
      objects.push(receiveConnector(`${name} (relay)`, bindings, relay, ['Ms-Exch-SMTP-Accept-Any-Recipient']));
    objects.push(...permissionsOf(`${name} (relay)`, relay ?? []));
    const smartHost = attributeOf(server, 'SmartHost').replace(/^\[(.*)\]$/, '$1');
    if (smartHost !== '') objects.push(sendConnector(name, smartHost, attributeOf(server, 'RemoteSmtpPort')));
  }
  return { format: 'IIS SMTP, MetaBase.xml', objects, notes };
}

/** Virtual servers, such as `/LM/SmtpSvc/1`, with what the service above them says for all. */
function serversIn(root: XmlElement): readonly XmlElement[] {
  const all = flatten(root);
  const service = all.find(({ name }) => name.toLowerCase() === 'iissmtpservice');
  return all
    .filter(({ name }) => name.toLowerCase() === 'iissmtpserver')
    .map((server) => ({ ...server, attributes: { ...service?.attributes, ...server.attributes } }));
}

function flatten(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(flatten)];
}

/** `:25:` or `192.168.0.10:25:`, one a line, which XML makes blanks of. */
function bindingsOf(text: string): readonly string[] {
  const found = [...text.matchAll(/(?:^|\s)([\d.]*):(\d+):/g)].map(
    ([, address, port]) => `${address || '0.0.0.0'}:${port}`,
  );
  return found.length > 0 ? found : ['0.0.0.0:25'];
}

/**
 * The addresses of a relay list, null where it cannot be told. The property is an octet string that IIS never
 * documented: five groups of 32-bit numbers give offsets, then come a mask and the addresses it belongs to. What is
 * read here is the form that its own dialog and the scripts in use write: one mask, addresses that may relay.
 */
export function relayList(hex: string): readonly string[] | null {
  if (hex === '') return [];
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length * 2 !== hex.length || bytes.length < 80 || bytes.length % 4 !== 0) return null;
  const number = (index: number): number => bytes.readUInt32LE(index * 4);
  const [grantsOnlyTheList, groups, count, entries] = [number(4), number(8), number(9), number(11)];
  if (grantsOnlyTheList !== ONLY_THE_LIST || groups > 1) return null;
  if (count === 0) return [];
  if (entries !== count + 1 || bytes.length < 80 + count * 4) return null;
  const mask = dotted(bytes, 76);
  return Array.from({ length: count }, (_, index) => {
    const address = dotted(bytes, 80 + index * 4);
    return mask === '255.255.255.255' ? address : `${address}(${mask})`;
  });
}

function dotted(bytes: Buffer, offset: number): string {
  return [...bytes.subarray(offset, offset + 4)].join('.');
}

function receiveConnector(
  name: string,
  bindings: readonly string[],
  ranges: readonly string[],
  rights: readonly string[],
): ForeignObject {
  const comment = rights.length > 0 ? 'Relay restrictions of IIS SMTP' : 'Access to IIS SMTP';
  return {
    kind: 'ReceiveConnector',
    properties: {
      ...{ Name: name, Bindings: bindings, RemoteIPRanges: ranges, Comment: comment },
      ...{ TransportRole: 'FrontendTransport', AuthMechanism: ['Tls'], PermissionGroups: ['AnonymousUsers'] },
    },
    lost: {},
  };
}

function permissionsOf(connector: string, relay: readonly string[]): readonly ForeignObject[] {
  if (relay.length === 0) return [];
  return [
    {
      kind: 'ADPermission',
      properties: {
        ...{ Identity: connector, User: 'NT AUTHORITY\\ANONYMOUS LOGON', Deny: 'False' },
        ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'],
      },
      lost: {},
    },
  ];
}

function sendConnector(name: string, smartHost: string, port: string): ForeignObject {
  const lost = { AuthenticationCredential: 'IIS keeps the password encrypted for its own machine' };
  const properties = { Name: `${name} smart host`, AddressSpaces: ['SMTP:*;1'], SmartHosts: [smartHost] };
  return { kind: 'SendConnector', properties: { ...properties, ...(port === '' ? {} : { Port: port }) }, lost };
}
