import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { MessageContent } from '../main/transport/message-content.ts';

/** The window's own protocol: `app://postroom/…` is the built interface and nothing outside it. */

export const pageOrigin = 'app://postroom';

const SCHEME = 'app';
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

/** Has to be called before the application is ready. */
export function declarePageProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves `folder` under the protocol, and messages that wait as files to keep. */
export function servePages(folder: string, content: (id: number) => Promise<MessageContent>): void {
  protocol.handle(SCHEME, async (request) => {
    const id = request.method === 'GET' ? messageOf(request.url) : null;
    if (id !== null) return content(id).then((found) => fileOf(id, found), refused);
    const path = request.method === 'GET' ? pathWithin(folder, request.url) : null;
    const type = path === null ? undefined : CONTENT_TYPES[extname(path)];
    if (path === null || type === undefined) return refused();
    try {
      return new Response(new Uint8Array(await readFile(path)), { headers: { ...HEADERS, 'Content-Type': type } });
    } catch {
      return refused();
    }
  });
}

/** `app://postroom/messages/12.eml` */
function messageOf(address: string): number | null {
  const id = /^app:\/\/postroom\/messages\/(\d{1,15})\.eml$/.exec(address)?.[1];
  return id === undefined ? null : Number(id);
}

/** It is mail: kept as a file, and nothing in it is ever shown or run. */
function fileOf(id: number, { size, body }: MessageContent): Response {
  const bytes = Buffer.isBuffer(body) ? new Uint8Array(body) : (Readable.toWeb(body) as ReadableStream<Uint8Array>);
  return new Response(bytes, {
    headers: {
      ...HEADERS,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Type': 'message/rfc822',
      'Content-Length': String(size),
      'Content-Disposition': `attachment; filename="message-${String(id)}.eml"`,
    },
  });
}

const refused = (): Response => new Response('Not found', { status: 404, headers: HEADERS });

/** The file an address names, or null where it is not one of ours: other host, escapes, device names, streams. */
export function pathWithin(folder: string, address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== `${SCHEME}:` || url.host !== 'postroom') return null;
  const name = url.pathname === '/' ? '/index.html' : url.pathname;
  // The built files have plain names: anything else is somebody trying.
  if (!/^(?:\/[\w-]+(?:\.[\w-]+)*)+$/.test(name)) return null;
  const path = normalize(join(folder, name));
  return path.startsWith(`${normalize(folder)}${sep}`) ? path : null;
}
