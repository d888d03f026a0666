import { createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { replaceFile } from './atomic-file.ts';

/** The certificate authority of this data folder: devices that trust it take every certificate it will ever sign. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** PKCS #8 in PEM. */
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** The longest that clients with a limit on server certificates take. */
const SERVER_DAYS = 825;
/** Clocks of old devices end in January 2038. */
const AUTHORITY_END_MS = Date.UTC(2037, 11, 31);
const SHORTEST_AUTHORITY_DAYS = 3650;
/** Long enough for every device to be given the new one before it needs it. */
const AUTHORITY_RENEWAL_MS = 365 * DAY_MS;
/** Devices whose clock is a little behind must not find a certificate "not yet valid". */
const BACKDATED_DAYS = 1;
/** What the oldest devices that know TLS 1.2 can use. */
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** The authority in the certificates folder, or null where none was made yet or half of it is missing. */
export async function readAuthority(folder: string): Promise<Authority | null> {
  const [certificate, key] = [await read(folder, 'authority.crt'), await read(folder, 'authority.key')];
  return certificate === null || key === null ? null : { certificate, key };
}

/** The certificate that devices were given before the present one, PEM; null where there was none. */
export function readFormerAuthority(folder: string): Promise<string | null> {
  return read(folder, 'former.crt');
}

function read(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, 'authority', name), 'utf8').catch(() => null);
}

/** The authority, made where there is none. */
export async function ensureAuthority(folder: string, serverName: string, clock: Clock): Promise<Authority> {
  const known = await readAuthority(folder);
  if (known !== null) return known;
  const authority = await createAuthority(serverName, clock);
  await mkdir(join(folder, 'authority'), { recursive: true, mode: 0o700 });
  await keepFormer(folder, clock);
  await replaceFile(join(folder, 'authority', 'authority.key'), authority.key, clock);
  await replaceFile(join(folder, 'authority', 'authority.crt'), authority.certificate, clock);
  return authority;
}

/**
 * Gives the authority a new certificate a year before the present one ends: same name and same key, so that devices
 * trust with either of the two what it signs. Returns whether it did.
 */
export async function renewAuthority(folder: string, clock: Clock): Promise<boolean> {
  const known = await readAuthority(folder);
  if (known === null) return false;
  const { validToDate, subject } = new X509Certificate(known.certificate);
  if (validToDate.getTime() - clock.now() > AUTHORITY_RENEWAL_MS) return false;
  const publicKey = createPublicKey(known.certificate).export({ type: 'spki', format: 'der' });
  const keys = {
    privateKey: await signingKey(known),
    publicKey: await webcrypto.subtle.importKey('spki', publicKey, ALGORITHM, true, ['verify']),
  };
  const certificate = await certify(keys, subject.replace(/^CN=/, ''), clock);
  await keepFormer(folder, clock);
  await replaceFile(join(folder, 'authority', 'authority.crt'), certificate, clock);
  return true;
}

/** What devices have now, to tell until when they trust. */
async function keepFormer(folder: string, clock: Clock): Promise<void> {
  const certificate = await read(folder, 'authority.crt');
  if (certificate !== null) await replaceFile(join(folder, 'authority', 'former.crt'), certificate, clock);
}

async function createAuthority(serverName: string, clock: Clock): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await certify(keys, `Postroom ${serverName} authority`, clock);
  return { certificate, key: await keyPem(keys.privateKey) };
}

async function certify(keys: webcrypto.CryptoKeyPair, commonName: string, clock: Clock): Promise<string> {
  const x509 = await library();
  const now = clock.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: newSerialNumber(),
      name: [{ CN: [commonName] }],
      notBefore: new Date(now - BACKDATED_DAYS * DAY_MS),
      notAfter: new Date(Math.max(AUTHORITY_END_MS, now + SHORTEST_AUTHORITY_DAYS * DAY_MS)),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return `${certificate.toString('pem')}\n`;
}

export interface IssueRequest {
  /** Host names, `*.domain` and IP addresses. */
  readonly names: readonly string[];
  readonly commonName: string;
  /** Who signs; null: the certificate itself. */
  readonly authority: Authority | null;
  readonly clock: Clock;
}

/** A server certificate with its key, both as PEM; the authority stands behind it in the chain. */
export async function issueCertificate({
  names,
  commonName,
  authority,
  clock,
}: IssueRequest): Promise<{ certificate: string; key: string }> {
  const x509 = await library();
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = authority === null ? null : new x509.X509Certificate(authority.certificate);
  const subject = [{ CN: [commonName] }];
  const notAfterMs = clock.now() + (SERVER_DAYS - BACKDATED_DAYS) * DAY_MS;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: newSerialNumber(),
      subject,
      issuer: issuer === null ? subject : issuer.subjectName,
      notBefore: new Date(clock.now() - BACKDATED_DAYS * DAY_MS),
      notAfter: new Date(Math.min(notAfterMs, issuer?.notAfter.getTime() ?? notAfterMs)),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: authority === null ? keys.privateKey : await signingKey(authority),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ...(issuer === null
          ? []
          : [await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto)]),
      ],
    },
    webcrypto,
  );
  return {
    certificate: `${certificate.toString('pem')}\n${authority?.certificate ?? ''}`,
    key: await keyPem(keys.privateKey),
  };
}

/** True where the authority signed it. */
export function isIssuedBy(certificate: X509Certificate, authority: string | null): boolean {
  if (authority === null) return false;
  const issuer = new X509Certificate(authority);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

async function library() {
  // Loaded when needed: the ASN.1 library costs every other start a tenth of a second.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function signingKey({ key }: Authority): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(key.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const { PemConverter } = await library();
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

function newSerialNumber(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`;
}
