import { createPublicKey } from 'node:crypto';

/** The DNS record that belongs to a DKIM key (RFC 6376 3.6.1). Pure. */

/** One character-string of a TXT record holds no more (RFC 1035 3.3). */
const LONGEST_STRING = 255;

export interface DkimRecord {
  /** `postroom._domainkey.office.example`. */
  readonly name: string;
  readonly value: string;
  /** The value in pieces, as zone files want it. */
  readonly strings: readonly string[];
}

/** `privateKey` in PEM. */
export function dkimRecordOf(domain: string, selector: string, privateKey: string): DkimRecord {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const value = `v=DKIM1; k=rsa; p=${der.toString('base64')}`;
  return { name: `${selector}._domainkey.${domain}`, value, strings: stringsOf(value) };
}

/** Cut into pieces that one character-string can hold. */
export function stringsOf(value: string): readonly string[] {
  return Array.from({ length: Math.ceil(value.length / LONGEST_STRING) }, (_, index) =>
    value.slice(index * LONGEST_STRING, (index + 1) * LONGEST_STRING),
  );
}

export type Published = 'good' | 'missing' | 'other' | 'revoked' | 'testing';

/** What the TXT records at the name say about the key: another provider's may stand there, or an older one. */
export function judgePublished(wanted: string, found: readonly string[]): Published {
  const keys = found.map(tagsOf).filter(({ p, v }) => p !== undefined && (v === undefined || v === 'DKIM1'));
  const own = tagsOf(wanted);
  const match = keys.find(({ p }) => p === own['p']);
  if (match !== undefined) return match['t']?.split(':').includes('y') === true ? 'testing' : 'good';
  if (keys.some(({ p }) => p === '')) return 'revoked';
  return keys.length > 0 ? 'other' : 'missing';
}

/** `v=DKIM1; k=rsa; p=…`, blanks within values taken out. */
function tagsOf(record: string): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    record.split(';').flatMap((tag) => {
      const at = tag.indexOf('=');
      return at < 0 ? [] : [[tag.slice(0, at).trim().toLowerCase(), tag.slice(at + 1).replace(/\s+/g, '')]];
    }),
  );
}
