import { expect, it } from 'vitest';
import { endpointsOf, scopeOf } from '../../../main/oauth/authority.ts';
import { entraErrors } from '../../../main/oauth/entra-errors.ts';
import { faultOf, type Refusal } from '../../../main/oauth/refusal.ts';
import { connectorFor } from './harness.ts';

const refusal = (changes: Partial<Refusal>): Refusal => ({
  ...{ provider: 'Microsoft365', grant: 'program', error: 'invalid_client', description: '', status: 401 },
  ...changes,
});

it.each(Object.entries(entraErrors))('says AADSTS%s in words, and cites Microsoft', (code, words) => {
  const description = `AADSTS${code}: What it says itself. Trace ID: 1b2c Correlation ID: 3d4e`;
  const { message } = faultOf(refusal({ description }));
  expect(message).toBe(`${words} Microsoft says: AADSTS${code}: What it says itself.`);
  expect(words).toMatch(/^[A-Z].*\.$/);
});

it.each([
  ['refresh', 'invalid_grant', 400, 'again'],
  ['refresh', 'interaction_required', 400, 'again'],
  ['refresh', 'invalid_client', 401, 'setting'],
  ['program', 'invalid_grant', 400, 'setting'],
  ['service-account', 'invalid_grant', 400, 'setting'],
  ['device', 'authorization_pending', 400, 'pending'],
  ['device', 'slow_down', 400, 'slow-down'],
  ['device', 'access_denied', 400, 'denied'],
  ['device', 'expired_token', 400, 'expired'],
  ['code', 'access_denied', 0, 'denied'],
  ['program', 'temporarily_unavailable', 400, 'temporary'],
  ['refresh', 'invalid_grant', 503, 'temporary'],
  ['refresh', 'slow_down_please', 429, 'temporary'],
] as const)('%s refused with %s (HTTP %i): %s', (grant, error, status, kind) => {
  expect(faultOf(refusal({ grant, error, status })).kind).toBe(kind);
});

it('makes what a provider says harmless, and short', () => {
  const { message } = faultOf(
    refusal({ provider: 'Other', error: 'odd', description: `a\u202e\u0007${'b'.repeat(900)}` }),
  );
  expect(message).toMatch(/^The provider refused the sign-in\. The provider says: a\\u202e\\u0007b+\.$/);
  expect(message.length).toBeLessThan(400);
});

it.each([
  [{ provider: 'Microsoft365', tenant: 'contoso.com' }, 'https://outlook.office365.com/.default'],
  [
    { provider: 'Microsoft365', tenant: 'contoso.com', flow: 'DeviceCode' },
    'https://outlook.office.com/SMTP.Send offline_access',
  ],
  [{ provider: 'Google', flow: 'AuthorizationCode' }, 'https://mail.google.com/'],
  [{ provider: 'Google', flow: 'ServiceAccount', scope: 'https://own.example/' }, 'https://own.example/'],
  [{ provider: 'Other' }, null],
])('asks for the scope that sending needs: %o', (oauth, scope) => {
  const settings = connectorFor('https://issuer.example', oauth).oauth;
  expect(settings && scopeOf(settings)).toBe(scope);
});

it('knows the endpoints of Microsoft and Google, and takes others by hand', () => {
  const endpoints = (oauth: object) => {
    const settings = connectorFor('https://issuer.example', { issuer: null, ...oauth }).oauth;
    return settings && endpointsOf(settings);
  };
  expect(endpoints({ provider: 'Microsoft365', tenant: 'contoso.com' })).toMatchObject({
    token_endpoint: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
    device_authorization_endpoint: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/devicecode',
  });
  expect(endpoints({ provider: 'Google', flow: 'ServiceAccount' })).toMatchObject({
    token_endpoint: 'https://oauth2.googleapis.com/token',
  });
  expect(endpoints({ provider: 'Google', tokenEndpoint: 'https://own.example/t' })).toMatchObject({
    token_endpoint: 'https://own.example/t',
    authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  });
  expect(endpoints({ issuer: 'https://issuer.example' })).toBeNull();
});
