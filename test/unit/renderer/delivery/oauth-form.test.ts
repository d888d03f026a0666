import { describe, expect, it } from 'vitest';
import { sendConnectorSchema } from '../../../../main/contract/send-connector.ts';
import type { OAuthView } from '../../../../main/contract/oauth-view.ts';
import {
  flowsOf,
  oauthDocumentOf,
  oauthFormOf,
  textsOf,
  withProvider,
} from '../../../../renderer/src/delivery/oauth-form.ts';
import { passwordHint, secretNameOf, sendDocumentOf, sendFormOf } from '../../../../renderer/src/delivery/send-form.ts';
import {
  progressText,
  signInFacts,
  signInTone,
  standing,
  withSignIn,
} from '../../../../renderer/src/delivery/sign-in-line.ts';

const document = (oauth: object = {}) =>
  sendConnectorSchema.parse({
    ...{ name: 'Out', addressSpaces: ['*'], smartHosts: ['smtp.provider.example'], userName: 'a@a.example' },
    smartHostAuthMechanism: 'OAuth',
    oauth: { provider: 'Other', flow: 'DeviceCode', clientId: 'app', issuer: 'https://login.example', ...oauth },
  });

const view = (changes: Partial<OAuthView> = {}): OAuthView => ({
  ...{ connector: 'Out', enabled: true, provider: 'Google', flow: 'AuthorizationCode', mailbox: 'a@a.example' },
  ...{ state: 'signed-in', text: '', byProgram: false, signedInMs: 1, renewedMs: 1, tokenUntilMs: 1 },
  ...{ secret: 'stored', secretName: 'oauth-client/Out', secretExpiresMs: null, signIn: null },
  ...changes,
});

describe('the form of a sign-in', () => {
  it.each([
    [{}],
    [{ scope: 'a b', secretExpires: '2030-01-31' }],
    [{ issuer: null, tokenEndpoint: 'https://a.example/t', deviceAuthorizationEndpoint: 'https://a.example/d' }],
    [{ provider: 'Microsoft365', tenant: 'contoso.com', issuer: null }],
    [{ provider: 'Google', flow: 'ServiceAccount', clientId: null, issuer: null }],
    [{ provider: 'Microsoft365', tenant: 'a.example', scope: 'https://outlook.office365.us/.default' }],
    [{ provider: 'Google', issuer: null, tokenEndpoint: 'https://a.example/t' }],
  ])('saves what it was opened with: %o', (oauth) => {
    const made = document(oauth);
    expect(sendDocumentOf(sendFormOf(made), made)).toEqual(made);
  });

  it('leaves out what the chosen provider does not need', () => {
    const form = withProvider(oauthFormOf(document({ scope: 'own' }).oauth), 'Google');
    expect(form.flow).toBe('AuthorizationCode');
    expect(oauthDocumentOf(form)).toMatchObject({ provider: 'Google', clientId: 'app', scope: null, issuer: null });
    expect(withProvider(form, 'Google')).toBe(form);
  });

  it('offers the flows a provider has, and one that stands in the document all the same', () => {
    expect(flowsOf('Google', 'AuthorizationCode')).toEqual(['AuthorizationCode', 'ServiceAccount']);
    expect(flowsOf('Google', 'DeviceCode')).toContain('DeviceCode');
    expect(withProvider(oauthFormOf(document({ flow: 'ServiceAccount' }).oauth), 'Microsoft365').flow).toBe(
      'ClientCredentials',
    );
    expect(withProvider(oauthFormOf(document({ flow: 'ClientCredentials' }).oauth), 'Google').flow).toBe(
      'ServiceAccount',
    );
    expect(textsOf('Google', 'ServiceAccount')).toEqual([]);
  });

  it('asks for a secret where a program cannot do without', () => {
    const person = sendFormOf(document());
    expect(passwordHint(person, document(), false).isNeeded).toBe(false);
    const program = document({ flow: 'ClientCredentials' });
    expect(passwordHint(sendFormOf(program), null, false).isNeeded).toBe(true);
    expect(passwordHint(sendFormOf(program), program, true).isNeeded).toBe(false);
    expect(secretNameOf(person)).toBe('oauth-client/Out');
    expect(secretNameOf({ name: ' Out ', withOAuth: false })).toBe('send-connector/Out');
  });
});

describe('how a sign-in stands', () => {
  const line = { key: 'Out', name: 'Out', tone: 'good', state: 'on', badges: [], sentence: '', note: null } as const;

  it('marks the line of its connector where somebody has to do something', () => {
    expect(withSignIn(line, undefined)).toBe(line);
    expect(withSignIn(line, view())).toBe(line);
    expect(withSignIn(line, view({ state: 'never', byProgram: true }))).toBe(line);
    expect(withSignIn(line, view({ state: 'again' }))).toMatchObject({
      tone: 'bad',
      badges: [{ text: 'Sign in again' }],
    });
    expect(withSignIn(line, view({ state: 'retrying' }))).toMatchObject({ tone: 'good', badges: [{ tone: 'warn' }] });
    expect(withSignIn(line, view({ state: 'never', byProgram: true, secret: 'missing' }))).toMatchObject({
      badges: [{ text: 'client secret missing' }],
    });
  });

  it('says so in words', () => {
    expect(standing(view())).toBe('Signed in.');
    expect(standing(view({ state: 'again', text: 'Revoked.' }))).toBe('Sign in again. Revoked.');
    expect(standing(view({ state: 'never', byProgram: true }))).toBe('It signs in by itself with the first message.');
    expect(signInTone(view({ state: 'never' }))).toBe('bad');
    expect(signInFacts(view({ secretExpiresMs: Date.UTC(2030, 0, 31) }), 5).map(({ name }) => name)).toEqual([
      ...['Provider', 'Way', 'Mailbox', 'Signed in', 'Last renewed', 'Token good until', 'Client secret'],
      'Its last day',
    ]);
    const signIn = { kind: 'code', state: 'waiting', link: '', userCode: 'A', expiresMs: 9, text: '' } as const;
    expect(progressText(signIn, 5)).toMatch(/^Waiting for the code/);
    expect(progressText({ ...signIn, state: 'denied', text: 'No.' }, 5)).toBe('No.');
    expect(progressText({ ...signIn, state: 'cancelled' }, 5)).toBe('The sign-in was cancelled.');
  });
});
