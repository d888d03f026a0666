import { randomUUID } from 'node:crypto';
import { OAuth2Server } from 'oauth2-mock-server';

/**
 * An OAuth server over real HTTP: oauth2-mock-server, with a device endpoint (which it lacks) and a switch for each
 * thing that a provider may do. Tokens it gave are the only ones that are good.
 */
export interface OAuthIssuer {
  readonly url: string;
  /** What was asked of the token endpoint, newest last. */
  readonly requests: Readonly<Record<string, string>>[];
  /** Access tokens that are good. */
  readonly good: Set<string>;
  /** Answers the next requests of the token endpoint in place of the server. */
  readonly answers: { status: number; body: Readonly<Record<string, unknown>> }[];
  /** Seconds. */
  lifetime: number;
  /** Of an access token. */
  tokenLength: number;
  /** Seconds between two questions of a device. */
  interval: number;
  /** A refresh token is good for one use. */
  rotates: boolean;
  /** Ends every sign-in: its refresh tokens are refused. */
  revoke(): void;
  /** The person has typed the code in. */
  approve(): void;
  close(): Promise<void>;
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export async function startIssuer(): Promise<OAuthIssuer> {
  const server = new OAuth2Server(undefined, undefined, { endpoints: { token: '/plain/token' } });
  await server.issuer.keys.generate('RS256');
  const refreshTokens = new Set<string>();
  let approved = false;
  const issuer = {
    url: '',
    requests: [] as Record<string, string>[],
    good: new Set<string>(),
    answers: [] as { status: number; body: Readonly<Record<string, unknown>> }[],
    lifetime: 3600,
    tokenLength: 200,
    interval: 5,
    rotates: false,
    revoke: () => refreshTokens.clear(),
    approve: () => {
      approved = true;
    },
    close: () => server.stop(),
  };

  /** A JWT is as long as it is; this one is as long as the test wants. */
  const give = (refresh: boolean): Record<string, unknown> => {
    const token = randomUUID().replaceAll('-', '').padEnd(issuer.tokenLength, 'x');
    issuer.good.add(token);
    const refreshToken = `refresh-${randomUUID()}`;
    if (refresh) refreshTokens.add(refreshToken);
    return {
      ...{ access_token: token, token_type: 'Bearer', expires_in: issuer.lifetime },
      ...(refresh ? { refresh_token: refreshToken } : {}),
    };
  };
  const invalid = { status: 400, body: { error: 'invalid_grant', error_description: 'The grant is not good.' } };

  function refreshed(used: string): { status: number; body: Readonly<Record<string, unknown>> } {
    if (!refreshTokens.has(used)) return invalid;
    if (issuer.rotates) refreshTokens.delete(used);
    return { status: 200, body: give(issuer.rotates) };
  }

  async function answer(asked: Record<string, string>) {
    const scripted = issuer.answers.shift();
    if (scripted !== undefined) return scripted;
    if (asked['grant_type'] === 'refresh_token') return refreshed(asked['refresh_token'] ?? '');
    if (asked['grant_type'] === DEVICE_GRANT) {
      if (approved) return { status: 200, body: give(true) };
      return { status: 400, body: { error: 'authorization_pending', error_description: 'Not yet.' } };
    }
    // The library judges the rest: PKCE, assertions, client credentials.
    const plain = await fetch(`${server.issuer.url ?? ''}/plain/token`, {
      method: 'POST',
      body: new URLSearchParams(asked),
    });
    if (!plain.ok) return { status: 400, body: { error: 'invalid_request', error_description: await plain.text() } };
    const body = (await plain.json()) as Record<string, unknown>;
    return { status: 200, body: { ...body, ...give(asked['grant_type'] === 'authorization_code') } };
  }

  server.service.addRoute('POST', '/token', async (request, response) => {
    const asked = (request as unknown as { body: Record<string, string> }).body;
    issuer.requests.push(asked);
    const { status, body } = await answer(asked);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.service.addRoute('POST', '/device', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        ...{ device_code: 'device-1', user_code: 'ABCD-EFGH', verification_uri: 'https://login.example/device' },
        ...{ expires_in: 900, interval: issuer.interval },
      }),
    );
  });
  server.service.on('beforeWellKnownOpenIdConfiguration', (told: { body: unknown }) => {
    const url = server.issuer.url ?? '';
    told.body = {
      ...(told.body as object),
      ...{ token_endpoint: `${url}/token`, device_authorization_endpoint: `${url}/device` },
    };
  });
  await server.start(0, '127.0.0.1');
  return Object.assign(issuer, { url: server.issuer.url ?? '' });
}
