import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { certificateNames } from './certificate-names.ts';
import { openCertificateStore, type CertificateStore } from './certificate-store.ts';

export interface EngineCertificatesParts {
  readonly dataFolder: string;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly onReload: () => void;
  readonly report: (error: unknown, doing: string) => void;
}

/** The certificates of a data folder, with the place they lie in. */
export async function openEngineCertificates({
  dataFolder,
  snapshot,
  clock,
  onReload,
  report,
}: EngineCertificatesParts): Promise<CertificateStore & { readonly folder: string }> {
  const folder = join(dataFolder, 'certificates');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const store = await openCertificateStore({
    ...{ folder, clock, onReload },
    names: () => certificateNames(snapshot(), hostname()),
    onError: (error) => report(error, 'reading the certificates'),
  });
  return { ...store, folder };
}
