import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { createSecureContext } from 'node:tls';
import { certificateExtensions } from './certificate-extensions.ts';
import type { Notice } from './configuration.ts';
import { distinguishedName } from './distinguished-name.ts';

/** A certificate that a partner has given to recognise theirs by: what lies in `certificates/partners`. */
export interface PartnerAuthority {
  /** Name in that folder, with its extension; a file may hold several. */
  readonly file: string;
  readonly subject: string;
  readonly notAfterMs: number;
  readonly pem: string;
}

export interface PartnerAuthorities {
  readonly authorities: readonly PartnerAuthority[];
  /** Files that cannot be read. */
  readonly problems: readonly Notice[];
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** `folder` is that of the certificates; a file of which one certificate cannot be read counts for nothing. */
export async function readPartnerAuthorities(folder: string): Promise<PartnerAuthorities> {
  const names = await readdir(join(folder, 'partners')).catch(() => []);
  const authorities: PartnerAuthority[] = [];
  const problems: Notice[] = [];
  for (const file of names.filter((one) => certificateExtensions.has(parse(one).ext.toLowerCase())).sort()) {
    const path = join(folder, 'partners', file);
    try {
      authorities.push(...authoritiesIn(file, await readFile(path, 'utf8')));
    } catch {
      const text = `${file} is not a certificate in PEM form that can be read; replace it.`;
      problems.push({ code: 'certificate-unusable', path, text });
    }
  }
  return { authorities, problems };
}

function authoritiesIn(file: string, text: string): readonly PartnerAuthority[] {
  // Without one, what there is instead is handed on to be refused.
  return (text.match(CERTIFICATE) ?? [text]).map((block) => {
    const certificate = new X509Certificate(block);
    const pem = certificate.toString();
    createSecureContext({ ca: pem });
    return {
      ...{ file, pem, subject: distinguishedName(certificate.subject) },
      notAfterMs: certificate.validToDate.getTime(),
    };
  });
}
