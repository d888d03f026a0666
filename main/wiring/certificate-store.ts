import { stat, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import { isNamed, loadCertificates, type LoadedCertificate, type LoadedCertificates } from '../config/certificates.ts';
import type { Notice } from '../config/configuration.ts';
import type { PartnerAuthority } from '../config/partner-authorities.ts';
import { ensureDefaultCertificate, renewOwnCertificates, type CertificateNames } from '../config/own-certificate.ts';
import type { ReceiveConnector } from '../connectors/model.ts';

/** The certificates folder, kept in memory and read again when it changes. */

const LOOK_AGAIN_MS = 10_000;

/** What a certificate is chosen by. */
type TlsUser = Pick<ReceiveConnector, 'tlsCertificateName' | 'fqdn'>;

interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** What a connector presents, and what instead to a client that asks for another name (SNI). */
interface PresentedIdentity extends KeyPair {
  readonly partnerAuthorities: readonly string[];
  readonly forName: (host: string) => KeyPair | null;
}

export interface CertificateStore {
  /** By TlsCertificateName (Exchange's form, thumbprint or file name); else the one whose names cover the connector's FQDN; else the default. */
  identityFor(connector: TlsUser): PresentedIdentity | null;
  /** The certificate behind that identity. */
  chosenFor(connector: TlsUser): LoadedCertificate | null;
  all(): readonly LoadedCertificate[];
  problems(): readonly Notice[];
  /** The certificate of the folder's own authority, PEM; null where none was made yet. */
  authority(): string | null;
  /** What devices were given before the authority was renewed, PEM; null where it never was. */
  formerAuthority(): string | null;
  partnerAuthorities(): readonly PartnerAuthority[];
  /** Runs a change of the folder, then reads it again: new sessions find it changed when this resolves. */
  change<T>(action: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface CertificateStoreParts {
  readonly folder: string;
  /** As the configuration has them now. */
  readonly names: () => CertificateNames;
  readonly clock: Clock;
  readonly onReload: () => void;
  readonly onError: (error: unknown) => void;
}

/** Makes the self-signed default where there is none, loads everything, and watches for replacements. */
export async function openCertificateStore(parts: CertificateStoreParts): Promise<CertificateStore> {
  const { folder, clock } = parts;
  await ensureDefaultCertificate(folder, parts.names(), clock);
  let seen = await fingerprint(folder);
  let loaded: LoadedCertificates = await loadCertificates(folder, clock);
  const renew = async (): Promise<void> => {
    const renewed = await renewOwnCertificates(folder, loaded.certificates, parts.names(), clock);
    if (renewed.length > 0) await look();
  };
  let isOpen = false;
  let closed = false;
  let timer: Timer | null = null;

  let looking: Promise<unknown> = Promise.resolve();

  /** Changes and looks one after the other: nobody reads a pair that is half written. */
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const result = looking.then(action);
    looking = result.catch(() => undefined);
    return result;
  };
  const look = async (): Promise<void> => {
    const now = await fingerprint(folder);
    if (now === seen) return;
    seen = now;
    loaded = keepUsable(loaded, await loadCertificates(folder, clock));
    if (isOpen) parts.onReload();
  };
  const lookLater = (): void => {
    timer = clock.after(LOOK_AGAIN_MS, () => {
      void inTurn(look)
        .then(() => inTurn(renew))
        .catch(parts.onError)
        .finally(() => {
          if (!closed) lookLater();
        });
    });
  };
  // What ended while nothing ran.
  await renew().catch(parts.onError);
  isOpen = true;
  lookLater();

  /** The certificate for a name that a client asks for, where the chosen one is not for it. */
  const otherFor = (host: string, chosen: LoadedCertificate): KeyPair | null => {
    if (chosen.sans.some((name) => covers(name, host))) return null;
    const [other] = covering(loaded.certificates, host, clock.now());
    return other === undefined ? null : pairOf(other);
  };

  return {
    identityFor(connector) {
      const chosen = choose(loaded.certificates, connector, clock.now());
      if (chosen === null) return null;
      const isFixed = isNamed(chosen, connector.tlsCertificateName);
      const partnerAuthorities = loaded.partners.map(({ pem }) => pem);
      return { ...pairOf(chosen), partnerAuthorities, forName: (host) => (isFixed ? null : otherFor(host, chosen)) };
    },
    chosenFor: (connector) => choose(loaded.certificates, connector, clock.now()),
    all: () => loaded.certificates,
    problems: () => loaded.problems,
    authority: () => loaded.authority,
    formerAuthority: () => loaded.formerAuthority,
    partnerAuthorities: () => loaded.partners,
    change: (action) =>
      inTurn(async () => {
        try {
          return await action();
        } finally {
          await look();
        }
      }),
    close() {
      closed = true;
      timer?.cancel();
    },
  };
}

/**
 * A certificate whose files are there but cannot be used, half replaced or broken, is served as it was: the problem
 * is told, and no listener falls back to plain text or to another name.
 */
function keepUsable(before: LoadedCertificates, now: LoadedCertificates): LoadedCertificates {
  const broken = new Set(
    now.problems.flatMap(({ code, path }) =>
      code === 'certificate-unusable' && path !== null ? [parse(path).name] : [],
    ),
  );
  const kept = before.certificates.filter(
    ({ file }) => broken.has(file) && !now.certificates.some((one) => one.file === file),
  );
  return { ...now, certificates: [...now.certificates, ...kept] };
}

function choose(
  certificates: readonly LoadedCertificate[],
  connector: TlsUser,
  nowMs: number,
): LoadedCertificate | null {
  // Of a certificate and its renewal, which bears the same name, the one that lasts longer.
  const [named] = certificates
    .filter((one) => isNamed(one, connector.tlsCertificateName))
    .sort((a, b) => b.notAfterMs - a.notAfterMs);
  if (named !== undefined) return named;
  const [best] = covering(certificates, connector.fqdn, nowMs);
  return best ?? certificates.find(({ file }) => file === 'default') ?? certificates[0] ?? null;
}

function covering(certificates: readonly LoadedCertificate[], host: string, nowMs: number): LoadedCertificate[] {
  return (
    certificates
      .filter(({ sans, notAfterMs }) => notAfterMs > nowMs && sans.some((name) => covers(name, host)))
      // One that was brought here says more than the one that was made here; then the one that lasts longest.
      .sort((a, b) => Number(a.file === 'default') - Number(b.file === 'default') || b.notAfterMs - a.notAfterMs)
  );
}

function pairOf({ keyPem, certificatePem }: LoadedCertificate): KeyPair {
  return { key: keyPem, cert: certificatePem };
}

function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  const wanted = host.toLowerCase();
  return pattern === wanted || (pattern.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === pattern.slice(1));
}

/** Changes when a file is added, removed or replaced. */
async function fingerprint(folder: string): Promise<string> {
  const partners = await readdir(join(folder, 'partners')).catch(() => []);
  const names = [...(await readdir(folder)), ...partners.map((name) => join('partners', name))].sort();
  const stats = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return names.map((name, i) => `${name}:${stats[i]?.mtimeMs ?? ''}:${stats[i]?.size ?? ''}`).join('|');
}
