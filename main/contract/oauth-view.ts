import type { OAuthFlow, OAuthProvider } from './oauth.ts';

/** How send connectors with OAuth stand, as people are told of it. No token and no secret is in here. Times in ms since 1970. */

/** A sign-in that waits for a person, or how the last one ended. */
export interface SignInView {
  /** `code`: it is typed in behind the link; `browser`: the link leads to the sign-in and back here. */
  readonly kind: 'code' | 'browser';
  readonly state: 'waiting' | 'done' | 'denied' | 'expired' | 'failed' | 'cancelled';
  readonly link: string;
  readonly userCode: string | null;
  readonly expiresMs: number;
  /** Why it ended without a sign-in; empty while it waits and where it went well. */
  readonly text: string;
}

export interface OAuthView {
  /** Name of the send connector. */
  readonly connector: string;
  readonly enabled: boolean;
  readonly provider: OAuthProvider;
  readonly flow: OAuthFlow;
  readonly mailbox: string | null;
  /**
   * `signed-in`: there is a token, or the way to one; `never`: nobody signed in yet; `again`: the provider wants a
   * new sign-in; `failing`: somebody has to change something; `retrying`: it failed, and is tried again by itself.
   */
  readonly state: 'signed-in' | 'never' | 'again' | 'failing' | 'retrying';
  /** What is wrong and what to do; empty where nothing is. */
  readonly text: string;
  /** A program signs in by itself; otherwise a person has to. */
  readonly byProgram: boolean;
  readonly signedInMs: number | null;
  readonly renewedMs: number | null;
  readonly tokenUntilMs: number | null;
  /** Client secret or service account key. */
  readonly secret: 'stored' | 'missing' | 'not-needed';
  /** Name it is kept under. */
  readonly secretName: string;
  readonly secretExpiresMs: number | null;
  readonly signIn: SignInView | null;
}
