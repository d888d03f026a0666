import { z } from 'zod';

/** How a send connector signs in with OAuth 2.0, as it stands in config.json. Nothing here is secret. */

export const oauthProviders = ['Microsoft365', 'Google', 'Other'] as const;
export const oauthFlows = ['ClientCredentials', 'DeviceCode', 'AuthorizationCode', 'ServiceAccount'] as const;
export type OAuthProvider = (typeof oauthProviders)[number];
export type OAuthFlow = (typeof oauthFlows)[number];

/** Tokens go over https alone; http stays on this machine. */
export const oauthAddress = z
  .string()
  .max(1024)
  .regex(
    /^(?:https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]))(?::\d{1,5})?(?:\/[^\s#]*)?$/i,
    'must be an https address such as https://login.example/oauth2/token',
  );

const visible = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\x21-\x7E]+$/, 'must be plain characters without blanks');

export const oauthSchema = z.strictObject({
  provider: z.enum(oauthProviders),
  flow: z.enum(oauthFlows),
  /** Microsoft365: id or domain of the tenant. */
  tenant: z
    .string()
    .max(253)
    .regex(/^[a-z0-9][a-z0-9.-]*$/i, 'must be the id or a domain of the tenant')
    .nullable()
    .default(null),
  /** The application's id; a service account brings its own. */
  clientId: visible(256).nullable().default(null),
  /** Blanks between scopes; null: what sending mail needs at the provider. */
  scope: z
    .string()
    .max(1024)
    .regex(/^[\x21-\x7E]+(?: [\x21-\x7E]+)*$/, 'must be scopes with one blank between them')
    .nullable()
    .default(null),
  /** Where the endpoints are asked for (OpenID discovery); null: the provider's own, or those below. */
  issuer: oauthAddress.nullable().default(null),
  tokenEndpoint: oauthAddress.nullable().default(null),
  authorizationEndpoint: oauthAddress.nullable().default(null),
  deviceAuthorizationEndpoint: oauthAddress.nullable().default(null),
  /** When the client secret ends at the provider, as a day: nobody but a person knows. */
  secretExpires: z.iso.date().nullable().default(null),
});

export type OAuthDocument = z.output<typeof oauthSchema>;
