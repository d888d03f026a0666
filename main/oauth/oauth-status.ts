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
    provider: oauth?.provider ?? 'Other',
    flow: oauth?.flow ?? 'ClientCredentials',
    ...standing(facts, byProgram),
    signedInMs: tokens?.signedInAtMs ?? null,
    renewedMs: tokens?.refreshedAtMs ?? null,
    tokenUntilMs: tokens?.accessToken == null ? null : tokens.expiresAtMs,
    secret: isSecretStored ? 'stored' : byProgram ? 'missing' : 'not-needed',
    secretExpiresMs: oauth?.secretExpires == null ? null : Date.parse(oauth.secretExpires),
  };
}

function standing({ tokens, fault }: Facts, byProgram: boolean): Pick<OAuthView, 'state' | 'text'> {
  if (tokens?.ended != null) return { state: 'again', text: tokens.ended };
  if (tokens === null && !byProgram) {
    // A fault without tokens: they are kept, but cannot be opened.
    const isLost = fault?.kind === 'again' && fault.cause !== undefined;
    return isLost ? { state: 'again', text: fault.message } : { state: 'never', text: '' };
  }
  if (fault === null) return { state: tokens === null ? 'never' : 'signed-in', text: '' };
  const state = fault.kind === 'again' ? 'again' : fault.kind === 'temporary' ? 'retrying' : 'failing';
  return { state, text: fault.message };
}
