import type { AcceptedDomainDocument, ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';
import { linesOf } from '../connectors/form.ts';
import { mayRelay, withRelay } from './senders.ts';

/** Who may receive: the own domains, and whether devices may write to everybody else too. */

/** Reserved for examples (RFC 2606): what a first run takes where the machine's name tells no domain. */
const PLACEHOLDER = /(?:^|\.)example$/i;

/** The own domains as they are typed, one a line; the placeholder of a first run is none. */
export function domainsOf({ acceptedDomains }: Pick<ConfigDocument, 'acceptedDomains'>): string {
  const names = acceptedDomains.map(({ domainName }) => domainName);
  const [only] = names;
  return names.length === 1 && only !== undefined && PLACEHOLDER.test(only) ? '' : names.join('\n');
}

/** Domains typed: without what stands before an at sign, in lower case, each once. */
export function readDomains(text: string): readonly string[] {
  return [...new Set(linesOf(text).map((line) => line.replace(/^.*@/, '').replace(/\.$/, '').toLowerCase()))];
}

function domainList(before: readonly AcceptedDomainDocument[], wanted: readonly string[]) {
  const first = wanted[0];
  const kept = before.filter((one) => wanted.includes(one.domainName.toLowerCase()));
  const isDefaultKept = kept.some((one) => one.default);
  const domainType = kept[0]?.domainType ?? before[0]?.domainType ?? 'Authoritative';
  return wanted.map((domainName) => {
    const known = kept.find((one) => one.domainName.toLowerCase() === domainName);
    const entry = known ?? { name: domainName, domainName, domainType };
    return isDefaultKept ? entry : { ...entry, default: domainName === first };
  });
}

/** Null where nothing would change. `everybody` null: there is no connector of the guide to change. */
export function receiversPatch(
  document: ConfigDocument,
  domains: string,
  everybody: boolean | null,
): SparseDocument | null {
  const wanted = readDomains(domains);
  const same = wanted.join('\n') === readDomains(domainsOf(document)).join('\n');
  const relay = everybody !== null && mayRelay(document) !== null && mayRelay(document) !== everybody;
  if ((same || wanted.length === 0) && !relay) return null;
  return {
    ...(same || wanted.length === 0 ? {} : { acceptedDomains: domainList(document.acceptedDomains, wanted) }),
    ...(relay ? { receiveConnectors: withRelay(document, everybody) } : {}),
  };
}
