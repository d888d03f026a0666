import type { DkimDomain } from '../config/snapshot.ts';
import type { ArrivalResult } from '../contract/arrival-view.ts';
import { dkimRecordOf, judgePublished } from '../dkim/dkim-record.ts';
import type { Dns } from './dns.ts';
import { result } from './result.ts';

export interface DkimFacts {
  readonly domain: string;
  /** null: mail from it is not signed here. */
  readonly signing: DkimDomain | null;
  /** PEM; null where there is none. */
  readonly privateKey: string | null;
  readonly viaSmartHost: boolean;
}

export async function checkDkim(
  { domain, signing, privateKey, viaSmartHost }: DkimFacts,
  dns: Dns,
): Promise<ArrivalResult> {
  if (signing === null) {
    const text = viaSmartHost
      ? `Mail from ${domain} is not signed here; the smart host may do it.`
      : `Mail from ${domain} is not signed, so large providers trust it less.`;
    const advice = viaSmartHost
      ? 'Switch DKIM on at the provider of the smart host, or give the domain a DKIM selector here.'
      : 'Give the accepted domain a DKIM selector; the key is made by itself.';
    return result('dkim', viaSmartHost ? 'unknown' : 'warn', text, advice);
  }
  if (privateKey === null) {
    const text = `The DKIM key of ${domain} is missing or cannot be opened on this machine, so its mail goes unsigned.`;
    return result('dkim', 'bad', text, 'Give the accepted domain another DKIM selector; a new key is made by itself.');
  }
  const wanted = dkimRecordOf(signing.domain, signing.selector, privateKey);
  const found = await dns.txt(wanted.name);
  const record = { type: 'TXT', ...wanted } as const;
  switch (judgePublished(wanted.value, found)) {
    case 'good':
      return result('dkim', 'good', `Mail from ${domain} is signed, and the key stands in DNS.`, '', { found });
    case 'testing':
      return result(
        'dkim',
        'warn',
        `The DKIM key of ${domain} stands in DNS as a test (t=y), so it counts for nothing.`,
        'Take t=y out of the record.',
        { found, record },
      );
    case 'missing':
      return result('dkim', 'bad', `Mail from ${domain} is signed, but the key is not in DNS.`, 'Add this record.', {
        found,
        record,
      });
    case 'revoked':
      return result(
        'dkim',
        'bad',
        `The DKIM key of ${domain} is marked as revoked in DNS.`,
        'Change the record to this one.',
        { found, record },
      );
    case 'other':
      return result(
        'dkim',
        'bad',
        `Another key than that of Postroom stands in DNS for ${domain}, so its signatures are wrong.`,
        'Change the record to this one, or use another DKIM selector.',
        { found, record },
      );
  }
}
