import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { PostroomError } from '../errors.ts';
import { children, integerOf, octetsOf, oidOf, OCTET_STRING, SEQUENCE, type DerNode } from './der.ts';

/** Decryption under a password as PKCS #5 and PKCS #12 have it (RFC 8018 6.2, RFC 7292 appendix B and C). */

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const PBE_SHA1_3DES = '1.2.840.113549.1.12.1.3';

const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
/** A file that asks for more is made to keep the machine busy. */
const MOST_ITERATIONS = 1_000_000;
const SHA1_BYTES = 20;
const SHA1_BLOCK = 64;
const [KEY, IV] = [1, 2] as const;

/** Throws RangeError where the file is damaged, 'certificate-unusable' where the algorithm is none of today's. */
export function decryptWithPassword(algorithm: DerNode | undefined, data: Buffer, password: string): Buffer {
  const [kind, parameters] = children(algorithm, SEQUENCE);
  const oid = oidOf(kind);
  if (oid === PBES2) return decryptPbes2(parameters, data, password);
  if (oid !== PBE_SHA1_3DES) throw unknownAlgorithm(oid);
  const [saltNode, iterationsNode] = children(parameters, SEQUENCE);
  const [salt, iterations] = [octetsOf(saltNode), iterationsOf(iterationsNode)];
  const key = pkcs12Key(KEY, 24, password, salt, iterations);
  return decrypt('des-ede3-cbc', key, pkcs12Key(IV, 8, password, salt, iterations), data);
}

function decryptPbes2(parameters: DerNode | undefined, data: Buffer, password: string): Buffer {
  const [derivation, scheme] = children(parameters, SEQUENCE);
  const [kdf, kdfParameters] = children(derivation, SEQUENCE);
  const [cipherKind, iv] = children(scheme, SEQUENCE);
  const cipher = ciphers[oidOf(cipherKind)];
  if (oidOf(kdf) !== PBKDF2) throw unknownAlgorithm(oidOf(kdf));
  if (cipher === undefined) throw unknownAlgorithm(oidOf(cipherKind));
  const [salt, iterations, ...options] = children(kdfParameters, SEQUENCE);
  if (salt?.tag !== OCTET_STRING) throw new RangeError('a salt was expected');
  const prf = options.find(({ tag }) => tag === SEQUENCE);
  const prfOid = prf === undefined ? '1.2.840.113549.2.7' : oidOf(children(prf)[0]);
  const digest = digests[prfOid];
  if (digest === undefined) throw unknownAlgorithm(prfOid);
  const key = pbkdf2Sync(password, octetsOf(salt), iterationsOf(iterations), cipher.keyBytes, digest);
  return decrypt(cipher.name, key, octetsOf(iv), data);
}

function iterationsOf(node: DerNode | undefined): number {
  const iterations = integerOf(node);
  if (iterations < 1 || iterations > MOST_ITERATIONS) throw new RangeError('its key derivation is out of bounds');
  return iterations;
}

function decrypt(cipher: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** RFC 7292 B.2 with SHA-1; `id` 1 makes a key, 2 an IV. */
function pkcs12Key(id: number, length: number, password: string, salt: Buffer, iterations: number): Buffer {
  // A BMPString with its terminator: UTF-16, high byte first.
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([fillBlocks(salt), fillBlocks(secret)]);
  const diversifier = Buffer.alloc(SHA1_BLOCK, id);
  const made: Buffer[] = [];
  for (let bytes = 0; bytes < length; bytes += SHA1_BYTES) {
    let hash = sha1(Buffer.concat([diversifier, input]));
    for (let round = 1; round < iterations; round += 1) hash = sha1(hash);
    made.push(hash);
    addToBlocks(input, Buffer.alloc(SHA1_BLOCK, hash));
  }
  return Buffer.concat(made).subarray(0, length);
}

function fillBlocks(bytes: Buffer): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / SHA1_BLOCK) * SHA1_BLOCK, bytes);
}

/** Each block of `input` plus `addend` plus one, modulo 2^512. */
function addToBlocks(input: Buffer, addend: Buffer): void {
  for (let block = 0; block < input.length; block += SHA1_BLOCK) {
    let carry = 1;
    for (let index = SHA1_BLOCK - 1; index >= 0; index -= 1) {
      const sum = (input[block + index] ?? 0) + (addend[index] ?? 0) + carry;
      input[block + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}

function unknownAlgorithm(oid: string): PostroomError {
  return new PostroomError(
    'certificate-unusable',
    `The PFX file is encrypted in a way that is too old or unknown (${oid}); export it again with AES256 or TripleDES.`,
  );
}
