import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, raw, runConsole, signIn, upgrade } from './run-console.ts';
import type { RunningConsole } from './run-console.ts';

let console: RunningConsole;
let bearer: { authorization: string };
beforeAll(async () => {
  console = await runConsole();
  bearer = { authorization: `Bearer ${console.run.token}` };
});
afterAll(() => console.server.close());

const rpc = JSON.stringify({ name: 'status.get', input: {} });
const json = { 'content-type': 'application/json' };

describe('WC-01, WC-02: the Host', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.nip.io',
    '127.0.0.1.nip.io:PORT',
    '0.0.0.0:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.:PORT',
  ])('refuses %j before anything else', async (name) => {
    const host = name.replace('PORT', String(console.port));
    expect((await ask(console, { path: '/health', headers: { host } })).status).toBe(421);
  });

  it.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('answers as %s', async (name) => {
    const host = name.replace('PORT', String(console.port));
    expect((await ask(console, { path: '/metrics', headers: { host, ...bearer } })).status).toBe(200);
  });

  it.each([
    ['no Host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['an empty Host', 'GET /health HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
    ['no Host in HTTP/1.0', 'GET /health HTTP/1.0\r\n\r\n'],
    ['two Hosts', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
    ['an absolute URI', 'GET http://evil.example/health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n'],
    [
      'its own absolute URI',
      'GET http://127.0.0.1:PORT/health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n',
    ],
    [
      'CL and TE',
      'POST /rpc HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a proxy request', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n'],
  ])('refuses %s', async (_name, bytes) => {
    const answer = await raw(console.port, bytes.replaceAll('PORT', String(console.port)));
    expect(answer).not.toMatch(/^HTTP\/1\.1 [23]/);
  });

  it('ignores X-Forwarded-Host', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': console.host };
    expect((await ask(console, { path: '/health', headers })).status).toBe(421);
  });
});

describe('WC-03: the token', () => {
  it.each(['/metrics', '/assets/app-1234.js', '/index.html'])('GET %s needs it', async (path) => {
    expect((await ask(console, { path })).status).toBe(401);
  });

  it.each(['', 'Bearer ', 'Bearer wrong', 'Bearer null', 'Basic eDp5'])(
    'POST /rpc refuses %j',
    async (authorization) => {
      const headers = { ...json, ...(authorization === '' ? {} : { authorization }) };
      expect((await ask(console, { method: 'POST', path: '/rpc', headers, body: rpc })).status).toBe(401);
    },
  );

  it('is 256 bits, and of this run only', async () => {
    const other = await runConsole();
    expect(Buffer.from(console.run.token, 'base64url')).toHaveLength(32);
    const headers = { ...json, authorization: `Bearer ${console.run.token}` };
    expect((await ask(other, { method: 'POST', path: '/rpc', headers, body: rpc })).status).toBe(401);
    await other.server.close();
  });

  it('lets programs call', async () => {
    const answer = await ask(console, { method: 'POST', path: '/rpc', headers: { ...json, ...bearer }, body: rpc });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ value: { state: 'running' } });
  });

  it('is not needed to ask for health, which says nothing else', async () => {
    expect(await ask(console, { path: '/health' })).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });
});

