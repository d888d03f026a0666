/** Whose mail it is: the domain of the one address in From (RFC 5322 3.6.2). Pure. */

/** Lower case; null where there is no From, or more than one domain in it. */
export function authorDomain(head: Buffer): string | null {
  const unfolded = head.toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
  const fields = unfolded.split(/\r?\n/).filter((line) => /^from[ \t]*:/i.test(line));
  const [field] = fields;
  if (field === undefined || fields.length > 1) return null;
  const domains = new Set(addressesIn(field.slice(field.indexOf(':') + 1)).map((domain) => domain.toLowerCase()));
  const [domain] = domains;
  return domains.size === 1 && domain !== undefined ? domain : null;
}

/** Domains of the addresses; quoted names and comments may hold what looks like one. */
function addressesIn(text: string): readonly string[] {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\([^()]*\)/g, ' ');
  const angled = [...plain.matchAll(/<([^<>]*)>/g)].map(([, address = '']) => address);
  const addresses = angled.length > 0 ? angled : plain.split(',');
  return addresses.flatMap((address) => /@([a-z0-9._-]+)\s*$/i.exec(address.trim())?.[1] ?? []);
}
