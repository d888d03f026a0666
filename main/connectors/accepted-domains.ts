import { domainToASCII } from 'node:url';
import type { AcceptedDomainDocument } from '../contract/document.ts';
import type { AcceptedDomain } from './model.ts';

/** Accepted domains: what mail may be addressed to without a relay right, whatever the type. */

/** Lower-case A-labels (UTS-46) of a domain, or null where it cannot be a domain name. */
export function toAsciiDomain(domain: string): string | null {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (/^[\u0000-\u007f]*$/.test(domain)) return domain.toLowerCase();
  return domainToASCII(domain).toLowerCase() || null;
}

/** Domain of a canonical mailbox, as A-labels; empty where it has none. Quoted local parts may hold an @ of their own. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : (toAsciiDomain(address.slice(at + 1)) ?? '');
}

/** The address as lists compare it: lower-case, its domain as A-labels. */
export function comparable(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address.toLowerCase() : `${address.slice(0, at).toLowerCase()}@${domainOf(address)}`;
}

function kindOf(document: AcceptedDomainDocument): AcceptedDomain['match'] {
  if (document.domainName === '*') return 'any';
  if (document.matchSubDomains) return 'both';
  return document.domainName.startsWith('*.') ? 'subdomains' : 'exact';
}

/** `recipients` are the addresses of the recipient list: an authoritative domain that has some looks recipients up unless told otherwise. */
export function compileAcceptedDomain(document: AcceptedDomainDocument, recipients: Iterable<string>): AcceptedDomain {
  const match = kindOf(document);
  const domainName = document.domainName.replace(/^\*\.?/, '');
  const domain: AcceptedDomain = {
    name: document.name,
    domainName: document.domainName,
    pattern: toAsciiDomain(domainName) ?? domainName.toLowerCase(),
    match,
    type: document.domainType,
    isDefault: document.default,
    addressBookEnabled: false,
  };
  const isListed = (): boolean =>
    [...recipients].some((address) => matchAcceptedDomain([domain], domainOf(address)) !== null);
  const addressBookEnabled = document.addressBookEnabled ?? (document.domainType === 'Authoritative' && isListed());
  return { ...domain, addressBookEnabled };
}

interface DomainIndex {
  readonly exact: Map<string, AcceptedDomain>;
  readonly subdomains: Map<string, AcceptedDomain>;
  readonly any: AcceptedDomain | null;
}

const indexes = new WeakMap<readonly AcceptedDomain[], DomainIndex>();

function indexOf(domains: readonly AcceptedDomain[]): DomainIndex {
  const known = indexes.get(domains);
  if (known) return known;
  const exact = new Map<string, AcceptedDomain>();
  const subdomains = new Map<string, AcceptedDomain>();
  for (const domain of domains) {
    const { match, pattern } = domain;
    // Of two entries for one name the plain one is meant, then the first.
    if (match === 'exact' && exact.get(pattern)?.match !== 'exact') exact.set(pattern, domain);
    if (match === 'both' && !exact.has(pattern)) exact.set(pattern, domain);
    if ((match === 'both' || match === 'subdomains') && !subdomains.has(pattern)) subdomains.set(pattern, domain);
  }
  const index = { exact, subdomains, any: domains.find(({ match }) => match === 'any') ?? null };
  indexes.set(domains, index);
  return index;
}

/** The most specific accepted domain for a domain name in any case or script, or null. Address literals are never accepted. */
export function matchAcceptedDomain(domains: readonly AcceptedDomain[], domain: string): AcceptedDomain | null {
  const name = toAsciiDomain(domain);
  if (name === null || name === '' || name.startsWith('[')) return null;
  const { exact, subdomains, any } = indexOf(domains);
  const own = exact.get(name);
  if (own) return own;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const parent = subdomains.get(name.slice(dot + 1));
    if (parent && dot > 0) return parent;
  }
  return any;
}
