import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { SigningDeps } from '../delivery/signing-target.ts';
import { createDkimKeys, type DkimKeys } from '../dkim/dkim-keys.ts';

export interface EngineDkimParts {
  readonly dataFolder: string;
  readonly configuration: Pick<Configuration, 'current' | 'beforeSave' | 'onChange' | 'secrets'>;
  readonly report: (error: unknown, doing: string) => void;
}

export interface EngineDkim {
  readonly keys: DkimKeys;
  readonly signing: SigningDeps;
}

/** Signing in a running engine: its keys, made with the change that asks for them, and a folder for bodies that wait. */
export async function createEngineDkim({ dataFolder, configuration, report }: EngineDkimParts): Promise<EngineDkim> {
  const cacheFolder = join(dataFolder, 'signing');
  // What a crash left behind belongs to nobody: the message itself is in the queue.
  await rm(cacheFolder, { recursive: true, force: true });
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const keys = createDkimKeys({ secrets: configuration.secrets, report });
  const make = (snapshot: Snapshot): void => {
    void keys
      .ensure(snapshot.dkim)
      .catch((error: unknown) => report(error, 'making the keys that mail is signed with'));
  };
  make(configuration.current());
  // With the change that asks for it, so that its record can be published at once; a key that was lost later, behind any.
  configuration.beforeSave(({ dkim }, { dkim: before }) => {
    const known = new Set(before.map(({ secretName }) => secretName));
    return keys.ensure(dkim.filter(({ secretName }) => !known.has(secretName)));
  });
  configuration.onChange(make);
  return {
    keys,
    signing: { domains: () => configuration.current().dkim, privateKey: (domain) => keys.get(domain), cacheFolder },
  };
}
