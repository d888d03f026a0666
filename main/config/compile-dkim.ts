import type { ConfigDocument } from '../contract/document.ts';
import type { DkimDomain } from './snapshot.ts';

/** The domains whose mail is signed, longest name first: the most exact one signs. */
export function compileDkim({ acceptedDomains }: Pick<ConfigDocument, 'acceptedDomains'>): readonly DkimDomain[] {
  const domains = acceptedDomains.flatMap(({ domainName, dkimSelector, matchSubDomains }): DkimDomain[] => {
    const domain = domainName.toLowerCase();
    // A wildcard names no domain that could hold a record.
    if (dkimSelector === null || domain.startsWith('*')) return [];
    const selector = dkimSelector.toLowerCase();
    return [Object.freeze({ domain, selector, matchSubDomains, secretName: `dkim/${domain}/${selector}` })];
  });
  return Object.freeze(domains.toSorted((one, other) => other.domain.length - one.domain.length));
}
