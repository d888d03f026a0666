import type { Api } from '../contract/calls.ts';
import type { ApiParts } from './parts.ts';

/** Sign-ins of send connectors at their OAuth providers. */
type OAuthCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `oauth.${string}`>>;

export function createOAuthCalls({ oauth }: Pick<ApiParts, 'oauth'>): OAuthCalls {
  return {
    'oauth.status': () => oauth.status(),
    'oauth.signIn': ({ connector }) => oauth.signIn(connector),
    'oauth.finish': ({ connector, address }) => oauth.finish(connector, address),
    'oauth.cancel': ({ connector }) => oauth.cancel(connector),
    'oauth.forget': async ({ connector }) => ({ forgotten: await oauth.forget(connector) }),
  };
}
