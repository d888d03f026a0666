import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageGone } from '../../../main/transport/message-content.ts';
import { ask, runConsole, signIn } from './run-console.ts';
import type { RunningConsole } from './run-console.ts';

/** A message as a file: only for those who have signed in, and never as something to look at. */

const EVIL = 'Subject: x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n';
let console: RunningConsole;
let headers: Record<string, string>;
const asked: number[] = [];

beforeAll(async () => {
  const content = (id: number) => {
    asked.push(id);
    if (id === 1) return Promise.resolve({ size: EVIL.length, body: Buffer.from(EVIL) });
    if (id === 2) return Promise.resolve({ size: EVIL.length, body: Readable.from([Buffer.from(EVIL)]) });
    return Promise.reject(messageGone());
  };
  console = await runConsole({}, {}, { content });
  headers = { host: console.host, cookie: await signIn(console) };
});
afterAll(() => console.server.close());

test.each([1, 2])('message %i is an attachment, whatever it says of itself', async (id) => {
  const answer = await ask(console, { path: `/messages/${String(id)}.eml`, headers });
  expect(answer.status).toBe(200);
  expect(answer.body).toBe(EVIL);
  expect(answer.headers).toMatchObject({
    'content-type': 'message/rfc822',
    'content-length': String(EVIL.length),
    'content-disposition': `attachment; filename="message-${String(id)}.eml"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test('nobody else gets it', async () => {
  const before = asked.length;
  expect((await ask(console, { path: '/messages/1.eml', headers: { host: console.host } })).status).toBe(401);
  const stale = { host: console.host, cookie: 'postroom-00000000=x' };
  expect((await ask(console, { path: '/messages/1.eml', headers: stale })).status).toBe(401);
  const foreign = { ...headers, 'sec-fetch-site': 'cross-site' };
  expect((await ask(console, { path: '/messages/1.eml', headers: foreign })).status).toBe(403);
  expect(asked.length).toBe(before);
});

test('a message that has left is not there', async () => {
  const answer = await ask(console, { path: '/messages/3.eml', headers });
  expect(answer.status).toBe(404);
  expect(answer.body).toContain('no longer in the queue');
});

test.each(['x.eml', '1.html', '1', '..%2f1.eml', '99999999999999999999.eml', '-1.eml', '1.eml.html'])(
  '%s is no name of a message',
  async (name) => {
    const before = asked.length;
    expect((await ask(console, { path: `/messages/${name}`, headers })).status).toBe(404);
    expect(asked.length).toBe(before);
  },
);
