import type { Clock } from '../clock.ts';
import type { Secrets } from '../config/configuration.ts';
import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import type { OAuthView } from '../contract/oauth-view.ts';
import type { TokenSource } from '../delivery/token-source.ts';
import { PostroomError } from '../errors.ts';
import { createGrants } from './grants.ts';
import { oauthViewOf } from './oauth-status.ts';
import { createSignIns } from './sign-ins.ts';
import { createTokenKeeper } from './token-keeper.ts';

/** Sign-ins of send connectors: tokens for delivery, and what people see and do about them. */
export interface OAuthService {
  readonly tokens: TokenSource;
  status(): Promise<readonly OAuthView[]>;
  /** All four reject with 'not-found' where there is no such connector with OAuth. */
  signIn(connector: string): Promise<OAuthView>;
  finish(connector: string, address: string): Promise<OAuthView>;
  cancel(connector: string): Promise<OAuthView>;
  forget(connector: string): Promise<boolean>;
  configurationChanged(): void;
  secretChanged(name: string): void;
  /** Resolves when what was under way is kept. */
  close(): Promise<void>;
}

export interface OAuthDeps {
  readonly clock: Clock;
  readonly snapshot: () => Pick<Snapshot, 'sendConnectors'>;
  readonly secrets: Secrets;
  /** Mail that waited for this connector may go. */
  readonly signedIn: (connector: SendConnector) => void;
  readonly report: (error: unknown, doing: string) => void;
}

export function createOAuthService(deps: OAuthDeps): OAuthService {
  const { clock, secrets, snapshot } = deps;
  const grants = createGrants(clock);
  const keeper = createTokenKeeper({ clock, grants, secrets, report: deps.report });
  const signIns = createSignIns({ clock, grants, secrets, keeper, signedIn: deps.signedIn });
  const withOAuth = () => snapshot().sendConnectors.filter(({ auth }) => auth === 'OAuth');

  function find(name: string): SendConnector {
    const found = withOAuth().find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    throw new PostroomError('not-found', `There is no send connector "${name}" that signs in with OAuth.`);
  }
  const view = async (connector: SendConnector): Promise<OAuthView> =>
    oauthViewOf(connector, {
      ...(await keeper.state(connector)),
      isSecretStored: secrets.names().includes(connector.secretName),
      signIn: signIns.view(connector),
    });

  return {
    tokens: keeper,
    status: () => Promise.all(withOAuth().map(view)),
    async signIn(name) {
      const connector = find(name);
      await signIns.start(connector);
      return view(connector);
    },
    async finish(name, address) {
      const connector = find(name);
      await signIns.finish(connector, address);
      return view(connector);
    },
    cancel(name) {
      const connector = find(name);
      signIns.cancel(connector);
      return view(connector);
    },
    forget: (name) => keeper.forget(find(name)),
    configurationChanged: () => keeper.configurationChanged(snapshot().sendConnectors),
    secretChanged: (name) => keeper.secretChanged(name),
    close() {
      signIns.close();
      return keeper.close();
    },
  };
}
