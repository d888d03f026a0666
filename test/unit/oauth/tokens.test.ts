import { expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { bench, connectorFor, HOUR_MS, signInByDevice } from './harness.ts';

const MINUTE_MS = 60_000;

it('gets a token for a program, once for ten that ask at once, and keeps it', async () => {
  const { issuer, connector, service, box } = await bench();
  const tokens = await Promise.all(Array.from({ length: 10 }, () => service.tokens.token(connector)));
  expect(new Set(tokens)).toEqual(issuer.good);
  expect(issuer.requests).toEqual([
    { grant_type: 'client_credentials', client_id: 'app-1', client_secret: 'the client secret' },
  ]);
  expect(await service.tokens.token(connector)).toBe(tokens[0]);
  expect(issuer.requests).toHaveLength(1);
  expect([...box.keys()]).toEqual(['oauth-client/Provider', 'oauth-tokens/Provider']);
});

it('renews a token ahead of time by itself', async () => {
  const { issuer, clock, connector, service } = await bench();
  const first = await service.tokens.token(connector);
  await clock.advance(HOUR_MS - 10 * MINUTE_MS - 1);
  expect(issuer.requests).toHaveLength(1);
  await clock.advance(1);
  await until(() => issuer.good.size === 2, 'the renewal');
  await until(async () => (await service.tokens.token(connector)) !== first, 'the new token in use');
  expect(issuer.requests).toHaveLength(2);
});

it('keeps a sign-in over a restart, without asking again', async () => {
  const { issuer, connector, service, restart } = await bench();
  const token = await service.tokens.token(connector);
  await service.close();
  expect(await restart().tokens.token(connector)).toBe(token);
  expect(issuer.requests).toHaveLength(1);
});

it('asks anew where the settings are others', async () => {
  const { issuer, connector, service, restart } = await bench();
  const before = await service.tokens.token(connector);
  const other = connectorFor(issuer.url, { clientId: 'app-2' });
  expect(await restart(other).tokens.token(other)).not.toBe(before);
  expect(issuer.requests[1]).toMatchObject({ client_id: 'app-2' });
});

it('keeps a rotated refresh token before the new access token is used', async () => {
  const writes: string[] = [];
  const made = await bench({ flow: 'DeviceCode' }, (box) => ({
    ...box,
    set: async (name, value) => {
      // A disk takes its time; nobody may have the token before it is done.
      await new Promise((resolve) => setImmediate(resolve));
      writes.push(value);
      await box.set(name, value);
    },
  }));
  made.issuer.rotates = true;
  await signInByDevice(made);
  await until(() => made.signedIn.length === 1, 'the sign-in');
  await made.clock.advance(HOUR_MS);
  const token = await made.service.tokens.token(made.connector);
  const kept = JSON.parse(writes.at(-1) ?? '') as { accessToken: string; refreshToken: string };
  expect(kept.accessToken).toBe(token);
  const used = made.issuer.requests.at(-1)?.['refresh_token'];
  expect(kept.refreshToken).not.toBe(used);
  // The next one goes with the new refresh token, also after a restart.
  await made.service.close();
  await made.clock.advance(HOUR_MS);
  await made.restart().tokens.token(made.connector);
  expect(made.issuer.requests.at(-1)).toMatchObject({ refresh_token: kept.refreshToken });
});

it('goes on with a token that could not be kept, and says so', async () => {
  const made = await bench({}, (box) => ({ ...box, set: () => Promise.reject(new Error('disk full')) }));
  expect(made.issuer.good).toContain(await made.service.tokens.token(made.connector));
  expect(made.reports).toEqual(['keeping the sign-in of Provider']);
});

it('says "sign in again" for a sign-in that was revoked, once and for all, also after a restart', async () => {
  const made = await bench({ flow: 'DeviceCode' });
  await signInByDevice(made);
  await until(() => made.signedIn.length === 1, 'the sign-in');
  made.issuer.revoke();
  await made.clock.advance(HOUR_MS);
  const refused = 'The sign-in was revoked or has run out: sign in again. The provider says: The grant is not good.';
  await expect(made.service.tokens.token(made.connector)).rejects.toMatchObject({
    code: 'sign-in-needed',
    message: refused,
  });
  const asked = made.issuer.requests.length;
  await made.service.close();
  const service = made.restart();
  await made.clock.advance(HOUR_MS);
  await expect(service.tokens.token(made.connector)).rejects.toThrow(refused);
  expect(made.issuer.requests).toHaveLength(asked);
  expect(await service.status()).toMatchObject([{ state: 'again', text: refused }]);
  // A new sign-in puts it right.
  await service.signIn('Provider');
  await made.clock.advance(5000);
  await until(() => made.signedIn.length === 2, 'the new sign-in');
  expect(await service.status()).toMatchObject([{ state: 'signed-in', text: '' }]);
});

it('asks once more for a token that was refused, and not again for the new one', async () => {
  const { issuer, clock, connector, service } = await bench();
  const first = await service.tokens.token(connector);
  await clock.advance(5 * MINUTE_MS);
  const others = await Promise.all([1, 2, 3].map(() => service.tokens.renew(connector, first)));
  expect(issuer.requests).toHaveLength(2);
  expect(new Set(others).size).toBe(1);
  expect(others[0]).not.toBe(first);
  expect(await service.tokens.renew(connector, others[0] ?? '')).toBeNull();
  expect(issuer.requests).toHaveLength(2);
});

it('leaves the provider in peace after a refusal, until the secret is set anew', async () => {
  const { issuer, clock, connector, service } = await bench();
  const refusal = {
    status: 401,
    body: { error: 'invalid_client', error_description: 'AADSTS7000215: Wrong. Trace ID: 1' },
  };
  issuer.answers.push(refusal, refusal);
  const words =
    'The client secret is wrong: set the value of the secret, not its id. The provider says: AADSTS7000215: Wrong.';
  await expect(service.tokens.token(connector)).rejects.toMatchObject({ code: 'sign-in-failed', message: words });
  await expect(service.tokens.token(connector)).rejects.toThrow(words);
  expect(issuer.requests).toHaveLength(1);
  expect(await service.status()).toMatchObject([{ state: 'failing', text: words }]);
  await clock.advance(30_000);
  await expect(service.tokens.token(connector)).rejects.toThrow(words);
  expect(issuer.requests).toHaveLength(2);
  service.secretChanged('oauth-client/Provider');
  expect(issuer.good).toContain(await service.tokens.token(connector));
  expect(await service.status()).toMatchObject([{ state: 'signed-in', text: '' }]);
});

it('tries a renewal again by itself while the token still holds, less and less often', async () => {
  const { issuer, clock, connector, service } = await bench();
  const first = await service.tokens.token(connector);
  const busy = { status: 503, body: { error: 'temporarily_unavailable' } };
  issuer.answers.push(busy, busy);
  await clock.advance(HOUR_MS - 10 * MINUTE_MS);
  await until(async () => (await service.status())[0]?.state === 'retrying', 'the first failure');
  expect(await service.tokens.token(connector)).toBe(first);
  await clock.advance(MINUTE_MS);
  await until(() => issuer.requests.length === 3, 'the second');
  await until(async () => (await service.status())[0]?.state === 'retrying', 'its end');
  await clock.advance(2 * MINUTE_MS);
  await until(async () => (await service.status())[0]?.state === 'signed-in', 'the third, which goes well');
  expect(issuer.requests).toHaveLength(4);
});

it('signs for a mailbox with the key of a service account', async () => {
  const { generateKeyPairSync, createVerify } = await import('node:crypto');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const made = await bench({ flow: 'ServiceAccount', clientId: null, scope: 'https://mail.google.com/' });
  const { issuer, box, connector, service, clock } = made;
  const file = {
    type: 'service_account',
    client_email: 'robot@project.example',
    private_key: pem,
    private_key_id: 'k1',
  };
  box.set('oauth-client/Provider', JSON.stringify(file));
  expect(issuer.good).toContain(await service.tokens.token(connector));
  const [asked] = issuer.requests;
  expect(asked).toMatchObject({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' });
  const [header = '', claims = '', signature = ''] = (asked?.['assertion'] ?? '').split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
  const now = Math.floor(clock.now() / 1000);
  expect(read(claims)).toEqual({
    ...{ iss: 'robot@project.example', sub: 'scanner@office.example', aud: `${issuer.url}/token` },
    ...{ iat: now, exp: now + 3600, scope: 'https://mail.google.com/' },
  });
  const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
  expect(verifier.verify(publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
});

it('says what to set where the key of a service account is none', async () => {
  const { service, connector } = await bench({ flow: 'ServiceAccount', clientId: null });
  await expect(service.tokens.token(connector)).rejects.toThrow(/set the whole JSON file that Google gave out/);
});

it('names the secret that is missing', async () => {
  const { service, connector, box, issuer } = await bench();
  box.clear();
  await expect(service.tokens.token(connector)).rejects.toThrow(
    'The client secret of the send connector Provider is missing: set the secret oauth-client/Provider.',
  );
  expect(issuer.requests).toEqual([]);
});
