import type { CheckReport, Configuration } from '../config/configuration.ts';
import { hashPassword } from '../config/passwords.ts';
import type { Api } from '../contract/calls.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { toSparse } from '../config/sparse.ts';
import type { ConfigApplied, ConfigCheck } from '../contract/config-view.ts';
import { assertSigningKey } from '../dkim/signing-key.ts';
import { createChangePreview, type ChangePreviewParts } from './change-preview.ts';

/** The configuration, its changes, secrets and passwords. */
type ConfigurationCalls = Pick<
  Api['calls'],
  Extract<keyof Api['calls'], `config.${string}` | `secret.${string}`> | 'account.setPassword'
>;

export interface ConfigurationParts extends ChangePreviewParts {
  readonly configuration: Configuration;
}

export function createConfigurationCalls(parts: ConfigurationParts): ConfigurationCalls {
  const { configuration } = parts;
  const { secrets } = configuration;
  const preview = createChangePreview(parts);
  const checked = async (report: CheckReport): Promise<ConfigCheck> => ({
    findings: report.findings,
    effects: report.effects,
    impact: await preview.ofDraft(configuration.current(), report),
  });
  /** The change itself decides whether it is made; what it changes is looked at behind it. */
  const changed = async (change: () => Promise<Snapshot>): Promise<ConfigApplied> => {
    const before = configuration.current();
    const after = await change();
    return { revision: after.revision, impact: await preview.between(before, after) };
  };
  return {
    'config.get': () => {
      const { revision, document } = configuration.current();
      return {
        revision,
        document,
        sparse: configuration.sparse(),
        notices: configuration.notices(),
        firstRun: configuration.firstRun,
        untouched: configuration.untouched(),
      };
    },
    // Who may only look sees no names of secrets either.
    'config.export': async (_, { role }) => {
      const { exportConfiguration } = await import('../shell/export/export-configuration.ts');
      const { document } = configuration.current();
      return { text: exportConfiguration(document, toSparse(document), role === 'admin' ? secrets.names() : []) };
    },
    'config.check': ({ draft }) => checked(configuration.check(draft)),
    'config.checkPatch': ({ patch }) => checked(configuration.checkPatch(patch)),
    'config.apply': ({ draft, baseRevision, confirmations }, { name }) =>
      changed(() => configuration.apply(draft, { baseRevision, confirmations, author: name })),
    'config.patch': ({ patch, baseRevision, confirmations }, { name }) =>
      changed(() => configuration.patch(patch, { baseRevision, confirmations, author: name })),
    'config.checkRevision': async ({ revision }) => checked(await configuration.checkRevision(revision)),
    'config.restore': ({ revision, baseRevision, confirmations }, { name }) =>
      changed(() => configuration.restore(revision, { baseRevision, confirmations, author: name })),
    'config.history': () => configuration.history(),
    'config.undo': ({ baseRevision }, { name }) => changed(() => configuration.undo({ baseRevision, author: name })),
    'secret.set': async ({ name, value }) => {
      if (name.startsWith('dkim/')) assertSigningKey(value);
      await secrets.set(name, value);
      return null;
    },
    'secret.remove': async ({ name }) => ({ removed: await secrets.remove(name) }),
    'secret.list': () => secrets.names(),
    'account.setPassword': async ({ userName, password, addresses }, caller) => {
      const passwordHash = await hashPassword(password);
      // Read after the hash, which takes a while: what somebody saved meanwhile stays.
      const { revision: baseRevision, document } = configuration.current();
      const wanted = userName.toLowerCase();
      const change = { passwordHash, ...(addresses === undefined ? {} : { addresses }) };
      const isKnown = document.accounts.some((account) => account.userName.toLowerCase() === wanted);
      const accounts = isKnown
        ? document.accounts.map((account) =>
            account.userName.toLowerCase() === wanted ? { ...account, ...change } : account,
          )
        : [...document.accounts, { userName, ...change }];
      return changed(() => configuration.patch({ accounts }, { baseRevision, author: caller.name }));
    },
  };
}
