import { comparable, toAsciiDomain } from './accepted-domains.ts';

/** Blocked senders and recipients: addresses, `example.com` or `@example.com` for a domain, `*.example.com` with all below it. */

interface BlockList {
  readonly addresses: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  readonly subtrees: ReadonlySet<string>;
}

const lists = new WeakMap<readonly string[], BlockList>();

function compile(patterns: readonly string[]): BlockList {
  const known = lists.get(patterns);
  if (known) return known;
  const list = { addresses: new Set<string>(), domains: new Set<string>(), subtrees: new Set<string>() };
  for (const pattern of patterns.map((text) => text.trim())) {
    const domain = (text: string): string => toAsciiDomain(text) ?? text.toLowerCase();
    if (pattern.startsWith('*.')) list.subtrees.add(domain(pattern.slice(2)));
    else if (pattern.startsWith('@')) list.domains.add(domain(pattern.slice(1)));
    else if (pattern.includes('@')) list.addresses.add(comparable(pattern));
    else if (pattern !== '') list.domains.add(domain(pattern));
  }
  lists.set(patterns, list);
  return list;
}

/** The reason why an address is on the list (the matching entry), or null. The null sender never is. */
export function findBlocked(patterns: readonly string[], address: string): string | null {
  if (address === '' || patterns.length === 0) return null;
  const { addresses, domains, subtrees } = compile(patterns);
  const full = comparable(address);
  if (addresses.has(full)) return full;
  const domain = full.slice(full.lastIndexOf('@') + 1);
  if (domains.has(domain)) return domain;
  const labels = domain.split('.');
  for (let skip = 0; skip < labels.length; skip += 1) {
    const parent = labels.slice(skip).join('.');
    if (subtrees.has(parent)) return `*.${parent}`;
  }
  return null;
}
