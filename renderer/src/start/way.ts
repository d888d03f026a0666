import type { ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';

/** Where it goes: mailbox folders of this machine, a smart host, or each domain's own server. */

export const wayKinds = ['folder', 'smartHost', 'direct'] as const;
export type WayKind = (typeof wayKinds)[number];
export const encryptions = ['startTls', 'implicit', 'none'] as const;
export type WayEncryption = (typeof encryptions)[number];

export interface Way {
  readonly kind: WayKind;
  readonly host: string;
  readonly port: string;
  readonly encryption: WayEncryption;
  /** Empty: no login. */
  readonly userName: string;
  /** Mail to the own domains goes the same way, because their mailboxes are elsewhere. */
  readonly ownToo: boolean;
}

/** The send connector that the guide makes, and knows again by its name. */
export const WAY_NAME = 'Internet';
/** The secret that keeps its password. */
export const WAY_SECRET = `send-connector/${WAY_NAME}`;

const usualPort: Readonly<Record<WayEncryption, string>> = { startTls: '587', implicit: '465', none: '25' };
const newWay: Way = { kind: 'folder', host: '', port: '587', encryption: 'startTls', userName: '', ownToo: true };

/** Another encryption brings its usual port along where the port was the usual one before. */
export function withEncryption(way: Way, encryption: WayEncryption): Way {
  return { ...way, encryption, port: way.port === usualPort[way.encryption] ? usualPort[encryption] : way.port };
}

const madeBy = ({ sendConnectors }: Pick<ConfigDocument, 'sendConnectors'>) =>
  sendConnectors.find(({ name }) => name.toLowerCase() === WAY_NAME.toLowerCase());

function encryptionOf({ implicitTls, requireTLS, smartHostAuthMechanism }: NonNullable<ReturnType<typeof madeBy>>) {
  if (implicitTls) return 'implicit';
  return requireTLS || smartHostAuthMechanism === 'BasicAuthRequireTLS' ? 'startTls' : 'none';
}

/** The way as the configuration has it now. */
export function wayOf(document: ConfigDocument): Way {
  const made = madeBy(document);
  if (made?.enabled !== true) return newWay;
  return {
    kind: made.smartHosts.length > 0 ? 'smartHost' : 'direct',
    host: made.smartHosts[0] ?? '',
    port: String(made.port),
    encryption: made.smartHosts.length > 0 ? encryptionOf(made) : 'startTls',
    userName: made.userName ?? '',
    ownToo: document.acceptedDomains.some(({ domainType }) => domainType !== 'Authoritative'),
  };
}

/** What only a person can say is missing. */
export function isUnfinished({ kind, host, port }: Way): boolean {
  return kind === 'smartHost' && (host.trim() === '' || !/^[1-9]\d{0,4}$/.test(port.trim()));
}

function entryOf({ kind, host, port, encryption, userName }: Way): Readonly<Record<string, unknown>> {
  const space = { enabled: true, addressSpaces: ['SMTP:*;1'] };
  const none = { smartHostAuthMechanism: 'None', userName: null, implicitTls: false, requireTLS: false };
  if (kind === 'direct') return { ...space, ...none, smartHosts: [], port: 25, ignoreSTARTTLS: false };
  const mechanism = encryption === 'none' ? 'BasicAuth' : 'BasicAuthRequireTLS';
  return {
    ...space,
    smartHosts: [host.trim()],
    port: Number(port.trim()),
    smartHostAuthMechanism: userName.trim() === '' ? 'None' : mechanism,
    userName: userName.trim() === '' ? null : userName.trim(),
    implicitTls: encryption === 'implicit',
    requireTLS: encryption === 'startTls',
    ignoreSTARTTLS: encryption === 'none',
  };
}

/** Null where nothing would change. */
export function wayPatch(document: ConfigDocument, way: Way): SparseDocument | null {
  const { sendConnectors, acceptedDomains } = document;
  const made = madeBy(document);
  const isNow = wayOf(document);
  if (JSON.stringify(way) === JSON.stringify(isNow)) return null;
  const domainType = way.kind !== 'folder' && way.ownToo ? 'InternalRelay' : 'Authoritative';
  const domains = acceptedDomains.map((one) => (one.domainType === 'ExternalRelay' ? one : { ...one, domainType }));
  return { acceptedDomains: domains, sendConnectors: connectorsFor(way, made, sendConnectors) };
}

function connectorsFor(
  way: Way,
  made: ReturnType<typeof madeBy>,
  sendConnectors: ConfigDocument['sendConnectors'],
): readonly object[] {
  if (way.kind === 'folder') return sendConnectors.map((one) => (one === made ? { ...one, enabled: false } : one));
  const entry = entryOf(way);
  if (made === undefined) return [...sendConnectors, { name: WAY_NAME, ...entry }];
  return sendConnectors.map((one) => (one === made ? { ...one, ...entry } : one));
}