describe('WC-04, WC-05, WC-09: other sites', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'a %s body makes no call, even with the token',
    async (type) => {
      const headers = { ...bearer, 'content-type': type };
      expect((await ask(console, { method: 'POST', path: '/rpc', headers, body: rpc })).status).toBe(415);
    },
  );

  it('a cookie makes no call over HTTP', async () => {
    const headers = { ...json, cookie: await signIn(console), origin: `http://${console.host}` };
    expect((await ask(console, { method: 'POST', path: '/rpc', headers, body: rpc })).status).toBe(401);
  });

  it.each([
    'null',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'https://127.0.0.1:PORT',
    'file://',
    'http://evil.example',
    '',
  ])('refuses Origin %j', async (origin) => {
    const headers = { ...json, ...bearer, origin: origin.replace('PORT', String(console.port)) };
    expect((await ask(console, { method: 'POST', path: '/rpc', headers, body: rpc })).status).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('refuses Sec-Fetch-Site %s', async (site) => {
    const headers = { cookie: await signIn(console), 'sec-fetch-site': site };
    expect((await ask(console, { headers })).status).toBe(403);
  });

  it('answers no preflight', async () => {
    const headers = {
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-private-network': 'true',
    };
    const answer = await ask(console, { method: 'OPTIONS', path: '/rpc', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('WC-06: the WebSocket', () => {
  it.each([
    ['nothing', {}, 401],
    ['a wrong token', { authorization: 'Bearer x' }, 401],
    ['a foreign Origin with the token', { authorization: 'TOKEN', origin: 'http://evil.example' }, 403],
    ['a foreign Origin with a cookie', { cookie: 'COOKIE', origin: 'http://evil.example' }, 403],
    ['Origin null with a cookie', { cookie: 'COOKIE', origin: 'null' }, 403],
    ['its own Origin without a cookie', { origin: 'OWN' }, 401],
    ['a cookie without Origin', { cookie: 'COOKIE' }, 401],
    ['a foreign Host', { authorization: 'TOKEN', host: 'evil.example' }, 421],
  ])('refuses %s before the upgrade', async (_name, given, status) => {
    const cookie = await signIn(console);
    const own = `http://${console.host}`;
    const fill = (text: string) =>
      text.replace('TOKEN', bearer.authorization).replace('COOKIE', cookie).replace('OWN', own);
    const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fill(value)]));
    expect(await upgrade(console, headers)).toBe(status);
  });

  it('takes no token from a subprotocol or an address, and upgrades nothing else', async () => {
    const { token } = console.run;
    expect(await upgrade(console, {}, '/ws', [token])).toBe(401);
    expect(await upgrade(console, {}, `/ws?token=${token}`)).toBe(404);
    expect(await upgrade(console, bearer, '/rpc')).toBe(404);
  });

  it.each([['the token'], ['a cookie and its own Origin']])('opens with %s', async (kind) => {
    const page = { cookie: await signIn(console), origin: `http://${console.host}` };
    const socket = await upgrade(console, kind === 'the token' ? bearer : page);
    expect(socket).toBeInstanceOf(WebSocket);
    if (socket instanceof WebSocket) socket.terminate();
  });
});

describe('WC-08: signing in', () => {
  it('takes a code once and then forgets it, and the address loses it', async () => {
    const { search } = new URL(console.server.signInUrl());
    const first = await ask(console, { path: `/${search}` });
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^postroom-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const second = await ask(console, { path: `/${search}` });
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('serves the interface to a browser that has signed in', async () => {
    const cookie = await signIn(console);
    expect(await ask(console, { headers: { cookie } })).toMatchObject({
      status: 200,
      body: expect.stringContaining('<title>Postroom') as unknown,
    });
    const script = await ask(console, { path: '/assets/app-1234.js?v=1', headers: { cookie } });
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toMatch(/javascript/);
  });

  it('gives codes and cookies to who holds the token', async () => {
    const code = await ask(console, { method: 'POST', path: '/code', headers: bearer });
    expect(JSON.parse(code.body)).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?code=/) as unknown,
    });
    const session = await ask(console, { method: 'POST', path: '/session', headers: bearer });
    expect([session.status, session.headers['set-cookie']?.length]).toEqual([204, 1]);
    expect((await ask(console, { method: 'POST', path: '/code' })).status).toBe(401);
    expect((await ask(console, { method: 'POST', path: '/session' })).status).toBe(401);
  });

  it('by the form takes the token, and no other', async () => {
    const page = await ask(console);
    expect(page.status).toBe(401);
    expect(page.body).toContain('action="/session"');
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${console.host}` };
    const right = await ask(console, {
      method: 'POST',
      path: '/session',
      headers: form,
      body: `token=${console.run.token}`,
    });
    expect([right.status, right.headers['set-cookie']?.length]).toEqual([303, 1]);
    expect((await ask(console, { method: 'POST', path: '/session', headers: form, body: 'token=x' })).status).toBe(401);
  });
});

describe('WC-10: paths', () => {
  it.each([
    '/../config.json',
    '/%2e%2e/config.json',
    '/..%5c..%5cconfig.json',
    '/assets/../../config.json',
    '/assets/%2e%2e%2f%2e%2e%2fconfig.json',
    '/C:/Windows/win.ini',
    '//host/share',
    '/index.html::$DATA',
    '/INDEX~1.HTM',
    '/CON',
    '/index.html%00.js',
    '/%252e%252e/config.json',
    '/assets',
    '/assets/',
    '/%zz',
    '/.',
  ])('%s is not there', async (path) => {
    const answer = await ask(console, { path, headers: { cookie: await signIn(console) } });
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('WC-11: headers', () => {
  it.each([
    ['a page', { path: '/' }],
    ['an error', { path: '/nothing' }],
    ['a refusal', { path: '/', headers: { host: 'evil.example' } }],
    ['a bad body', { method: 'POST', path: '/rpc', headers: json, body: '{' }],
    ['a method that is not offered', { method: 'DELETE', path: '/health' }],
  ])('stand on %s', async (_name, question) => {
    const { headers } = await ask(console, question);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as unknown,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
  });

  it('stand on what the parser refuses, and on refused upgrades', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      `GET /ws HTTP/1.1\r\nHost: ${console.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ]) {
      expect(await raw(console.port, bytes)).toMatch(
        /^HTTP\/1\.1 40[01] [^\r\n]*\r\ncontent-security-policy: default-src 'none'/,
      );
    }
  });
});
