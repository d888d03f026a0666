import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { replaceFile, syncDirectory } from './atomic-file.ts';
import { certificateExtensions } from './certificate-extensions.ts';
import { isUsable } from './certificates.ts';
import { looksLikePfx, readPfx } from './pfx.ts';

/** Certificates with their keys as they come from outside, and as they lie in the certificates folder. */

export interface CertificatePair {
  /** PEM, the server's own certificate first, then its issuers. */
  readonly certificate: string;
  /** PKCS #8 in PEM, without a password. */
  readonly key: string;
}

const CERTIFICATE_BLOCK = /-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g;
const KEY_BLOCK = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]+-----END \1PRIVATE KEY-----/;

/**
 * Reads what a person was given by an authority: PEM with or without the key in it, DER, or PFX. Throws
 * 'certificate-unusable' with a sentence that names what is missing.
 */
export function readPair(certificate: Buffer, key: Buffer | null, password: string | null): CertificatePair {
  const { certificates, keys } = looksLikePfx(certificate)
    ? readPfx(certificate, password ?? '')
    : { certificates: readCertificates(certificate), keys: readKeys(key ?? certificate, password) };
  if (keys.length === 0) throw unusable('The key is missing: give the file with the private key too.');
  for (const own of keys) {
    const leaf = certificates.find((one) => one.checkPrivateKey(own));
    if (leaf !== undefined) return pairOf(leaf, certificates, own);
  }
  throw unusable('The key does not belong to the certificate; give the key that it was issued for.');
}

/** The certificates of a PEM text, without any key that stands among them. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  return (pem.match(CERTIFICATE_BLOCK) ?? []).map((block) => new X509Certificate(block));
}

/**
 * Puts the pair into the folder as NAME.crt and NAME.key, for the owner alone. Rejects with 'not-allowed' where the
 * name is taken and nothing is to be replaced.
 */
export async function writePair(
  folder: string,
  file: string,
  pair: CertificatePair,
  { replace, clock }: { readonly replace: boolean; readonly clock: Clock },
): Promise<void> {
  const taken = await filesOf(folder, file);
  if (taken.length > 0 && !replace) {
    throw new PostroomError(
      'not-allowed',
      `There is a certificate "${file}" already; choose another name, or replace it.`,
    );
  }
  // The certificate last: until then the folder holds a pair that does not fit, and the old one is served on.
  await replaceFile(join(folder, `${file}.key`), pair.key, clock);
  await replaceFile(join(folder, `${file}.crt`), pair.certificate, clock);
  for (const name of taken.filter((one) => one !== `${file}.key` && one !== `${file}.crt`))
    await rm(join(folder, name));
}

/** Deletes a certificate and its key. Rejects with 'not-found'. */
export async function removePair(folder: string, file: string): Promise<void> {
  const names = await filesOf(folder, file);
  if (names.length === 0) throw new PostroomError('not-found', `There is no certificate "${file}" any more.`);
  for (const name of names) await rm(join(folder, name));
  await syncDirectory(folder);
}

async function filesOf(folder: string, file: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((entry) => {
    const { name, ext } = parse(entry);
    // Windows and macOS tell no difference between the two.
    const isSame = name.toLowerCase() === file.toLowerCase();
    return isSame && (certificateExtensions.has(ext.toLowerCase()) || ext.toLowerCase() === '.key');
  });
}

function readCertificates(bytes: Buffer): readonly X509Certificate[] {
  try {
    const fromPem = certificatesOf(bytes.toString('latin1'));
    return fromPem.length > 0 ? fromPem : [new X509Certificate(bytes)];
  } catch {
    throw unusable('The file is not a certificate that can be read; it must be PEM, DER or PFX.');
  }
}

function readKeys(bytes: Buffer, password: string | null): readonly KeyObject[] {
  const block = KEY_BLOCK.exec(bytes.toString('latin1'));
  if (block === null) return [];
  const isEncrypted = block[1] === 'ENCRYPTED ' || block[0].includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && (password === null || password === '')) throw unusable('The key has a password: give it too.');
  try {
    return [createPrivateKey({ key: block[0], ...(isEncrypted ? { passphrase: password ?? '' } : {}) })];
  } catch {
    throw unusable(
      isEncrypted
        ? 'The key cannot be opened: the password is wrong, or the file is damaged.'
        : 'The key cannot be read; it must be a private key in PEM form.',
    );
  }
}

function pairOf(leaf: X509Certificate, others: readonly X509Certificate[], key: KeyObject): CertificatePair {
  const pair = {
    certificate: chainFrom(leaf, others)
      .map((one) => one.toString())
      .join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  if (isUsable(pair.certificate, pair.key)) return pair;
  throw unusable('The certificate is too weak for TLS; take one with an RSA key of 2048 bits or more.');
}

/** The certificate, then who issued it and so on, in whatever order they were given. */
function chainFrom(leaf: X509Certificate, others: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; ;) {
    const issuer = others.find(
      (one) => !chain.includes(one) && one.fingerprint256 !== last.fingerprint256 && last.checkIssued(one),
    );
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
}

function unusable(message: string): PostroomError {
  return new PostroomError('certificate-unusable', message);
}
