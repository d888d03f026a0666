import type { AcceptedDomainDocument, ConfigDocument } from '../../../main/contract/document.ts';
import { domainHolds, printRecipients, readRecipients } from './recipients.ts';
import type { Recipient } from './recipients.ts';

/** An accepted domain as the dialog holds it, with the recipients that are its own. */

export const domainTypes = ['Authoritative', 'InternalRelay', 'ExternalRelay'] as const;
export const unknownChoices = ['auto', 'refuse', 'take'] as const;

export interface DomainForm {
  /** Empty: like the domain. */
  readonly name: string;
  readonly domainName: string;
  readonly domainType: AcceptedDomainDocument['domainType'];
  readonly isDefault: boolean;
  readonly matchSubDomains: boolean;
  readonly unknown: (typeof unknownChoices)[number];
  /** Mail from it is signed. */
  readonly signs: boolean;
  /** Name of its DKIM key. */
  readonly dkimSelector: string;
  /** One a line. */
  readonly recipients: string;
}

export const newDomain: DomainForm = {
  name: '',
  domainName: '',
  domainType: 'Authoritative',
  isDefault: false,
  matchSubDomains: false,
  unknown: 'auto',
  signs: false,
  dkimSelector: '',
  recipients: '',
};

type Lists = Pick<ConfigDocument, 'acceptedDomains' | 'recipients'>;

export interface DomainPatch {
  readonly acceptedDomains: readonly AcceptedDomainDocument[];
  readonly recipients: readonly Recipient[];
}

const unknownOf = (enabled: boolean | null): DomainForm['unknown'] =>
  enabled === null ? 'auto' : enabled ? 'refuse' : 'take';
const enabledOf = (unknown: DomainForm['unknown']): boolean | null =>
  unknown === 'auto' ? null : unknown === 'refuse';

/** Recipients of other domains, which the dialog leaves alone. A domain with its own entry keeps its own. */
function isOwn(index: number, { acceptedDomains }: Pick<Lists, 'acceptedDomains'>, address: string): boolean {
  const domain = acceptedDomains[index];
  if (domain === undefined || !domainHolds(domain, address)) return false;
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const named = acceptedDomains.findIndex(({ domainName }) => domainName.toLowerCase() === host);
  return named < 0 || named === index;
}

export function domainFormOf(index: number, lists: Lists): DomainForm {
  const domain = lists.acceptedDomains[index];
  if (domain === undefined) return newDomain;
  const { name, domainName, domainType, matchSubDomains, addressBookEnabled } = domain;
  return {
    name: name === domainName ? '' : name,
    ...{ domainName, domainType, matchSubDomains, isDefault: domain.default },
    unknown: unknownOf(addressBookEnabled),
    signs: domain.dkimSelector !== null,
    dkimSelector: domain.dkimSelector ?? '',
    recipients: printRecipients(lists.recipients.filter(({ address }) => isOwn(index, lists, address))),
  };
}

/** The two lists as they would be saved; `index` behind the last one makes a new domain. */
export function domainPatch(form: DomainForm, index: number, lists: Lists): DomainPatch {
  const domainName = form.domainName.trim().toLowerCase();
  const domain: AcceptedDomainDocument = {
    name: form.name.trim() === '' ? domainName : form.name.trim(),
    ...{ domainName, domainType: form.domainType, matchSubDomains: form.matchSubDomains, default: form.isDefault },
    addressBookEnabled: enabledOf(form.unknown),
    dkimSelector: form.signs ? form.dkimSelector.trim().toLowerCase() : null,
  };
  const others = lists.acceptedDomains.map((one) => (form.isDefault && one.default ? { ...one, default: false } : one));
  const own = readRecipients(form.recipients, domain).recipients;
  const taken = new Set(own.map(({ address }) => address.toLowerCase()));
  const rest = lists.recipients.filter(
    ({ address }) => !isOwn(index, lists, address) && !taken.has(address.toLowerCase()),
  );
  return {
    acceptedDomains: index < others.length ? others.with(index, domain) : [...others, domain],
    recipients: [...rest, ...own],
  };
}

/** A name for a DKIM key: the one there was, else one that tells when it was made. */
export function selectorFor({ dkimSelector }: Pick<DomainForm, 'dkimSelector'>, nowMs: number): string {
  return dkimSelector === '' ? `postroom${String(new Date(nowMs).getFullYear())}` : dkimSelector;
}

/** The lists without the domain and its recipients. */
export function domainRemoval(index: number, lists: Lists): DomainPatch {
  return {
    acceptedDomains: lists.acceptedDomains.filter((_, at) => at !== index),
    recipients: lists.recipients.filter(({ address }) => !isOwn(index, lists, address)),
  };
}
