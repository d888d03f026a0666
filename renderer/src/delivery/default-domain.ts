import type { AcceptedDomainDocument } from '../../../main/contract/document.ts';

/** The domain that counts as the default: the marked one, else the first. */
export function isDefault(domain: AcceptedDomainDocument, domains: readonly AcceptedDomainDocument[]): boolean {
  return domain === (domains.find((one) => one.default) ?? domains[0]);
}

/** Its name as it may stand in an address; empty where it names all domains, or there is none. */
export function defaultDomainOf(domains: readonly AcceptedDomainDocument[]): string {
  const chosen = domains.find((domain) => isDefault(domain, domains));
  return chosen?.domainName.replace(/^\*\.?/, '') ?? '';
}
