import { expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { bench, signInByDevice, type Bench } from './harness.ts';

const SECOND_MS = 1000;
const polls = ({ issuer }: Bench): number =>
  issuer.requests.filter((asked) => asked['grant_type']?.endsWith(':device_code')).length;
const view = async ({ service }: Bench) => (await service.status())[0]?.signIn;

it('shows a code, and is done when the person has typed it in', async () => {
  const made = await bench({ flow: 'DeviceCode' });
  const begun = await made.service.signIn('Provider');
  expect(begun).toMatchObject({
    ...{ state: 'never', byProgram: false, secret: 'stored' },
    signIn: { kind: 'code', state: 'waiting', userCode: 'ABCD-EFGH', link: 'https://login.example/device', text: '' },
  });
  expect(begun.signIn?.expiresMs).toBe(made.clock.now() + 900 * SECOND_MS);
  await made.clock.advance(4999);
  expect(polls(made)).toBe(0);
  await made.clock.advance(1);
  await until(() => polls(made) === 1, 'the first question');
  expect(await view(made)).toMatchObject({ state: 'waiting' });
  made.issuer.approve();
  await until(() => made.clock.pending > 0, 'the next one to be due');
  await made.clock.advance(5 * SECOND_MS);
  await until(() => made.signedIn.length === 1, 'the sign-in');
  await until(async () => (await view(made))?.state === 'done', 'the end of it');
  expect(made.issuer.good).toContain(await made.service.tokens.token(made.connector));
  expect((await made.service.status())[0]).toMatchObject({ state: 'signed-in', signedInMs: made.clock.now() });
});

it('asks less often when it is told to slow down', async () => {
  const made = await bench({ flow: 'DeviceCode' });
  await made.service.signIn('Provider');
  made.issuer.answers.push({ status: 400, body: { error: 'slow_down' } });
  await made.clock.advance(5 * SECOND_MS);
  await until(() => polls(made) === 1 && made.clock.pending > 0, 'the first question');
  await made.clock.advance(10 * SECOND_MS - 1);
  expect(polls(made)).toBe(1);
  await made.clock.advance(1);
  await until(() => polls(made) === 2, 'the second one');
});

it.each([
  ['access_denied', 'denied', 'The sign-in was refused in the browser. The provider says: access_denied.'],
  ['authorization_declined', 'denied', /^The sign-in was refused in the browser\./],
  ['expired_token', 'expired', /^The code has run out: begin the sign-in anew\./],
  ['invalid_client', 'failed', /^The client id or the client secret is wrong/],
])('ends with %s as %s', async (error, state, text) => {
  const made = await bench({ flow: 'DeviceCode' });
  await made.service.signIn('Provider');
  made.issuer.answers.push({ status: 400, body: { error } });
  await made.clock.advance(5 * SECOND_MS);
  await until(async () => (await view(made))?.state !== 'waiting', 'its end');
  expect(await view(made)).toMatchObject({ state, text: expect.stringMatching(text) as unknown });
  expect(made.clock.pending).toBe(0);
  expect(made.signedIn).toEqual([]);
});

it('runs out by itself', async () => {
  const made = await bench({ flow: 'DeviceCode' });
  await made.service.signIn('Provider');
  made.clock.jump(900 * SECOND_MS);
  await made.clock.advance(5 * SECOND_MS);
  expect(await view(made)).toMatchObject({ state: 'expired', text: 'The code has run out: begin the sign-in anew.' });
  expect(polls(made)).toBe(0);
});

it('can be cancelled, and a new one takes its place', async () => {
  const made = await bench({ flow: 'DeviceCode' });
  await made.service.signIn('Provider');
  expect(await made.service.cancel('Provider')).toMatchObject({ signIn: { state: 'cancelled' } });
  expect(made.clock.pending).toBe(0);
  await signInByDevice(made);
  await until(() => made.signedIn.length === 1, 'the sign-in');
});

it('goes through the browser and back to this machine, with proof that it is the same sign-in', async () => {
  const made = await bench({ flow: 'AuthorizationCode' });
  const { signIn } = await made.service.signIn('Provider');
  const link = new URL(signIn?.link ?? '');
  expect(link.origin).toBe(made.issuer.url);
  expect(Object.fromEntries(link.searchParams)).toMatchObject({
    ...{ client_id: 'app-1', response_type: 'code', code_challenge_method: 'S256' },
    ...{ login_hint: 'scanner@office.example' },
  });
  const redirect = new URL(link.searchParams.get('redirect_uri') ?? '');
  expect(redirect.hostname).toBe('127.0.0.1');
  // Somebody else's page sends a code of its own: the state is not ours.
  const foreign = await fetch(`${redirect.href}?code=stolen&state=other`);
  expect([foreign.status, await foreign.text()]).toEqual([404, 'This address belongs to no sign-in that waits.']);
  expect((await fetch(`${redirect.href}favicon.ico`)).status).toBe(404);
  expect(await view(made)).toMatchObject({ kind: 'browser', state: 'waiting' });

  const back = await fetch(link);
  expect([back.status, await back.text()]).toEqual([
    200,
    'Done. The sign-in is back at Postroom; this page can be closed.',
  ]);
  expect(await view(made)).toMatchObject({ state: 'done' });
  expect(made.issuer.good).toContain(await made.service.tokens.token(made.connector));
  expect(made.issuer.requests[0]).toMatchObject({ grant_type: 'authorization_code', redirect_uri: redirect.href });
  // The port is closed again.
  await expect(fetch(redirect)).rejects.toThrow();
});

it('takes the address from a browser on another machine', async () => {
  const made = await bench({ flow: 'AuthorizationCode' });
  const { signIn } = await made.service.signIn('Provider');
  const answer = await fetch(signIn?.link ?? '', { redirect: 'manual' });
  const came = answer.headers.get('location') ?? '';
  for (const wrong of ['not an address', came.replace(/state=[^&]+/, 'state=guessed')])
    await expect(made.service.finish('Provider', wrong)).rejects.toMatchObject({ code: 'usage' });
  expect(await made.service.finish('provider', ` ${came}\n`)).toMatchObject({
    ...{ state: 'signed-in', signIn: { state: 'done' } },
  });
  await expect(made.service.finish('Provider', came)).rejects.toMatchObject({ code: 'not-found' });
});

it('says what the provider said where the browser comes back with a refusal', async () => {
  const made = await bench({ flow: 'AuthorizationCode' });
  const { signIn } = await made.service.signIn('Provider');
  const link = new URL(signIn?.link ?? '');
  const redirect = `${link.searchParams.get('redirect_uri') ?? ''}?error=access_denied&state=${link.searchParams.get('state') ?? ''}`;
  await fetch(redirect);
  expect(await view(made)).toMatchObject({ state: 'denied', text: /^The sign-in was refused in the browser\./ });
});

it('does not wait for a browser for ever', async () => {
  const made = await bench({ flow: 'AuthorizationCode' });
  const { signIn } = await made.service.signIn('Provider');
  await made.clock.advance(15 * 60 * SECOND_MS);
  expect(await view(made)).toMatchObject({ state: 'expired' });
  const redirect = new URL(signIn?.link ?? '').searchParams.get('redirect_uri') ?? '';
  await expect(fetch(redirect)).rejects.toThrow();
});

it('signs a program in at once, and says why not', async () => {
  const made = await bench();
  made.issuer.answers.push({ status: 400, body: { error: 'invalid_scope', error_description: 'No.' } });
  await expect(made.service.signIn('Provider')).rejects.toMatchObject({ code: 'sign-in-failed' });
  expect(await made.service.signIn('Provider')).toMatchObject({ state: 'signed-in', byProgram: true, signIn: null });
  expect(made.signedIn).toEqual(['Provider']);
});

it('forgets a sign-in', async () => {
  const made = await bench();
  await made.service.signIn('Provider');
  expect(await made.service.forget('Provider')).toBe(true);
  expect([...made.box.keys()]).toEqual(['oauth-client/Provider']);
  expect(made.clock.pending).toBe(0);
  expect(await made.service.forget('Provider')).toBe(false);
  await expect(made.service.signIn('Elsewhere')).rejects.toMatchObject({ code: 'not-found' });
});

it('shows no link that is not https', async () => {
  const made = await bench({ flow: 'DeviceCode', issuer: null, tokenEndpoint: 'https://a.example/', clientId: 'x' });
  expect(made.connector.oauth?.issuer).toBeNull();
  const { assertSecureAddress } = await import('../../../main/oauth/authority.ts');
  for (const address of ['javascript:alert(1)', 'http://login.example/', 'ftp://a/', 'https://a b/', ''])
    expect(() => assertSecureAddress(address)).toThrow(/not https/);
  for (const address of ['https://login.example/device', 'http://127.0.0.1:8080/token', 'http://[::1]/x'])
    expect(() => assertSecureAddress(address)).not.toThrow();
});
