import * as oidc from 'openid-client';
import type { Clock } from '../clock.ts';
import type { OAuthDocument } from '../contract/oauth.ts';
import { assertSecureAddress, openAuthority, scopeOf } from './authority.ts';
import { OAuthFault } from './oauth-fault.ts';
import { faultOf, type GrantKind } from './refusal.ts';
import { signAssertion } from './service-account.ts';

/** The requests to a provider. All reject with an OAuthFault, whose words hold no secret. */

/** Who asks: the settings of a send connector and what its SecretBox holds for them. */
export interface Asker {
  readonly settings: OAuthDocument;
  /** The mailbox that sends. */
  readonly mailbox: string;
  /** Client secret or service account key; null where there is none. */
  readonly secret: string | null;
}

export interface Granted {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** null: the provider gave none, and one from before stays good. */
  readonly refreshToken: string | null;
}

export interface DeviceStart {
  readonly deviceCode: string;
  readonly userCode: string;
  /** Where a person types the code. */
  readonly link: string;
  readonly intervalMs: number;
  readonly expiresInMs: number;
}

/** A sign-in in a browser that has begun: what must come back with it. */
export interface BrowserStart {
  readonly link: string;
  readonly state: string;
  readonly verifier: string;
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const ASSERTION_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DEFAULT_INTERVAL_S = 5;
/** For providers that do not say how long a token lasts. */
const ASSUMED_LIFETIME_S = 1800;

export interface Grants {
  /** A token for a program: client credentials or a service account. */
  program(asker: Asker): Promise<Granted>;
  refresh(asker: Asker, refreshToken: string): Promise<Granted>;
  startDevice(asker: Asker): Promise<DeviceStart>;
  /** Asks once whether the person is done. */
  pollDevice(asker: Asker, deviceCode: string): Promise<Granted>;
  startBrowser(asker: Asker, redirect: string): Promise<BrowserStart>;
  /** `came` is the whole address that the browser was sent back to. */
  finishBrowser(asker: Asker, came: URL, begun: BrowserStart): Promise<Granted>;
}

export function createGrants(clock: Clock): Grants {
  const granted = (response: oidc.TokenEndpointResponse): Granted => {
    const { access_token: accessToken, expires_in: expiresIn, refresh_token: refreshToken } = response;
    // It stands between control characters on the wire.
    if (!/^[\x21-\x7E]+$/.test(accessToken))
      throw new OAuthFault('setting', 'The provider gave a token that cannot be used: check the endpoints.');
    const lifetimeS = expiresIn ?? ASSUMED_LIFETIME_S;
    return { accessToken, expiresAtMs: clock.now() + lifetimeS * 1000, refreshToken: refreshToken ?? null };
  };
  const ask = async <T>(asker: Asker, kind: GrantKind, request: (at: oidc.Configuration) => Promise<T>): Promise<T> => {
    try {
      return await request(await openAuthority(asker.settings, clientIdOf(asker), clientAuth(asker)));
    } catch (error) {
      throw explain(error, asker, kind);
    }
  };

  return {
    program(asker) {
      const scope = scopeParameter(asker.settings);
      if (asker.settings.flow !== 'ServiceAccount')
        return ask(asker, 'program', async (at) => granted(await oidc.clientCredentialsGrant(at, scope)));
      return ask(asker, 'service-account', async (at) => {
        const assertion = signAssertion(asker.secret ?? '', {
          mailbox: asker.mailbox,
          scope: scopeOf(asker.settings),
          audience: at.serverMetadata().token_endpoint ?? '',
          nowMs: clock.now(),
        });
        return granted(await oidc.genericGrantRequest(at, ASSERTION_GRANT, { assertion }));
      });
    },
    refresh: (asker, refreshToken) =>
      ask(asker, 'refresh', async (at) =>
        granted(await oidc.refreshTokenGrant(at, refreshToken, scopeParameter(asker.settings))),
      ),
    startDevice: (asker) =>
      ask(asker, 'device-start', async (at) => {
        const told = await oidc.initiateDeviceAuthorization(at, scopeParameter(asker.settings));
        // It becomes a link in the console.
        assertSecureAddress(told.verification_uri);
        return {
          deviceCode: told.device_code,
          userCode: told.user_code,
          link: told.verification_uri,
          intervalMs: (told.interval ?? DEFAULT_INTERVAL_S) * 1000,
          expiresInMs: told.expires_in * 1000,
        };
      }),
    pollDevice: (asker, deviceCode) =>
      ask(asker, 'device', async (at) =>
        granted(await oidc.genericGrantRequest(at, DEVICE_GRANT, { device_code: deviceCode })),
      ),
    startBrowser: (asker, redirect) =>
      ask(asker, 'code', async (at) => {
        const verifier = oidc.randomPKCECodeVerifier();
        const state = oidc.randomState();
        const { href: link } = oidc.buildAuthorizationUrl(at, {
          ...scopeParameter(asker.settings),
          redirect_uri: redirect,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          ...loginHint(asker),
          // Without these Google gives a refresh token on the very first sign-in alone.
          ...(asker.settings.provider === 'Google' ? { access_type: 'offline', prompt: 'consent' } : {}),
        });
        return { link, state, verifier };
      }),
    finishBrowser: (asker, came, { state, verifier }) =>
      ask(asker, 'code', async (at) =>
        granted(await oidc.authorizationCodeGrant(at, came, { pkceCodeVerifier: verifier, expectedState: state })),
      ),
  };
}

function scopeParameter(settings: OAuthDocument): Record<string, string> {
  const scope = scopeOf(settings);
  return scope === null ? {} : { scope };
}

function loginHint({ mailbox }: Asker): Record<string, string> {
  return mailbox === '' ? {} : { login_hint: mailbox };
}

function clientIdOf({ settings: { clientId } }: Asker): string {
  return clientId ?? 'service-account';
}

function clientAuth({ settings: { flow }, secret }: Asker): oidc.ClientAuth {
  // The assertion says who asks.
  if (flow === 'ServiceAccount') return () => undefined;
  return secret === null ? oidc.None() : oidc.ClientSecretPost(secret);
}

function explain(error: unknown, { settings: { provider } }: Asker, grant: GrantKind): OAuthFault {
  if (error instanceof OAuthFault) return error;
  if (error instanceof oidc.ResponseBodyError) {
    const { error: code, error_description: description = '', status } = error;
    return faultOf({ provider, grant, error: code, description, status });
  }
  if (error instanceof oidc.AuthorizationResponseError) {
    const { error: code, error_description: description = '' } = error;
    return faultOf({ provider, grant, error: code, description, status: 0 });
  }
  return unanswered(error);
}

/** No answer, or none that OAuth knows. */
function unanswered(error: unknown): OAuthFault {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof OAuthFault) return cause;
  if (cause instanceof Response && cause.status < 500 && cause.status !== 429) {
    return new OAuthFault(
      'setting',
      `The provider answered HTTP ${String(cause.status)} and no token: check the issuer and the endpoints.`,
    );
  }
  if (error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT' && !(cause instanceof Response)) {
    return new OAuthFault(
      'setting',
      'The provider gave an answer that is not one of OAuth: check the issuer and the endpoints.',
    );
  }
  const code = networkCodeOf(cause) ?? networkCodeOf(error);
  return new OAuthFault(
    'temporary',
    `The provider cannot be reached${code === null ? '' : ` (${code})`}: the sign-in is tried again by itself.`,
  );
}

function networkCodeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
