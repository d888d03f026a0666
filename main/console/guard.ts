import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** What every request must be before anything looks at it: meant for this console, and not from another site. */

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/** Null where the request may go on. `origins` are those of this console, `http://127.0.0.1:48025`, in lower case. */
export function refusalOf(request: IncomingMessage, origins: ReadonlySet<string>): Refusal | null {
  // An absolute URI would carry a host of its own.
  if (request.url?.startsWith('/') !== true) return { status: 400, text: 'The request target must be a path.' };
  const given = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  const own = originOf(request);
  // A foreign name that resolves to this machine is DNS rebinding.
  if (given !== 1 || !origins.has(own))
    return { status: 421, text: 'This console answers under its own address only.' };
  const { origin } = request.headers;
  if (origin !== undefined && origin.toLowerCase() !== own) return crossSite;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return crossSite;
  return null;
}

/** Where the request thinks it goes. */
function originOf({ socket, headers }: IncomingMessage): string {
  return `${socket instanceof TLSSocket ? 'https' : 'http'}://${headers.host?.toLowerCase() ?? ''}`;
}

const crossSite: Refusal = { status: 403, text: 'Requests from other sites are refused.' };

/** On every response, errors too. Svelte needs its one Trusted Types policy. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; " +
    "trusted-types svelte-trusted-html; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A whole response for a socket that no handler has taken. */
export function rawResponse({ status, text }: Refusal): string {
  const headers = {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${String(status)} ${text}\r\n${lines.join('\r\n')}\r\n\r\n${text}`;
}
