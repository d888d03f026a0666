import type { ReceiveConnectorDocument } from '../../../main/contract/receive-connector.ts';
import { rewritingDocumentOf, rewritingFormOf } from '../rewriting.ts';
import type { RewritingForm } from '../rewriting.ts';
import { protocolDocumentOf, protocolFormOf } from './protocol.ts';
import type { ProtocolForm } from './protocol.ts';
import { entriesOf, otherEntries, relaysIn } from './rights.ts';
import type { Entry } from './rights.ts';
import type { Group, Mechanism, Security } from './security.ts';

/** A receive connector as the editor holds it: texts as typed, and lists one entry a line. */

/** Properties that are edited as text. Numbers and `unlimited` are told apart when they are saved. */
export const limitNames = [
  'maxMessageSize',
  'maxHopCount',
  'maxLocalHopCount',
  'maxRecipientsPerMessage',
  'maxHeaderSize',
  'connectionTimeout',
  'connectionInactivityTimeout',
  'maxInboundConnection',
  'maxInboundConnectionPerSource',
  'maxInboundConnectionPercentagePerSource',
  'messageRateLimit',
  'maxLogonFailures',
  'maxProtocolErrors',
  'tarpitInterval',
  'authTarpitInterval',
] as const satisfies readonly (keyof ReceiveConnectorDocument)[];
const UNLIMITED: ReadonlySet<string> = new Set([
  'maxInboundConnection',
  'maxInboundConnectionPerSource',
  'messageRateLimit',
  'maxProtocolErrors',
]);
export type LimitName = (typeof limitNames)[number];

/** How a limit is written, for the hint below its field. */
export function limitKind(limit: LimitName): 'size' | 'span' | 'unlimited' | 'number' {
  if (limit.endsWith('Size')) return 'size';
  if (/Timeout$|Interval$/.test(limit)) return 'span';
  return UNLIMITED.has(limit) ? 'unlimited' : 'number';
}

export interface BindingRow {
  readonly address: string;
  readonly port: string;
}

export interface ConnectorForm {
  readonly name: string;
  readonly enabled: boolean;
  readonly comment: string;
  readonly verboseLog: boolean;
  readonly limits: Readonly<Record<LimitName, string>>;
  readonly messageRateSource: ReceiveConnectorDocument['messageRateSource'];
  readonly security: Security;
  /** Empty: by itself. */
  readonly tolerance: '' | 'Strict' | 'DeviceFriendly';
  /** Empty: by itself. */
  readonly rawHeaderCharset: NonNullable<ReceiveConnectorDocument['rawHeaderCharset']> | '';
  readonly oldTls: boolean;
  readonly ranges: string;
  readonly bindings: readonly BindingRow[];
  /** Empty: the server's. */
  readonly fqdn: string;
  /** Every message waits for somebody to release it. */
  readonly holdMessages: boolean;
  readonly rewriting: RewritingForm;
  /** Name of an accepted domain; empty: none. */
  readonly defaultDomain: string;
  readonly protocol: ProtocolForm;
  /** Rights of single accounts and groups, besides relay for everybody. */
  readonly entries: readonly Entry[];
}

function securityOf(document: ReceiveConnectorDocument): Security {
  const { authMechanism, permissionGroups, extendedRights, requireTLS, domainSecureEnabled, implicitTls } = document;
  return {
    mechanisms: authMechanism.filter((one): one is Mechanism => one !== 'None'),
    groups: permissionGroups.filter((one): one is Group => one !== 'None' && one !== 'Custom'),
    relay: relaysIn(extendedRights),
    requireTLS,
    domainSecureEnabled,
    implicitTls,
  };
}

/** `192.168.0.10:25`, `[::]:25`. What cannot be split stands as the address, so that the engine can say what is wrong. */
function readBinding(text: string): BindingRow {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(text.trim());
  if (match === null) return { address: text, port: '' };
  return { address: match[1] ?? match[2] ?? '', port: match[3] ?? '' };
}

export function printBinding({ address, port }: BindingRow): string {
  const plain = address.trim().replaceAll(/^\[|\]$/g, '');
  return plain.includes(':') ? `[${plain}]:${port.trim()}` : `${plain}:${port.trim()}`;
}

export function formOf(document: ReceiveConnectorDocument): ConnectorForm {
  const { name, enabled, comment, protocolLoggingLevel, messageRateSource, tolerance, oldTls } = document;
  const limits = Object.fromEntries(limitNames.map((limit) => [limit, String(document[limit])]));
  return {
    name,
    enabled,
    comment,
    verboseLog: protocolLoggingLevel === 'Verbose',
    limits: limits as Record<LimitName, string>,
    messageRateSource,
    security: securityOf(document),
    tolerance: tolerance ?? '',
    rawHeaderCharset: document.rawHeaderCharset ?? '',
    oldTls,
    ranges: document.remoteIPRanges.join('\n'),
    bindings: document.bindings.map(readBinding),
    fqdn: document.fqdn ?? '',
    holdMessages: document.holdMessages,
    rewriting: rewritingFormOf(document.rewriting),
    defaultDomain: document.defaultDomain ?? '',
    protocol: protocolFormOf(document),
    entries: otherEntries(document.extendedRights),
  };
}

/** The lines of a list that hold something. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function limitValue(text: string): string | number {
  const plain = text.trim();
  return /^\d{1,15}$/.test(plain) ? Number(plain) : plain;
}

/** The connector as it is to be saved; what the editor does not show stays as it was. It may not be valid yet. */
export function documentOf(form: ConnectorForm, base: ReceiveConnectorDocument): Readonly<Record<string, unknown>> {
  const { security } = form;
  const extendedRights = entriesOf({ relay: security.relay, others: form.entries }, base.extendedRights);
  const isCustom = base.permissionGroups.includes('Custom') && extendedRights.length > 0;
  const groups = [...security.groups, ...(isCustom ? ['Custom'] : [])];
  return {
    ...base,
    name: form.name.trim(),
    enabled: form.enabled,
    comment: form.comment,
    protocolLoggingLevel: form.verboseLog ? 'Verbose' : 'None',
    ...Object.fromEntries(limitNames.map((limit) => [limit, limitValue(form.limits[limit])])),
    messageRateSource: form.messageRateSource,
    authMechanism: security.mechanisms.length === 0 ? ['None'] : security.mechanisms,
    permissionGroups: groups.length === 0 ? ['None'] : groups,
    extendedRights,
    requireTLS: security.requireTLS,
    domainSecureEnabled: security.domainSecureEnabled,
    implicitTls: security.implicitTls,
    tolerance: form.tolerance === '' ? null : form.tolerance,
    rawHeaderCharset: form.rawHeaderCharset === '' ? null : form.rawHeaderCharset,
    oldTls: form.oldTls,
    remoteIPRanges: linesOf(form.ranges),
    bindings: form.bindings.map(printBinding),
    fqdn: form.fqdn.trim() === '' ? null : form.fqdn.trim(),
    holdMessages: form.holdMessages,
    rewriting: rewritingDocumentOf(form.rewriting),
    defaultDomain: form.defaultDomain === '' ? null : form.defaultDomain,
    ...protocolDocumentOf(form.protocol),
  };
}
