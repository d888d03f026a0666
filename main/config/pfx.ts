import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { PostroomError } from '../errors.ts';
import { children, octetsOf, oidOf, readAll, SEQUENCE, type DerNode } from './der.ts';
import { decryptWithPassword } from './password-encryption.ts';

/** PKCS #12 (RFC 7292): what Windows exports a certificate with its key as. */

export interface PfxContents {
  readonly certificates: readonly X509Certificate[];
  readonly keys: readonly KeyObject[];
}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const SAFE_CONTENTS_BAG = '1.2.840.113549.1.12.10.1.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
/** Bags within bags; nobody nests them deeper. */
const DEEPEST = 4;

/** Whether the bytes are a PFX file, and not a certificate in DER. */
export function looksLikePfx(bytes: Buffer): boolean {
  try {
    const [version, content] = children(readAll(bytes)[0], SEQUENCE);
    return version?.tag === 0x02 && version.value[0] === 3 && content?.tag === SEQUENCE;
  } catch {
    return false;
  }
}

/** Opens the file. Throws 'certificate-unusable' where the password is wrong or the file cannot be read. */
export function readPfx(bytes: Buffer, password: string): PfxContents {
  try {
    const [, authSafe] = children(readAll(bytes)[0], SEQUENCE);
    const certificates: X509Certificate[] = [];
    const keys: KeyObject[] = [];
    for (const info of children(readAll(contentOf(authSafe, DATA))[0], SEQUENCE)) {
      const bags = children(readAll(safeContents(info, password))[0], SEQUENCE);
      for (const bag of bags) readBag(bag, password, { certificates, keys }, 0);
    }
    return { certificates, keys };
  } catch (error) {
    if (error instanceof PostroomError) throw error;
    throw new PostroomError(
      'certificate-unusable',
      password === ''
        ? 'The PFX file cannot be opened without its password.'
        : 'The PFX file cannot be opened: the password is wrong, or the file is damaged.',
      { cause: error },
    );
  }
}

/** The octets of a ContentInfo of the type `data`. */
function contentOf(info: DerNode | undefined, type: string): Buffer {
  const [kind, content] = children(info, SEQUENCE);
  if (oidOf(kind) !== type) throw new RangeError('the PFX file is not protected by a password');
  return octetsOf(children(content)[0]);
}

function safeContents(info: DerNode, password: string): Buffer {
  const [kind, content] = children(info, SEQUENCE);
  if (oidOf(kind) !== ENCRYPTED_DATA) return contentOf(info, DATA);
  const [, encrypted] = children(children(content)[0], SEQUENCE);
  const [, algorithm, data] = children(encrypted, SEQUENCE);
  return decryptWithPassword(algorithm, octetsOf(data), password);
}

function readBag(
  bag: DerNode,
  password: string,
  found: { readonly certificates: X509Certificate[]; readonly keys: KeyObject[] },
  depth: number,
): void {
  const [kind, content] = children(bag, SEQUENCE);
  const [value] = children(content);
  switch (oidOf(kind)) {
    case KEY_BAG:
      if (value) found.keys.push(keyOf(value.whole));
      break;
    case SHROUDED_KEY_BAG: {
      const [algorithm, data] = children(value, SEQUENCE);
      found.keys.push(keyOf(decryptWithPassword(algorithm, octetsOf(data), password)));
      break;
    }
    case CERT_BAG: {
      const [type, certificate] = children(value, SEQUENCE);
      if (oidOf(type) === X509_CERTIFICATE)
        found.certificates.push(new X509Certificate(octetsOf(children(certificate)[0])));
      break;
    }
    case SAFE_CONTENTS_BAG:
      if (depth < DEEPEST) for (const inner of children(value, SEQUENCE)) readBag(inner, password, found, depth + 1);
      break;
    default:
    // Revocation lists and secrets of other kinds are of no use here.
  }
}

function keyOf(pkcs8: Buffer): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}
