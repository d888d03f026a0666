import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import type { SigningDeps } from '../delivery/signing-target.ts';
import { createDkimKeys, type DkimKeys } from '../dkim/dkim-keys.ts';

export interface EngineDkimParts {
  readonly dataFolder: string;
  readonly configuration: Pick<Configuration, 'current' | 'onChange' | 'secrets'>;
  readonly report: (error: unknown, doing: string) => void;
}

export interface EngineDkim {
  readonly keys: DkimKeys;
  readonly signing: SigningDeps;
}

/** Signing in a running engine: its keys, made as soon as a domain is to be signed, and a folder for bodies that wait. */
export async function createEngineDkim({ dataFolder, configuration, report }: EngineDkimParts): Promise<EngineDkim> {
  const cacheFolder = join(dataFolder, 'signing');
  // What a crash left behind belongs to nobody: the message itself is in the queue.
  await rm(cacheFolder, { recursive: true, force: true });
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const keys = createDkimKeys({ secrets: configuration.secrets, report });
  void keys.ensure(configuration.current().dkim);
  configuration.onChange((next) => void keys.ensure(next.dkim));
  return {
    keys,
    signing: { domains: () => configuration.current().dkim, privateKey: (domain) => keys.get(domain), cacheFolder },
  };
}
