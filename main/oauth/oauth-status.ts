import type { SendConnector } from '../config/snapshot.ts';
import type { OAuthView, SignInView } from '../contract/oauth-view.ts';
import { isProgram } from './asker.ts';
import type { TokenState } from './connector-tokens.ts';

/** How a sign-in stands, in the words of the contract. Pure. */

interface Facts extends TokenState {
  readonly isSecretStored: boolean;
  readonly signIn: SignInView | null;
}

export function oauthViewOf(connector: SendConnector, facts: Facts): OAuthView {
  const { name, enabled, userName: mailbox, oauth, secretName } = connector;
  const { tokens, signIn, isSecretStored } = facts;
  const byProgram = oauth !== null && isProgram(oauth);
  return {
    ...{ connector: name, enabled, mailbox, byProgram, secretName, signIn },
    ...providerOf(oauth),
    ...standing(facts, byProgram),
    ...timesOf(tokens),
    secret: isSecretStored ? 'stored' : byProgram ? 'missing' : 'not-needed',
  };
}

function providerOf(oauth: SendConnector['oauth']): Pick<OAuthView, 'provider' | 'flow' | 'secretExpiresMs'> {
  // The check of the configuration lets no connector through that names OAuth and has no settings for it.
  if (oauth === null) return { provider: 'Other', flow: 'ClientCredentials', secretExpiresMs: null };
  const { provider, flow, secretExpires } = oauth;
  return { provider, flow, secretExpiresMs: secretExpires === null ? null : Date.parse(secretExpires) };
}

function timesOf(tokens: TokenState['tokens']): Pick<OAuthView, 'signedInMs' | 'renewedMs' | 'tokenUntilMs'> {
  if (tokens === null) return { signedInMs: null, renewedMs: null, tokenUntilMs: null };
  const { signedInAtMs, refreshedAtMs, accessToken, expiresAtMs } = tokens;
  return {
    signedInMs: signedInAtMs,
    renewedMs: refreshedAtMs,
    tokenUntilMs: accessToken === null ? null : expiresAtMs,
  };
}

function standing({ tokens, fault }: Facts, byProgram: boolean): Pick<OAuthView, 'state' | 'text'> {
  if (tokens !== null && tokens.ended !== null) return { state: 'again', text: tokens.ended };
  if (tokens === null && !byProgram) {
    // A fault without tokens: they are kept, but cannot be opened.
    const isLost = fault?.kind === 'again' && fault.cause !== undefined;
    return isLost ? { state: 'again', text: fault.message } : { state: 'never', text: '' };
  }
  if (fault === null) return { state: tokens === null ? 'never' : 'signed-in', text: '' };
  const state = fault.kind === 'again' ? 'again' : fault.kind === 'temporary' ? 'retrying' : 'failing';
  return { state, text: fault.message };
}
