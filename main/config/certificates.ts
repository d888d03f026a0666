import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../clock.ts';
import { isIssuedBy, readAuthority, readFormerAuthority } from './authority.ts';
import { certificateExtensions } from './certificate-extensions.ts';
import type { Notice } from './configuration.ts';
import { distinguishedName } from './distinguished-name.ts';
import { readPartnerAuthorities, type PartnerAuthority } from './partner-authorities.ts';

/** A certificate with its key, ready to be served. */
export interface LoadedCertificate {
  /** Exchange's TlsCertificateName: `<I>Issuer<S>Subject`. */
  readonly name: string;
  /** File name without extension: `default`. */
  readonly file: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** DNS names and IP addresses it is for. */
  readonly sans: readonly string[];
  /** The whole chain as in the file. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Hexadecimal SHA-1, as Exchange shows it; not a security measure. */
  readonly thumbprint: string;
  readonly sha256: string;
  /** The authority of this folder signed it: it can be, and is, renewed by itself. */
  readonly madeHere: boolean;
}

export interface LoadedCertificates {
  readonly certificates: readonly LoadedCertificate[];
  readonly problems: readonly Notice[];
  /** The certificate of the folder's own authority, PEM. */
  readonly authority: string | null;
  /** The certificate that the authority had before, PEM; null where there was none. */
  readonly formerAuthority: string | null;
  readonly partners: readonly PartnerAuthority[];
}

/** A certificate that ends within this time is worth a warning. */
export const EXPIRY_WARNING_MS = 30 * 86_400_000;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----/;

/**
 * Every usable pair in the certificates folder: NAME.crt (or .cer, .pem) with NAME.key, or one .pem with both. A
 * certificate that has expired is served all the same, because mail has to go on, and named in `problems`.
 */
export async function loadCertificates(folder: string, clock: Clock): Promise<LoadedCertificates> {
  const certificates: LoadedCertificate[] = [];
  const problems: Notice[] = [];
  const authority = (await readAuthority(folder))?.certificate ?? null;
  for (const name of (await readdir(folder)).sort()) {
    const { ext } = parse(name);
    const path = join(folder, name);
    if (/^\.(?:pfx|p12)$/i.test(ext)) {
      problems.push(problem('certificate-unusable', path, `${name} is a PFX file; import it on the page Delivery.`));
    } else if (certificateExtensions.has(ext.toLowerCase())) {
      const loaded = await loadPair(folder, name, authority);
      if ('code' in loaded) {
        problems.push(loaded);
      } else {
        certificates.push(loaded);
        problems.push(...validityProblems(loaded, path, clock));
      }
    }
  }
  const formerAuthority = await readFormerAuthority(folder);
  const partners = await readPartnerAuthorities(folder);
  problems.push(...partners.problems);
  return { certificates, problems, authority, formerAuthority, partners: partners.authorities };
}

/** Whether a TlsCertificateName means this certificate: Exchange's form, its thumbprint, or its file name. */
export function isNamed({ name, thumbprint, file }: LoadedCertificate, wanted: string | null): boolean {
  if (wanted === null) return false;
  return name === wanted || file === wanted || thumbprint === wanted.replaceAll(/[\s:]/g, '').toUpperCase();
}

async function loadPair(
  folder: string,
  fileName: string,
  authority: string | null,
): Promise<LoadedCertificate | Notice> {
  const path = join(folder, fileName);
  const { name: file } = parse(fileName);
  let certificatePem: string;
  let certificate: X509Certificate;
  try {
    certificatePem = await readFile(path, 'utf8');
    certificate = new X509Certificate(certificatePem);
  } catch {
    return problem(
      'certificate-unusable',
      path,
      `${fileName} is not a certificate in PEM form that can be read; replace it.`,
    );
  }
  const keyPem = PRIVATE_KEY.test(certificatePem)
    ? certificatePem
    : await readFile(join(folder, `${file}.key`), 'utf8').catch(() => null);
  if (keyPem === null) {
    return problem('certificate-unusable', path, `The key of ${fileName} is missing; put it beside it as ${file}.key.`);
  }
  const key = readKey(keyPem);
  if (!key) {
    return problem(
      'certificate-unusable',
      path,
      `The key of ${fileName} cannot be read; it must be in PEM form and without a password.`,
    );
  }
  if (!certificate.checkPrivateKey(key)) {
    return problem(
      'certificate-unusable',
      path,
      `${file}.key does not belong to ${fileName}; put the key it was issued for there.`,
    );
  }
  if (!isUsable(certificatePem, keyPem)) {
    return problem(
      'certificate-unusable',
      path,
      `${fileName} is too weak for TLS or damaged; put a certificate with an RSA key of 2048 bits or more there.`,
    );
  }
  return { ...describe(file, certificate, certificatePem, keyPem), madeHere: isIssuedBy(certificate, authority) };
}

/** Whether TLS takes the pair; a short RSA key parses well and is refused only here. */
export function isUsable(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** What is told of a pair that can be used. */
function describe(
  file: string,
  certificate: X509Certificate,
  certificatePem: string,
  keyPem: string,
): Omit<LoadedCertificate, 'madeHere'> {
  const subject = distinguishedName(certificate.subject);
  const issuer = distinguishedName(certificate.issuer);
  return {
    name: `<I>${issuer}<S>${subject}`,
    file,
    subject,
    issuer,
    serialNumber: certificate.serialNumber,
    notBeforeMs: certificate.validFromDate.getTime(),
    notAfterMs: certificate.validToDate.getTime(),
    sans: alternativeNames(certificate.subjectAltName),
    certificatePem,
    keyPem,
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    sha256: certificate.fingerprint256,
  };
}

function validityProblems(
  { file, notBeforeMs, notAfterMs, subject, issuer, madeHere }: LoadedCertificate,
  path: string,
  clock: Clock,
): Notice[] {
  const renewal =
    subject === issuer || madeHere
      ? 'Renew it on the page Delivery, or import one of an authority there.'
      : 'Import the renewed one on the page Delivery.';
  const now = clock.now();
  const day = new Date(notAfterMs).toISOString().slice(0, 10);
  if (now > notAfterMs) {
    return [
      problem(
        'certificate-expired',
        path,
        `The certificate "${file}" expired on ${day} and is still used, so devices that check it will refuse. ${renewal}`,
      ),
    ];
  }
  if (now < notBeforeMs) {
    const start = new Date(notBeforeMs).toISOString().slice(0, 10);
    return [
      problem(
        'certificate-not-yet-valid',
        path,
        `The certificate "${file}" is valid only from ${start}; check this machine's clock.`,
      ),
    ];
  }
  return notAfterMs - now < EXPIRY_WARNING_MS
    ? [problem('certificate-expiring', path, `The certificate "${file}" expires on ${day}. ${renewal}`)]
    : [];
}

function problem(code: string, path: string, text: string): Notice {
  return { code, path, text };
}

/** `DNS:a, IP Address:1.2.3.4` as a list; other kinds of names say nothing about hosts. */
function alternativeNames(text: string | undefined): readonly string[] {
  return (text ?? '').split(', ').flatMap((part) => /^(?:DNS|IP Address):(.+)$/.exec(part)?.[1] ?? []);
}
