import type { ArrivalResult } from '../contract/arrival-view.ts';
import type { ArrivalFacts } from './arrival-facts.ts';
import type { Dns } from './dns.ts';
import { includeFor } from './provider-includes.ts';
import { result, textRecord } from './result.ts';
import { evaluateSpf, MOST_LOOKUPS, type SpfResult } from './spf.ts';

/** An address that nobody has: what a record says about it is what it says about strangers. */
const STRANGER = '192.0.2.1';

export async function checkSpf(facts: ArrivalFacts, dns: Dns): Promise<ArrivalResult> {
  const { domain, address, helo } = facts;
  const evaluated = await evaluateSpf(
    { domain, address: address ?? STRANGER, sender: `postmaster@${domain}`, helo },
    dns,
  );
  return judge(facts, evaluated);
}

function judge(facts: ArrivalFacts, spf: SpfResult): ArrivalResult {
  const { domain } = facts;
  const found = spf.record === null ? [] : [spf.record];
  const record = textRecord(domain, suggested(facts, spf.record));
  if (spf.verdict === 'temperror') return result('spf', 'unknown', notAnswered(domain), 'Try again later.', { found });
  if (spf.verdict === 'none') {
    const text = `${domain} has no SPF record, so receivers cannot tell its mail from that of forgers.`;
    return result('spf', 'bad', text, 'Add this record.', { record });
  }
  if (spf.verdict === 'permerror') return result('spf', 'bad', faultText(domain, spf), faultAdvice(spf), { found });
  return facts.smartHosts.length > 0 ? judgeProvider(facts, spf, found) : judgeDirect(facts, spf, found);
}

function judgeDirect(facts: ArrivalFacts, { verdict, lookups }: SpfResult, found: readonly string[]): ArrivalResult {
  const { domain, address } = facts;
  if (address === null) {
    const text = `${domain} has an SPF record, but the public address that mail leaves from is not known here.`;
    return result('spf', 'unknown', text, 'Give the public address of this office, then check again.', { found });
  }
  if (verdict === 'pass') {
    const text = `The SPF record of ${domain} allows ${address} (${String(lookups)} of ${String(MOST_LOOKUPS)} lookups).`;
    return result('spf', 'good', text, '', { found });
  }
  const record = textRecord(domain, suggested(facts, found[0] ?? null));
  const isRefused = verdict === 'fail' || verdict === 'softfail';
  const text = isRefused
    ? `The SPF record of ${domain} does not allow ${address}, so its mail looks forged.`
    : `The SPF record of ${domain} says nothing about ${address}.`;
  return result('spf', isRefused ? 'bad' : 'warn', text, 'Change the record to this one.', { found, record });
}

/** Mail leaves from addresses of the provider, which its own record names. */
function judgeProvider(facts: ArrivalFacts, { domains }: SpfResult, found: readonly string[]): ArrivalResult {
  const { domain, smartHosts } = facts;
  const wanted = [...new Set(smartHosts.flatMap((host) => includeFor(host) ?? []))];
  if (wanted.length === 0) {
    const text = `${domain} has an SPF record; whether it allows ${smartHosts.join(', ')} is known to the provider alone.`;
    return result('spf', 'unknown', text, 'Ask the provider what the SPF record has to include.', { found });
  }
  const missing = wanted.filter((include) => !domains.includes(include) && !(found[0] ?? '').includes(include));
  if (missing.length === 0) {
    return result('spf', 'good', `The SPF record of ${domain} includes ${wanted.join(', ')}.`, '', { found });
  }
  const text = `The SPF record of ${domain} does not include ${missing.join(', ')}, so mail through ${smartHosts.join(', ')} looks forged.`;
  const record = textRecord(domain, suggested(facts, found[0] ?? null));
  return result('spf', 'bad', text, 'Change the record to this one.', { found, record });
}

/** The record there is with what is missing in front of its end, or a new one. */
export function suggested({ smartHosts, address }: ArrivalFacts, current: string | null): string {
  const includes = [...new Set(smartHosts.flatMap((host) => includeFor(host) ?? []))].map((one) => `include:${one}`);
  const own = address === null ? ['mx'] : [`${address.includes(':') ? 'ip6' : 'ip4'}:${address}`];
  const wanted = smartHosts.length > 0 ? includes : own;
  const terms = (current ?? 'v=spf1 -all').split(/ +/).filter((term) => term !== '');
  const missing = wanted.filter((term) => !terms.includes(term));
  const end = terms.findIndex((term) => /^(?:[+?~-]?all|redirect=.*)$/i.test(term));
  return terms.toSpliced(end < 0 ? terms.length : end, 0, ...missing).join(' ');
}

function notAnswered(domain: string): string {
  return `The SPF record of ${domain} could not be looked up: a name server did not answer.`;
}

function faultText(domain: string, { fault }: SpfResult): string {
  switch (fault) {
    case 'too-many-lookups':
      return `The SPF record of ${domain} needs more than ${String(MOST_LOOKUPS)} lookups, so receivers give up on it.`;
    case 'too-many-void':
      return `The SPF record of ${domain} names too much that is not there, so receivers give up on it.`;
    case 'several-records':
      return `${domain} has more than one SPF record, so receivers trust none of them.`;
    case 'include-missing':
      return `The SPF record of ${domain} includes a domain that has none, so receivers give up on it.`;
    default:
      return `The SPF record of ${domain} has a mistake in it, so receivers give up on it.`;
  }
}

function faultAdvice({ fault }: SpfResult): string {
  switch (fault) {
    case 'too-many-lookups':
    case 'too-many-void':
      return 'Take out what is not used any more, and write addresses in place of includes.';
    case 'several-records':
      return 'Make one record of them, with every mechanism once.';
    case 'include-missing':
      return 'Take the include out that leads nowhere.';
    default:
      return 'Compare it with what the provider gives as an example.';
  }
}
