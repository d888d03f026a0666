import type { CheckReport } from '../config/configuration.ts';
import { hashPassword } from '../config/passwords.ts';
import type { Api } from '../contract/calls.ts';
import type { ConfigCheck } from '../contract/config-view.ts';
import type { ApiParts } from './parts.ts';

/** The configuration, its changes, secrets and passwords. */
type ConfigurationCalls = Pick<
  Api['calls'],
  Extract<keyof Api['calls'], `config.${string}` | `secret.${string}`> | 'account.setPassword'
>;

export function createConfigurationCalls({ configuration }: Pick<ApiParts, 'configuration'>): ConfigurationCalls {
  const { secrets } = configuration;
  return {
    'config.get': () => {
      const { revision, document } = configuration.current();
      return {
        revision,
        document,
        sparse: configuration.sparse(),
        notices: configuration.notices(),
        firstRun: configuration.firstRun,
      };
    },
    'config.check': ({ draft }) => reportOf(configuration.check(draft)),
    'config.checkPatch': ({ patch }) => reportOf(configuration.checkPatch(patch)),
    'config.apply': async ({ draft, baseRevision, confirmations }, { name }) => {
      const { revision } = await configuration.apply(draft, { baseRevision, confirmations, author: name });
      return { revision };
    },
    'config.patch': async ({ patch, baseRevision, confirmations }, { name }) => {
      const { revision } = await configuration.patch(patch, { baseRevision, confirmations, author: name });
      return { revision };
    },
    'config.history': () => configuration.history(),
    'config.undo': async ({ baseRevision }, { name }) => {
      const { revision } = await configuration.undo({ baseRevision, author: name });
      return { revision };
    },
    'secret.set': async ({ name, value }) => {
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
      const { revision } = await configuration.patch({ accounts }, { baseRevision, author: caller.name });
      return { revision };
    },
  };
}

function reportOf({ findings, effects }: CheckReport): ConfigCheck {
  return { findings, effects };
}
