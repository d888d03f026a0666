import * as oidc from 'openid-client';
import type { OAuthDocument } from '../contract/oauth.ts';
import { oauthAddress } from '../contract/oauth.ts';
import { OAuthFault } from './oauth-fault.ts';

/** Where a provider is asked, and for what. Addresses: Microsoft's and Google's own documentation of their endpoints. */

const GOOGLE_SCOPE = 'https://mail.google.com/';
const MICROSOFT_PROGRAM_SCOPE = 'https://outlook.office365.com/.default';
const MICROSOFT_PERSON_SCOPE = 'https://outlook.office.com/SMTP.Send offline_access';
const REQUEST_TIMEOUT_S = 30;

/** What a token is asked for; null: the provider knows by itself. */
export function scopeOf({ provider, flow, scope }: OAuthDocument): string | null {
  if (scope !== null) return scope;
  if (provider === 'Google') return GOOGLE_SCOPE;
  if (provider === 'Other') return null;
  return flow === 'ClientCredentials' ? MICROSOFT_PROGRAM_SCOPE : MICROSOFT_PERSON_SCOPE;
}

/** The endpoints by hand, else the provider's own; null where they have to be asked for at the issuer. */
export function endpointsOf(settings: OAuthDocument): oidc.ServerMetadata | null {
  const { provider, issuer } = settings;
  if (issuer !== null) return null;
  if (provider === 'Microsoft365') return metadata(settings, microsoft(settings.tenant ?? 'organizations'));
  if (provider === 'Google') return metadata(settings, google);
  return metadata(settings, { issuer: new URL(settings.tokenEndpoint ?? 'https://nowhere.invalid').origin });
}

function microsoft(tenant: string): oidc.ServerMetadata {
  const base = `https://login.microsoftonline.com/${tenant}`;
  return {
    issuer: `${base}/v2.0`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
  };
}

const google: oidc.ServerMetadata = {
  issuer: 'https://accounts.google.com',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  device_authorization_endpoint: 'https://oauth2.googleapis.com/device/code',
};

function metadata(settings: OAuthDocument, base: oidc.ServerMetadata): oidc.ServerMetadata {
  const { tokenEndpoint, authorizationEndpoint, deviceAuthorizationEndpoint } = settings;
  return {
    ...base,
    ...(tokenEndpoint === null ? {} : { token_endpoint: tokenEndpoint }),
    ...(authorizationEndpoint === null ? {} : { authorization_endpoint: authorizationEndpoint }),
    ...(deviceAuthorizationEndpoint === null ? {} : { device_authorization_endpoint: deviceAuthorizationEndpoint }),
  };
}

/** The provider as openid-client knows it. Asks the issuer for its endpoints where the settings name one. */
export async function openAuthority(
  settings: OAuthDocument,
  clientId: string,
  auth: oidc.ClientAuth,
): Promise<oidc.Configuration> {
  const byHand = endpointsOf(settings);
  if (byHand !== null) return prepared(new oidc.Configuration(byHand, clientId, undefined, auth));
  const found = await oidc.discovery(new URL(settings.issuer ?? ''), clientId, undefined, auth, {
    // What may be asked in clear is decided by the guard below, for each address anew.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; loopback needs it
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: guardedFetch,
    timeout: REQUEST_TIMEOUT_S,
  });
  const told = found.serverMetadata();
  return prepared(new oidc.Configuration(metadata(settings, told), clientId, undefined, auth));
}

function prepared(configuration: oidc.Configuration): oidc.Configuration {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; guardedFetch decides what may go in clear
  oidc.allowInsecureRequests(configuration);
  configuration[oidc.customFetch] = guardedFetch;
  configuration.timeout = REQUEST_TIMEOUT_S;
  return configuration;
}

/** A secret leaves over https alone, or does not leave this machine. */
const guardedFetch: oidc.CustomFetch = async (address, options) => {
  assertSecureAddress(address);
  // The options are those of fetch, with a body that the library makes itself.
  const response = await fetch(address, options as RequestInit);
  return options.method === 'POST' ? withoutIdentity(response) : response;
};

/** Throws where an address that the provider named may not be used or shown. */
export function assertSecureAddress(address: string): void {
  if (oauthAddress.safeParse(address).success) return;
  throw new OAuthFault('setting', 'The provider named an address that is not https: check the issuer.');
}

/** Nobody is identified here: an id token that comes along unasked is neither needed nor worth a failure. */
async function withoutIdentity(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson || !response.ok) return response;
  const text = await response.text();
  const { status, headers } = response;
  return new Response(stripped(text), { status, headers: { 'content-type': headers.get('content-type') ?? '' } });
}

function stripped(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('id_token' in body)) return text;
    return JSON.stringify({ ...body, id_token: undefined });
  } catch {
    // The library says better what is wrong with it.
    return text;
  }
}
