/** Every text of "would this arrive?" and of the DKIM selector. */

export const arrivalMessages = {
  open: 'Would it arrive? …',
  title: (domain: string) => `Would mail from ${domain} arrive?`,
  summary: 'Looks up what the servers of recipients look up about this domain, and what stands in DNS.',
  address: 'Public address that mail leaves from',
  addressHint: 'Empty: one of this machine’s own. Behind a router it is the address of the router.',
  check: 'Check',
  checking: 'Looking it up …',
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
  recordName: 'Name',
  recordType: 'Type',
  recordValue: 'Value',
  copyName: 'Copy name',
  copy: 'Copy value',
  copyZone: 'Copy for a zone file',
  overall: {
    good: 'Mail from this domain would arrive.',
    warn: 'Mail from this domain would arrive at most servers; something could be better.',
    bad: 'Some servers would refuse mail from this domain, or take it for spam.',
    unknown: 'Not everything could be looked up.',
  },
  selector: 'DKIM selector',
  selectorHint:
    'The key is made by itself when this is saved; “Would it arrive? …” then shows the record for DNS. Another name makes another key.',
} as const;
