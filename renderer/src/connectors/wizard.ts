import type { TransportRole } from '../../../main/contract/receive-connector.ts';
import { linesOf, printBinding } from './form.ts';
import type { BindingRow } from './form.ts';
import type { FieldFinding } from './findings.ts';

/** The wizard for a new receive connector: EAC's pages and usage types, and one type of ours. */

export const usageTypes = ['Relay', 'Custom', 'Internal', 'Internet', 'Partner', 'Client'] as const;
export type UsageType = (typeof usageTypes)[number];

export interface WizardForm {
  readonly name: string;
  readonly role: TransportRole;
  readonly type: UsageType;
  readonly bindings: readonly BindingRow[];
  readonly ranges: string;
}

export type WizardPage = 'kind' | 'bindings' | 'ranges' | 'summary';

interface Usage {
  readonly authMechanism: readonly string[];
  readonly permissionGroups: readonly string[];
  /** Where it listens when the wizard does not ask. */
  readonly bindings?: readonly string[];
  /** Whom it answers when the wizard does not ask. */
  readonly remoteIPRanges?: readonly string[];
  readonly extendedRights?: readonly object[];
}

const usages: Readonly<Record<UsageType, Usage>> = {
  Relay: {
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
  },
  Custom: { authMechanism: ['Tls'], permissionGroups: ['None'] },
  Internal: {
    authMechanism: ['Tls', 'ExchangeServer'],
    permissionGroups: ['ExchangeLegacyServers', 'ExchangeServers'],
    bindings: ['0.0.0.0:25', '[::]:25'],
  },
  Internet: {
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    remoteIPRanges: ['0.0.0.0-255.255.255.255'],
  },
  Partner: { authMechanism: ['Tls'], permissionGroups: ['Partners'] },
  Client: {
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'Integrated'],
    permissionGroups: ['ExchangeUsers'],
    bindings: ['0.0.0.0:587', '[::]:587'],
  },
};

/** Stands in for the clients while none are typed, so that bindings are judged already (RFC 5737: nobody has it). */
const NOBODY = ['192.0.2.1'];

export const newWizard: WizardForm = {
  name: '',
  role: 'FrontendTransport',
  type: 'Relay',
  bindings: [{ address: '0.0.0.0', port: '25' }],
  ranges: '',
};

export function pagesOf({ type }: WizardForm): readonly WizardPage[] {
  const { bindings, remoteIPRanges } = usages[type];
  return [
    'kind',
    ...(bindings === undefined ? (['bindings'] as const) : []),
    ...(remoteIPRanges === undefined ? (['ranges'] as const) : []),
    'summary',
  ];
}

/** The new entry of receiveConnectors; what the wizard does not ask about keeps its default. */
export function entryOf({ name, role, type, bindings, ranges }: WizardForm): Readonly<Record<string, unknown>> {
  const { bindings: fixed, remoteIPRanges, ...rights } = usages[type];
  const typed = linesOf(ranges);
  return {
    name: name.trim(),
    transportRole: role,
    bindings: fixed ?? bindings.map(printBinding),
    remoteIPRanges: remoteIPRanges ?? (typed.length === 0 ? NOBODY : typed),
    ...rights,
  };
}

/** The page where a finding is mended; of what the wizard does not ask about, the one where the type is chosen. */
export function pageOfFinding({ property }: Pick<FieldFinding, 'property'>, form: WizardForm): WizardPage {
  const page = property === 'bindings' ? 'bindings' : 'ranges';
  const isAsked = property === 'bindings' || property === 'remoteIPRanges';
  if (!isAsked) return 'kind';
  if (pagesOf(form).includes(page)) return page;
  return page === 'ranges' ? 'bindings' : 'kind';
}

/** True where the page still lacks what only a person can say. */
export function isUnanswered(page: WizardPage, { name, ranges }: WizardForm): boolean {
  if (page === 'kind') return name.trim() === '';
  return page === 'ranges' && linesOf(ranges).length === 0;
}
