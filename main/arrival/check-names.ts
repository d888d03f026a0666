import type { ArrivalResult } from '../contract/arrival-view.ts';
import type { ArrivalFacts } from './arrival-facts.ts';
import type { Dns } from './dns.ts';
import { result, textRecord } from './result.ts';

/** DMARC, MX and the name of the address: what receivers look up besides signatures. */

/** Fewer labels are a top-level domain, which has no policy for anybody's mail. */
const LEAST_LABELS = 2;

/** RFC 7489 6.6.3; the organisational domain is found by going up, without a list of public suffixes. */
export async function checkDmarc({ domain }: ArrivalFacts, dns: Dns): Promise<ArrivalResult> {
  const labels = domain.split('.');
  for (let up = 0; labels.length - up >= LEAST_LABELS; up += 1) {
    const holder = labels.slice(up).join('.');
    const records = (await dns.txt(`_dmarc.${holder}`)).filter((text) => /^v=DMARC1\b/i.test(text));
    if (records.length > 1) {
      const text = `${holder} has more than one DMARC record, so receivers use none of them.`;
      return result('dmarc', 'bad', text, 'Make one record of them.', { found: records });
    }
    if (records[0] !== undefined) return judgePolicy(holder, records[0], up > 0);
  }
  const record = textRecord(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`);
  const text = `${domain} has no DMARC record; Google and Yahoo want one from everybody who sends much.`;
  return result('dmarc', 'warn', text, 'Add this record; it changes nothing yet, and reports come to its address.', {
    record,
  });
}

function judgePolicy(holder: string, record: string, isAbove: boolean): ArrivalResult {
  const tag = (name: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*([^;\\s]+)`, 'i').exec(record)?.[1]?.toLowerCase();
  const policy = (isAbove ? tag('sp') : undefined) ?? tag('p');
  const found = [record];
  if (policy === 'quarantine' || policy === 'reject') {
    const text = `The DMARC record of ${holder} has forged mail ${policy === 'reject' ? 'refused' : 'put aside'} (p=${policy}).`;
    return result('dmarc', 'good', text, '', { found });
  }
  if (policy === 'none') {
    const text = `The DMARC record of ${holder} only asks for reports (p=none), so forged mail still arrives.`;
    return result('dmarc', 'good', text, 'Once SPF and DKIM are good for all mail, p=quarantine protects the domain.', {
      found,
    });
  }
  const text = `The DMARC record of ${holder} names no policy, so receivers pay no heed to it.`;
  return result('dmarc', 'bad', text, 'Add p=none, p=quarantine or p=reject to it.', { found });
}

export async function checkMx({ domain }: ArrivalFacts, dns: Dns): Promise<ArrivalResult> {
  const exchangers = await dns.mx(domain);
  const found = exchangers.map(({ exchange, priority }) => `${String(priority)} ${exchange}`);
  if (exchangers.length === 0) {
    const text = `${domain} has no MX record, so replies and reports have nowhere to go, and some servers refuse its mail.`;
    return result('mx', 'bad', text, 'Add an MX record that names the server with the mailboxes.');
  }
  if (exchangers.some(({ exchange }) => exchange === '' || exchange === '.')) {
    const text = `${domain} says that it takes no mail (null MX), so many servers refuse mail from it.`;
    return result('mx', 'bad', text, 'Name the server with the mailboxes in the MX record.', { found });
  }
  const lost: string[] = [];
  for (const { exchange } of exchangers) {
    const addresses = [...(await dns.addresses(exchange, 4)), ...(await dns.addresses(exchange, 6))];
    if (addresses.length === 0) lost.push(exchange);
  }
  if (lost.length === 0)
    return result(
      'mx',
      'good',
      `Replies to ${domain} go to ${exchangers.map(({ exchange }) => exchange).join(', ')}.`,
      '',
      {
        found,
      },
    );
  const text = `The MX record of ${domain} names ${lost.join(', ')}, which has no address.`;
  const verdict = lost.length === exchangers.length ? 'bad' : 'warn';
  return result('mx', verdict, text, 'Correct the name, or give it an address.', { found });
}

/** Only a server that sends by itself is looked up by its address. */
export async function checkPtr({ address, smartHosts, helo }: ArrivalFacts, dns: Dns): Promise<ArrivalResult> {
  if (smartHosts.length > 0) {
    return result(
      'ptr',
      'good',
      'Mail leaves through a smart host, whose name in DNS is the matter of its provider.',
      '',
    );
  }
  if (address === null) {
    const text = 'The public address that mail leaves from is not known here, so its name cannot be looked up.';
    return result('ptr', 'unknown', text, 'Give the public address of this office, then check again.');
  }
  const found = await dns.names(address);
  const record = { type: 'PTR', name: address, value: helo, strings: [] } as const;
  if (found.length === 0) {
    const text = `${address} has no name in DNS, so many servers refuse its mail.`;
    return result('ptr', 'bad', text, 'Ask the Internet provider to set this name for the address.', { record });
  }
  const confirmed: string[] = [];
  for (const name of found) {
    if ((await dns.addresses(name, address.includes(':') ? 6 : 4)).includes(address)) confirmed.push(name);
  }
  if (confirmed.length === 0) {
    const text = `${address} is called ${found.join(', ')} in DNS, but that name does not lead back to it.`;
    return result('ptr', 'bad', text, 'Give the name this address, or have the provider set another name.', {
      found,
      record,
    });
  }
  if (confirmed.some((name) => name.toLowerCase() === helo.toLowerCase())) {
    return result('ptr', 'good', `${address} and ${helo} lead to each other in DNS.`, '', { found });
  }
  const text = `${address} is called ${confirmed.join(', ')} in DNS, and Postroom calls itself ${helo}.`;
  return result(
    'ptr',
    'warn',
    text,
    'Use the same name for both: the fqdn of the send connector, or that of the address.',
    {
      found,
      record,
    },
  );
}
