import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SendConnector } from '../config/snapshot.ts';
import type { Granted } from './grants.ts';

/** What is kept of a sign-in, in the SecretBox. */

const tokenSetSchema = z.strictObject({
  version: z.literal(1),
  /** Of the settings it was got with: after a change of these it is worth nothing. */
  settings: z.string(),
  accessToken: z.string().nullable(),
  expiresAtMs: z.number(),
  refreshToken: z.string().nullable(),
  /** When a person, or a program, signed in; refreshing leaves it as it is. */
  signedInAtMs: z.number(),
  refreshedAtMs: z.number(),
  /** Why the provider does not renew it any more; null while it does. */
  ended: z.string().nullable(),
});

export type TokenSet = Readonly<z.output<typeof tokenSetSchema>>;

/** Name of the secret that holds the tokens of a send connector. */
export function tokenSecretOf(connector: string): string {
  return `oauth-tokens/${connector}`;
}

/** Two connectors, or two revisions of one, share tokens only if they ask for the same ones. */
export function settingsPrint({ oauth, userName }: Pick<SendConnector, 'oauth' | 'userName'>): string {
  const asked = oauth === null ? null : { ...oauth, secretExpires: null };
  return createHash('sha256')
    .update(JSON.stringify([asked, userName]))
    .digest('hex');
}

export function formatTokens(tokens: TokenSet): string {
  return JSON.stringify(tokens);
}

/** null: nothing that could be used. */
export function parseTokens(text: string): TokenSet | null {
  try {
    return tokenSetSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A first sign-in; `renewed` follows it. */
export function signedIn(granted: Granted, settings: string, nowMs: number): TokenSet {
  const { accessToken, expiresAtMs, refreshToken } = granted;
  return {
    ...{ version: 1, settings, accessToken, expiresAtMs, refreshToken, ended: null },
    ...{ signedInAtMs: nowMs, refreshedAtMs: nowMs },
  };
}

/** A provider that rotates gives a new refresh token; where it gives none the old one stays. */
export function renewed(before: TokenSet, granted: Granted, nowMs: number): TokenSet {
  const { accessToken, expiresAtMs } = granted;
  const refreshToken = granted.refreshToken ?? before.refreshToken;
  return { ...before, accessToken, expiresAtMs, refreshToken, refreshedAtMs: nowMs, ended: null };
}

/** What is left of its access token may still be used. */
export function ended(before: TokenSet, why: string): TokenSet {
  return { ...before, refreshToken: null, ended: why };
}
