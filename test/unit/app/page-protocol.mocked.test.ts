import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { declarePageProtocol, pathWithin, servePages } from '../../../app/page-protocol.ts';
import { messageGone } from '../../../main/transport/message-content.ts';
import * as electron from '../../support/electron-double.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

describe('addresses that are not a built file lead nowhere', () => {
  test.each([
    'app://postroom/../secret.txt',
    'app://postroom/..%5c..%5csecret.txt',
    'app://postroom/%2e%2e/secret.txt',
    'app://postroom/%252e%252e/secret.txt',
    'app://postroom//etc/passwd',
    'app://postroom/C:/Windows/win.ini',
    'app://postroom/index.html::$DATA',
    'app://postroom/a%00.html',
    'app://postroom/.hidden',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('%s', (address) => {
    // Where the URL parser takes the dots out itself, what is left stays inside.
    expect([null, '/srv/pages/secret.txt']).toContain(pathWithin('/srv/pages', address));
  });

  test('a plain name is a file of the folder, and the root is the page', () => {
    expect(pathWithin('/srv/pages', 'app://postroom/assets/index-Ab_1.js')).toBe('/srv/pages/assets/index-Ab_1.js');
    expect(pathWithin('/srv/pages', 'app://postroom/')).toBe('/srv/pages/index.html');
  });
});

describe('the protocol', () => {
  let folder: string;
  const get = async (address: string, init?: RequestInit): Promise<Response> => {
    const handler = electron.protocol.handlers.get('app');
    if (handler === undefined) throw new Error('nobody serves app:');
    return handler(new Request(address, init));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages '));
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'run.json'), '{"token":"secret"}');
    declarePageProtocol();
    servePages(folder, (id) => {
      if (id === 12) return Promise.resolve({ size: 16, body: Buffer.from('Subject: Hi\r\n\r\nx') });
      if (id === 13) return Promise.resolve({ size: 3, body: Readable.from([Buffer.from('a'), Buffer.from('bc')]) });
      return Promise.reject(messageGone());
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is a standard, secure scheme without a way around the CSP', () => {
    expect(electron.protocol.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
  });

  test('serves the page with a policy that allows nothing from elsewhere', async () => {
    const response = await get('app://postroom/');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:/);
  });

  test('gives a message as a file to keep, whether it is small or comes in pieces', async () => {
    const response = await get('app://postroom/messages/12.eml');
    expect(await response.text()).toBe('Subject: Hi\r\n\r\nx');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'message/rfc822',
      'content-disposition': 'attachment; filename="message-12.eml"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(await (await get('app://postroom/messages/13.eml')).text()).toBe('abc');
  });

  test.each([
    ['a message that has left', 'app://postroom/messages/99.eml', undefined],
    ['a message by another way than its number', 'app://postroom/messages/..%2f12.eml', undefined],
    ['a message to somebody else', 'app://elsewhere/messages/12.eml', undefined],
    ['a file of a kind the interface has none of', 'app://postroom/run.json', undefined],
    ['a file that is not there', 'app://postroom/missing.js', undefined],
    ['anything but GET', 'app://postroom/', { method: 'POST' }],
  ])('refuses %s', async (_what, address, init) => {
    const response = await get(address, init);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
