import { createHash, createPublicKey, createVerify } from 'node:crypto';

/** A small DKIM verifier after RFC 6376, written apart from the signer: relaxed/relaxed and rsa-sha256 alone. */

export type Verdict = 'pass' | 'no signature' | 'body changed' | 'header changed' | 'no key';

/** `records` gives the TXT records at a name. */
export function verifyDkim(message: Buffer, records: (name: string) => readonly string[]): Verdict {
  const split = message.indexOf('\r\n\r\n');
  const head = message.toString('latin1', 0, split + 2);
  const body = message.subarray(split + 4);
  const fields = head.split(/\r\n(?![ \t])/).filter((field) => field !== '');
  const at = fields.findIndex((field) => /^dkim-signature[ \t]*:/i.test(field));
  const signature = fields[at];
  if (signature === undefined) return 'no signature';
  const tags = tagsOf(signature.slice(signature.indexOf(':') + 1));
  const tag = (name: string): string => tags[name] ?? '';
  if (tags['c'] !== 'relaxed/relaxed' || tags['a'] !== 'rsa-sha256')
    throw new Error(`not for this verifier: ${signature}`);
  if (createHash('sha256').update(relaxedBody(body)).digest('base64') !== tags['bh']) return 'body changed';

  const key = tagsOf(records(`${tag('s')}._domainkey.${tag('d')}`)[0] ?? '')['p'];
  if (key === undefined || key === '') return 'no key';
  const rest = fields.toSpliced(at, 1);
  const signed = signedFields(tag('h'), rest);
  const own = relaxedField(signature).replace(/([;\s]b=)[^;]*/, '$1');
  const verifier = createVerify('RSA-SHA256').update([...signed, own].join(''), 'latin1');
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  return verifier.verify(publicKey, tag('b'), 'base64') ? 'pass' : 'header changed';
}

/** From the bottom up, each field once (5.4.2). */
function signedFields(names: string, fields: readonly string[]): readonly string[] {
  const rest = [...fields];
  return names.split(':').flatMap((name) => {
    const found = rest.findLastIndex((field) => nameOf(field) === name.trim().toLowerCase());
    return found < 0 ? [] : rest.splice(found, 1).map((field) => `${relaxedField(field)}\r\n`);
  });
}

const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).trim().toLowerCase();

function tagsOf(text: string): Record<string, string | undefined> {
  return Object.fromEntries(
    text.split(';').flatMap((tag) => {
      const at = tag.indexOf('=');
      return at < 0 ? [] : [[tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s/g, '')]];
    }),
  );
}

/** RFC 6376 3.4.2. */
function relaxedField(field: string): string {
  const value = field
    .slice(field.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${nameOf(field)}:${value}`;
}

/** RFC 6376 3.4.4. */
function relaxedBody(body: Buffer): Buffer {
  const lines = body
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
}
