import type { SendConnector } from '../config/snapshot.ts';
import type { TokenSource } from '../delivery/token-source.ts';
import { ConnectorTokens, type TokenDeps, type TokenState } from './connector-tokens.ts';
import type { Granted } from './grants.ts';

/** The tokens of all send connectors with OAuth. */
export interface TokenKeeper extends TokenSource {
  state(connector: SendConnector): Promise<TokenState>;
  /** Takes what a finished sign-in gave; resolves when it is on disk. */
  adopt(connector: SendConnector, granted: Granted): Promise<void>;
  /** Signs a program in now, whatever is kept. */
  signIn(connector: SendConnector): Promise<void>;
  /** Forgets the sign-in; false where there was none. */
  forget(connector: SendConnector): Promise<boolean>;
  /** Connectors as they are now: those that are signed in stay so by themselves. */
  configurationChanged(connectors: readonly SendConnector[]): void;
  /** A client secret was set: what failed before may work now. */
  secretChanged(name: string): void;
  /** Resolves when what was under way is kept. */
  close(): Promise<void>;
}

export function createTokenKeeper(deps: TokenDeps): TokenKeeper {
  const all = new Map<string, ConnectorTokens>();

  function of(connector: SendConnector): ConnectorTokens {
    const known = all.get(connector.identity);
    if (known?.isFor(connector) === true) return known;
    known?.abandon();
    const made = new ConnectorTokens(connector, deps);
    all.set(connector.identity, made);
    return made;
  }

  return {
    token: (connector) => of(connector).token(),
    renew: (connector, refused) => of(connector).renew(refused),
    state: (connector) => of(connector).state(),
    adopt: (connector, granted) => of(connector).adopt(granted),
    signIn: (connector) => of(connector).signIn(),
    forget: (connector) => of(connector).forget(),
    configurationChanged(connectors) {
      const wanted = connectors.filter(({ auth, enabled }) => auth === 'OAuth' && enabled);
      const names = new Set(wanted.map(({ identity }) => identity));
      for (const [identity, tokens] of all) {
        if (names.has(identity)) continue;
        void tokens.close();
        all.delete(identity);
      }
      for (const connector of wanted) of(connector).keepFresh();
    },
    secretChanged(name) {
      for (const tokens of all.values()) if (tokens.secretName === name) tokens.forgetFailure();
    },
    async close() {
      const open = [...all.values()];
      all.clear();
      await Promise.all(open.map((tokens) => tokens.close()));
    },
  };
}
