import type { ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';
import { parseByteSize, parseTimeSpan } from '../../../main/contract/units.ts';

/** What the settings page edits: every property of the document that no other page has. */

export type FieldKind = 'text' | 'span' | 'size' | 'count' | 'flag' | 'lines' | 'dialect' | 'time';

export interface SettingField {
  readonly section: 'server' | 'transport' | 'journal' | 'alerts';
  readonly property: string;
  readonly kind: FieldKind;
}

function fields(section: SettingField['section'], kinds: Readonly<Record<string, FieldKind>>): readonly SettingField[] {
  return Object.entries(kinds).map(([property, kind]) => ({ section, property, kind }));
}

export const groups = {
  server: fields('server', { name: 'text', fqdn: 'text', replyDialect: 'dialect' }),
  limits: fields('transport', {
    maxReceiveSize: 'size',
    maxRecipientEnvelopeLimit: 'count',
    minimumFreeDisk: 'size',
    maximumQueueLength: 'count',
    maxOutboundConnections: 'count',
    maxPerDomainOutboundConnections: 'count',
    poisonThreshold: 'count',
    pickupEnabled: 'flag',
  }),
  retries: fields('transport', {
    messageExpirationTimeout: 'span',
    messageRetryInterval: 'span',
    queueGlitchRetryCount: 'count',
    queueGlitchRetryInterval: 'span',
    transientFailureRetryCount: 'count',
    transientFailureRetryInterval: 'span',
    outboundConnectionFailureRetryInterval: 'span',
  }),
  notices: fields('transport', {
    delayDsnEnabled: 'flag',
    delayNotificationTimeout: 'span',
    externalPostmasterAddress: 'text',
  }),
  alerts: fields('alerts', {
    emailRecipients: 'lines',
    emailSender: 'text',
    webhookUrl: 'text',
    groupingInterval: 'span',
    quietFrom: 'time',
    quietUntil: 'time',
    digestAt: 'time',
    toastEnabled: 'flag',
    eventLogEnabled: 'flag',
    failureReportEnabled: 'flag',
    recoveryEnabled: 'flag',
  }),
  blocked: fields('transport', {
    blockedSenders: 'lines',
    blockedRecipients: 'lines',
    blockedAddresses: 'lines',
  }),
  partners: fields('transport', {
    tlsReceiveDomainSecureList: 'lines',
    tlsSendDomainSecureList: 'lines',
  }),
  logs: fields('journal', {
    protocolLogMaxAge: 'span',
    protocolLogMaxFileSize: 'size',
    protocolLogMaxDirectorySize: 'size',
    messageTrackingEnabled: 'flag',
    messageTrackingSubjectLoggingEnabled: 'flag',
    messageTrackingMaxAge: 'span',
    messageTrackingMaxFileSize: 'size',
    messageTrackingMaxDirectorySize: 'size',
  }),
} as const;
export type GroupName = keyof typeof groups;
export const groupNames = Object.keys(groups) as readonly GroupName[];

/** By property; a flag as a truth value, everything else as it is typed. */
export type SettingsForm = Readonly<Record<string, string | boolean>>;

export function formOf(document: ConfigDocument, group: GroupName): SettingsForm {
  return Object.fromEntries(groups[group].map((field) => [field.property, typedOf(valueIn(document, field))]));
}

function valueIn(document: ConfigDocument, { section, property }: SettingField): unknown {
  return Object.entries(document[section]).find(([name]) => name === property)?.[1];
}

function typedOf(value: unknown): string | boolean {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The changed properties of a group as a merge patch; null where nothing was changed. */
export function patchOf(form: SettingsForm, original: SettingsForm, group: GroupName): SparseDocument | null {
  const changed = groups[group].filter(({ property }) => form[property] !== original[property]);
  const [first] = changed;
  if (first === undefined) return null;
  const values = changed.map(({ property, kind }) => [property, writtenOf(form[property] ?? '', kind)] as const);
  return { [first.section]: Object.fromEntries(values) };
}

function writtenOf(typed: string | boolean, kind: FieldKind): unknown {
  if (typeof typed === 'boolean') return typed;
  const text = typed.trim();
  if (kind === 'lines')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (kind === 'count') return Number(text);
  // Without an address the property goes back to its default.
  return text === '' ? null : text;
}

/** Whether what was typed is of its kind at all; limits are the engine's to know. */
export function isWellFormed(typed: string | boolean, kind: FieldKind): boolean {
  if (typeof typed === 'boolean') return true;
  if (kind === 'span') return parseTimeSpan(typed) !== null;
  if (kind === 'size') return parseByteSize(typed) !== null;
  if (kind === 'time') return /^\s*(?:(?:[01]\d|2[0-3]):[0-5]\d)?\s*$/.test(typed);
  if (kind === 'count') return /^\s*\d{1,9}\s*$/.test(typed);
  return true;
}
