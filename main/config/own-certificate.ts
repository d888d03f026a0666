import { access, mkdir } from 'node:fs/promises';
import { isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { hostName } from '../contract/fields.ts';
import { replaceFile } from './atomic-file.ts';
import { ensureAuthority, issueCertificate, readAuthority, renewAuthority, type Authority } from './authority.ts';
import type { LoadedCertificate } from './certificates.ts';

/** The certificates that are made here: the default one for this machine, and those that people ask for. */

export interface CertificateNames {
  readonly fqdn: string;
  readonly serverName: string;
  readonly hostname: string;
  /** Names and addresses that receive connectors are reached by. */
  readonly listeners?: readonly string[];
}

/** A certificate of our own is made anew this long before it ends. */
export const RENEWAL_MS = 31 * 86_400_000;

/**
 * Makes certificates/default.crt and default.key where there are none yet, signed by the authority of the folder.
 * Returns whether one was made. An existing default.crt is not touched.
 */
export async function ensureDefaultCertificate(
  folder: string,
  names: CertificateNames,
  clock: Clock,
): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const exists = await access(join(folder, 'default.crt')).then(
    () => true,
    () => false,
  );
  if (exists) return false;
  const known = [...new Set([...ownNames(names), ...ownAddresses()])];
  await make(folder, { file: 'default', names: known, commonName: names.fqdn }, names.serverName, clock);
  return true;
}

/**
 * Makes anew what was made here and ends soon, and the default one where it lacks a name that devices use. Returns the
 * file names, the authority among them. Certificates of others, and self-signed ones that somebody brought, stay.
 */
export async function renewOwnCertificates(
  folder: string,
  certificates: readonly LoadedCertificate[],
  names: CertificateNames,
  clock: Clock,
): Promise<readonly string[]> {
  const renewed: string[] = (await renewAuthority(folder, clock)) ? ['authority/authority'] : [];
  const authority = await readAuthority(folder);
  for (const certificate of certificates.filter((one) => isDue(one, authority, names, clock))) {
    const { file, sans } = certificate;
    const isDefault = file === 'default';
    const all = [...new Set([...(isDefault ? ownNames(names) : []), ...sans, ...(isDefault ? ownAddresses() : [])])];
    const commonName = isDefault ? names.fqdn : (sans[0] ?? names.fqdn);
    await make(folder, { file, names: all, commonName }, names.serverName, clock);
    renewed.push(file);
  }
  return renewed;
}

function isDue(
  certificate: LoadedCertificate,
  authority: Authority | null,
  names: CertificateNames,
  clock: Clock,
): boolean {
  const { file, subject, issuer, madeHere, notAfterMs, sans, certificatePem } = certificate;
  const isDefault = file === 'default';
  if (!madeHere && !(isDefault && subject === issuer)) return false;
  if (notAfterMs - clock.now() <= RENEWAL_MS) return true;
  // Who is given the authority by what is served is to get the one that lasts longest.
  if (madeHere && authority !== null && !certificatePem.endsWith(authority.certificate)) return true;
  // A device that trusts a self-signed one has to be given the next: that is put off as long as can be.
  return madeHere && isDefault && ownNames(names).some((name) => !sans.some((known) => isSame(known, name)));
}

interface Wanted {
  readonly file: string;
  readonly names: readonly string[];
  readonly commonName: string;
}

async function make(folder: string, { file, ...wanted }: Wanted, serverName: string, clock: Clock): Promise<void> {
  const authority = await ensureAuthority(folder, serverName, clock);
  const { certificate, key } = await issueCertificate({ ...wanted, authority, clock });
  // The certificate last: a crash in between leaves a key alone, and the next start makes both again.
  await replaceFile(join(folder, `${file}.key`), key, clock);
  await replaceFile(join(folder, `${file}.crt`), certificate, clock);
}

/** Names that last, and addresses that a connector names: without one of them a device would refuse. */
export function ownNames({ fqdn, serverName, hostname, listeners = [] }: CertificateNames): readonly string[] {
  const named = [fqdn, serverName, hostname, 'localhost', ...listeners].map((name) => name.toLowerCase());
  const hosts = named.filter((name) => isIP(name) === 0 && hostName.safeParse(name).success);
  const addresses = [...named.filter((name) => isIP(name) !== 0), '127.0.0.1', '::1', ...ownAddresses().filter(isIPv4)];
  return [...new Set([...hosts, ...addresses])];
}

/** Addresses that this machine has now; IPv6 ones come and go. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address.replace(/%.*$/, ''));
}

/** Certificates print IPv6 addresses in capitals and in full. */
function isSame(known: string, name: string): boolean {
  if (isIP(known) !== 6 || isIP(name) !== 6) return known.toLowerCase() === name.toLowerCase();
  return canonical(known) === canonical(name);
}

function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname;
}
