import type { OAuthDocument, OAuthFlow, OAuthProvider } from '../../../main/contract/oauth.ts';

/** The sign-in of a send connector as the dialog holds it: texts as typed. */

export const providerChoices = ['Microsoft365', 'Google', 'Other'] as const satisfies readonly OAuthProvider[];

/** Settings that are typed, in the order they are asked for. */
const textNames = [
  'tenant',
  'clientId',
  'scope',
  'issuer',
  'tokenEndpoint',
  'authorizationEndpoint',
  'deviceAuthorizationEndpoint',
] as const satisfies readonly (keyof OAuthDocument)[];
export type OAuthText = (typeof textNames)[number];

export interface OAuthForm {
  readonly provider: OAuthProvider;
  readonly flow: OAuthFlow;
  readonly texts: Readonly<Record<OAuthText, string>>;
  /** A day, as an input of type date gives it. */
  readonly secretExpires: string;
}

const beginning: OAuthDocument = {
  ...{ provider: 'Microsoft365', flow: 'DeviceCode', tenant: null, clientId: null, scope: null, issuer: null },
  ...{ tokenEndpoint: null, authorizationEndpoint: null, deviceAuthorizationEndpoint: null, secretExpires: null },
};

export function oauthFormOf(document: OAuthDocument | null): OAuthForm {
  const settings = document ?? beginning;
  const texts = Object.fromEntries(textNames.map((name) => [name, settings[name] ?? '']));
  return {
    provider: settings.provider,
    flow: settings.flow,
    texts: texts as Record<OAuthText, string>,
    secretExpires: settings.secretExpires ?? '',
  };
}

/** As it is to be saved: what the provider does not need is left out, so that nothing stays that is not shown. */
export function oauthDocumentOf({ provider, flow, texts, secretExpires }: OAuthForm): OAuthDocument {
  const shown = new Set<OAuthText>([...textsOf(provider, flow), ...rareTextsOf(provider, flow)]);
  const orNull = (name: OAuthText): string | null => (shown.has(name) ? texts[name].trim() || null : null);
  return {
    ...{ provider, flow },
    ...{ tenant: orNull('tenant'), clientId: orNull('clientId'), scope: orNull('scope'), issuer: orNull('issuer') },
    tokenEndpoint: orNull('tokenEndpoint'),
    authorizationEndpoint: orNull('authorizationEndpoint'),
    deviceAuthorizationEndpoint: orNull('deviceAuthorizationEndpoint'),
    secretExpires: secretExpires === '' ? null : secretExpires,
  };
}

/** Flows that a provider has for sending mail; Google gives devices none, but a document may name it. */
export function flowsOf(provider: OAuthProvider, current: OAuthFlow): readonly OAuthFlow[] {
  const flows: Readonly<Record<OAuthProvider, readonly OAuthFlow[]>> = {
    Microsoft365: ['DeviceCode', 'AuthorizationCode', 'ClientCredentials'],
    Google: ['AuthorizationCode', 'ServiceAccount'],
    Other: ['DeviceCode', 'AuthorizationCode', 'ClientCredentials', 'ServiceAccount'],
  };
  const known = flows[provider];
  return known.includes(current) ? known : [...known, current];
}

/** Another provider, with a flow it has. What was typed of the old one's endpoints goes. */
export function withProvider(form: OAuthForm, provider: OAuthProvider): OAuthForm {
  if (provider === form.provider) return form;
  const flows = flowsOf(provider, form.flow);
  const wanted = provider === 'Google' && form.flow === 'DeviceCode' ? 'AuthorizationCode' : form.flow;
  const offered = provider === 'Microsoft365' && wanted === 'ServiceAccount' ? 'ClientCredentials' : wanted;
  const flow = provider === 'Google' && offered === 'ClientCredentials' ? 'ServiceAccount' : offered;
  const texts = { ...form.texts, scope: '', issuer: '' };
  const gone = { tokenEndpoint: '', authorizationEndpoint: '', deviceAuthorizationEndpoint: '' };
  return {
    ...form,
    ...{ provider, flow: flows.includes(flow) ? flow : 'AuthorizationCode' },
    texts: { ...texts, ...gone },
  };
}

/** What has to be typed for a provider and a flow. */
export function textsOf(provider: OAuthProvider, flow: OAuthFlow): readonly OAuthText[] {
  const client: readonly OAuthText[] = flow === 'ServiceAccount' ? [] : ['clientId'];
  if (provider === 'Microsoft365') return ['tenant', ...client];
  return provider === 'Google' ? client : [...client, 'issuer'];
}

/** What hardly anybody needs: another scope, and endpoints by hand, as of a national cloud. */
export function rareTextsOf(provider: OAuthProvider, flow: OAuthFlow): readonly OAuthText[] {
  const endpoint: Readonly<Partial<Record<OAuthFlow, OAuthText>>> = {
    AuthorizationCode: 'authorizationEndpoint',
    DeviceCode: 'deviceAuthorizationEndpoint',
  };
  const own = endpoint[flow];
  const issuer: readonly OAuthText[] = provider === 'Other' ? [] : ['issuer'];
  return ['scope', ...issuer, 'tokenEndpoint', ...(own === undefined ? [] : [own])];
}

/** Signs in by itself, and cannot do without its secret. */
export function isByProgram(flow: OAuthFlow): boolean {
  return flow === 'ClientCredentials' || flow === 'ServiceAccount';
}
