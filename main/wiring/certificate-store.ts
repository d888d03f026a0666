import { stat, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import { loadCertificates, type LoadedCertificate, type LoadedCertificates } from '../config/certificates.ts';
import type { Notice } from '../config/configuration.ts';
import { ensureDefaultCertificate, type CertificateNames } from '../config/self-signed.ts';
import type { ReceiveConnector } from '../connectors/model.ts';

/** The certificates folder, kept in memory and read again when it changes. */

const LOOK_AGAIN_MS = 10_000;

/** What a certificate is chosen by. */
type TlsUser = Pick<ReceiveConnector, 'tlsCertificateName' | 'fqdn'>;

export interface CertificateStore {
  /** By TlsCertificateName; else the one whose names cover the connector's FQDN; else the default. */
  identityFor(connector: TlsUser): { key: string; cert: string } | null;
  /** The certificate behind that identity. */
  chosenFor(connector: TlsUser): LoadedCertificate | null;
  all(): readonly LoadedCertificate[];
  problems(): readonly Notice[];
  /** Runs a change of the folder, then reads it again: new sessions find it changed when this resolves. */
  change<T>(action: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface CertificateStoreParts {
  readonly folder: string;
  readonly names: CertificateNames;
  readonly clock: Clock;
  readonly onReload: () => void;
  readonly onError: (error: unknown) => void;
}

/** Makes the self-signed default where there is none, loads everything, and watches for replacements. */
export async function openCertificateStore(parts: CertificateStoreParts): Promise<CertificateStore> {
  const { folder, clock } = parts;
  await ensureDefaultCertificate(folder, parts.names, clock);
  let seen = await fingerprint(folder);
  let loaded: LoadedCertificates = await loadCertificates(folder, clock);
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
    parts.onReload();
  };
  const lookLater = (): void => {
    timer = clock.after(LOOK_AGAIN_MS, () => {
      void inTurn(look)
        .catch(parts.onError)
        .finally(() => {
          if (!closed) lookLater();
        });
    });
  };
  lookLater();

  return {
    identityFor(connector) {
      const chosen = choose(loaded.certificates, connector, clock.now());
      return chosen === null ? null : { key: chosen.keyPem, cert: chosen.certificatePem };
    },
    chosenFor: (connector) => choose(loaded.certificates, connector, clock.now()),
    all: () => loaded.certificates,
    problems: () => loaded.problems,
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
  return { certificates: [...now.certificates, ...kept], problems: now.problems };
}

function choose(
  certificates: readonly LoadedCertificate[],
  connector: TlsUser,
  nowMs: number,
): LoadedCertificate | null {
  // Of a certificate and its renewal, which bears the same name, the one that lasts longer.
  const [named] = certificates
    .filter(({ name }) => name === connector.tlsCertificateName)
    .sort((a, b) => b.notAfterMs - a.notAfterMs);
  if (named !== undefined) return named;
  const covering = certificates
    .filter(({ sans, notAfterMs }) => notAfterMs > nowMs && sans.some((name) => covers(name, connector.fqdn)))
    // One that was brought here says more than the one that was made here; then the one that lasts longest.
    .sort((a, b) => Number(a.file === 'default') - Number(b.file === 'default') || b.notAfterMs - a.notAfterMs);
  return covering[0] ?? certificates.find(({ file }) => file === 'default') ?? certificates[0] ?? null;
}

function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  const wanted = host.toLowerCase();
  return pattern === wanted || (pattern.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === pattern.slice(1));
}

/** Changes when a file is added, removed or replaced. */
async function fingerprint(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const stats = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return names.map((name, i) => `${name}:${stats[i]?.mtimeMs ?? ''}:${stats[i]?.size ?? ''}`).join('|');
}
