/** Every text of "would this arrive?" and of the DKIM selector. */

export const arrivalMessages = {
  open: 'Would it arrive? …',
  title: (domain: string) => `Would mail from ${domain} arrive?`,
  summary: 'Looks up what the servers of recipients look up about this domain, and what stands in DNS.',
  address: 'Public address that mail leaves from',
  addressHint: 'Empty: one of this machine’s own. Behind a router it is the address of the router.',
  check: 'Check',
  checking: 'Looking it up …',
  close: 'Close',
  failed: 'It could not be looked up.',
  way: {
    direct: (address: string) => `Mail goes straight to each domain, from ${address}.`,
    unknown: 'Mail goes straight to each domain; the public address is not known.',
    hosts: (hosts: string) => `Mail goes through ${hosts}.`,
  },
  checks: { spf: 'SPF', dkim: 'DKIM', dmarc: 'DMARC', mx: 'MX', ptr: 'Name of the address', port25: 'Port 25' },
  verdicts: { good: 'good', warn: 'could be better', bad: 'to be mended', unknown: 'not known' },
  found: 'Stands in DNS now',
  record: 'Record to enter',
  copy: 'Copy value',
  copied: 'Copied',
  selector: 'DKIM selector',
  selectorHint:
    'Such as postroom2027. Mail from this domain that goes straight to other domains is then signed; the key is made by itself, and “Would it arrive? …” shows the record. Empty: not signed. Another name makes another key.',
} as const;
