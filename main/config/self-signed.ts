import { webcrypto } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { hostName } from '../contract/fields.ts';
import { replaceFile } from './atomic-file.ts';

const DAY_MS = 86_400_000;
// The longest that clients with a limit on server certificates take.
const VALID_DAYS = 825;
// Devices whose clock is a little behind must not find it "not yet valid".
const BACKDATED_DAYS = 1;

export interface CertificateNames {
  readonly fqdn: string;
  readonly serverName: string;
  readonly hostname: string;
}

/**
 * Makes certificates/default.crt and default.key where there are none yet: self-signed, RSA 2048 with SHA-256, which
 * the oldest devices that know TLS 1.2 can use. Returns whether one was made. An existing default.crt is never touched.
 */
export async function ensureDefaultCertificate(
  folder: string,
  names: CertificateNames,
  clock: Clock,
): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const certificatePath = join(folder, 'default.crt');
  const exists = await access(certificatePath).then(
    () => true,
    () => false,
  );
  if (exists) return false;
  const { certificate, key } = await createSelfSigned(names, clock);
  // The certificate last: a crash in between leaves a key alone, and the next start makes both again.
  await replaceFile(join(folder, 'default.key'), key, clock);
  await replaceFile(certificatePath, certificate, clock);
  return true;
}

/** A self-signed server certificate for this machine's names and addresses, with its key, both as PEM. */
export async function createSelfSigned(
  names: CertificateNames,
  clock: Clock,
): Promise<{ certificate: string; key: string }> {
  return createSelfSignedFor(ownNames(names), clock, names.fqdn);
}

/** A self-signed server certificate for host names, `*.domain` and IP addresses. */
export async function createSelfSignedFor(
  names: readonly string[],
  clock: Clock,
  commonName = names[0] ?? 'localhost',
): Promise<{ certificate: string; key: string }> {
  // Loaded when needed: the ASN.1 library costs every other start a tenth of a second.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(15)))
        .toString('hex')
        .replace(/^/, '01'),
      name: [{ CN: [commonName] }],
      notBefore: new Date(clock.now() - BACKDATED_DAYS * DAY_MS),
      notAfter: new Date(clock.now() + (VALID_DAYS - BACKDATED_DAYS) * DAY_MS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}

function ownNames({ fqdn, serverName, hostname }: CertificateNames): readonly string[] {
  const hosts = [fqdn, serverName, hostname, 'localhost']
    .map((name) => name.toLowerCase())
    .filter((name) => hostName.safeParse(name).success && isIP(name) === 0);
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address.replace(/%.*$/, ''));
  return [...new Set([...hosts, '127.0.0.1', '::1', ...addresses])];
}
