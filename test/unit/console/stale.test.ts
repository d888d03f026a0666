import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, raw, runConsole, signIn, upgrade } from './run-console.ts';
import type { RunningConsole } from './run-console.ts';

/** What an earlier run gave out, and messages that never end. */

let earlier: RunningConsole;
let console: RunningConsole;
beforeAll(async () => {
  earlier = await runConsole();
  console = await runConsole();
});
afterAll(async () => {
  await console.server.close();
  await earlier.server.close();
});

it('WC-03, WC-06: the token of an earlier run opens nothing', async () => {
  const headers = { authorization: `Bearer ${earlier.run.token}` };
  expect(await upgrade(console, headers)).toBe(401);
  for (const [method, path] of [
    ['GET', '/metrics'],
    ['POST', '/rpc'],
    ['POST', '/code'],
    ['POST', '/session'],
  ] as const) {
    expect((await ask(console, { method, path, headers })).status).toBe(401);
  }
});

it('WC-08: the cookie and the code of an earlier run open nothing', async () => {
  const headers = { cookie: await signIn(earlier), origin: `http://${console.host}` };
  expect(await upgrade(console, headers)).toBe(401);
  expect((await ask(console, { path: '/assets/app-1234.js', headers })).status).toBe(401);
  const { search } = new URL(earlier.server.signInUrl());
  const answer = await ask(console, { path: `/${search}` });
  expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
});

it('WC-07: a message in pieces may not grow beyond 1 MB either', async () => {
  const socket = await upgrade(console, { authorization: `Bearer ${console.run.token}` });
  if (!(socket instanceof WebSocket)) throw new Error(`refused: ${String(socket)}`);
  const closed = once(socket, 'close');
  const piece = 'x'.repeat(64 * 1024);
  for (let sent = 0; sent <= 1024 * 1024; sent += piece.length) socket.send(piece, { fin: false });
  expect((await closed)[0]).toBe(1009);
  expect((await ask(console, { path: '/health' })).status).toBe(200);
});

it('WC-13: a request with more than 16 kB of headers is refused', async () => {
  const bytes = `GET /health HTTP/1.1\r\nHost: ${console.host}\r\nX-Filler: ${'x'.repeat(17_000)}\r\n\r\n`;
  expect(await raw(console.port, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
});
