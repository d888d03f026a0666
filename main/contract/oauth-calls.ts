import { z } from 'zod';
import { call, shape } from './declaration.ts';
import { displayName } from './fields.ts';
import type { OAuthView } from './oauth-view.ts';

/** Sign-ins of send connectors at their OAuth providers. */

const connector = z.strictObject({ connector: displayName });

export const oauthCalls = {
  /** Every send connector with OAuth, in the order of the document. */
  'oauth.status': call('view', z.strictObject({}), shape<readonly OAuthView[]>()),
  /** Begins a sign-in, in place of one that waits; a program is signed in at once. Throws 'sign-in-failed'. */
  'oauth.signIn': call('admin', connector, shape<OAuthView>()),
  /** Takes the address that a browser on another machine was sent back to. */
  'oauth.finish': call('admin', connector.extend({ address: z.string().min(1).max(8192) }), shape<OAuthView>()),
  'oauth.cancel': call('admin', connector, shape<OAuthView>()),
  /** Forgets the tokens; the client secret stays. */
  'oauth.forget': call('admin', connector, shape<{ readonly forgotten: boolean }>()),
} as const;
