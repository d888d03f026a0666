import { toAsciiDomain } from './accepted-domains.ts';
import { parseIpv4, parseIpv6 } from './address.ts';

/**
 * The one reader of envelope addresses (RFC 5321 4.1.2, RFC 6531 3.3), for sessions and for delivery. Nothing that
 * passes can be split, unquoted or re-read as another address further down the line.
 */

/** What a device got wrong and a lenient connector let pass; `source-route` is legal and only worth a note. */
export type PathDeviation =
  'dots-in-local-part' | 'long-local-part' | 'underscore-in-domain' | 'no-domain' | 'source-route';

export type PathFault =
  | 'too-long'
  | 'hidden-character'
  | 'several-addresses'
  | 'bad-source-route'
  | 'bad-local-part'
  | 'bad-domain'
  | 'no-domain';

export interface Mailbox {
  readonly ok: true;
  /** Canonical: quotes only where they are needed, case untouched. Empty for the null path. */
  readonly address: string;
  /** Without quotes. */
  readonly local: string;
  /** Empty for the null path and for a bare `postmaster`. */
  readonly domain: string;
  /** Needs SMTPUTF8. */
  readonly utf8: boolean;
  readonly deviations: readonly PathDeviation[];
}

export type Path = Mailbox | { readonly ok: false; readonly reason: PathFault };

export interface PathOptions {
  /** The liberties of DeviceFriendly connectors. */
  readonly lenient: boolean;
  /** Completes a bare word where lenient. */
  readonly defaultDomain?: string | null | undefined;
}

/** RFC 5321 4.5.3.1.3, brackets included. */
const MAX_PATH_OCTETS = 256;
const MAX_LOCAL_OCTETS = 64;

const ATEXT = "[\\w!#$%&'*+\\-/=?^`{|}~\\u0080-\\u{10ffff}]";
const DOT_STRING = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*$`, 'u');
const LOOSE_DOTS = new RegExp(`^(?:${ATEXT}|\\.)*$`, 'u');
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const LOOSE_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const UNICODE_DOMAIN = /^[\p{L}\p{M}\p{N}_.\u3002\uff0e\uff61-]+$/u;
/** Controls (C0, C1), format and bidi characters, zero widths, lone surrogates, unassigned, what decoding could not read, brackets. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd<>]/u;
const NON_ASCII = /[^\p{ASCII}]/u;
const NON_ASCII_SPACE = /(?! )\p{Zs}/u;
/** What a fullwidth or similar look-alike must not turn into when somebody normalizes it later. */
const SPECIAL = /[\s@<>,;:"()[\]\\%!]/;

const fault = (reason: PathFault): Path => ({ ok: false, reason });
const octets = (text: string): number => Buffer.byteLength(text);

function hidesSomething(text: string): boolean {
  if (HIDDEN.test(text) || NON_ASCII_SPACE.test(text)) return true;
  return (
    NON_ASCII.test(text) &&
    Array.from(text).some((char) => NON_ASCII.test(char) && SPECIAL.test(char.normalize('NFKC')))
  );
}

/** The mailbox behind `@a,@b:`, or null where the route is malformed (RFC 5321 appendix C: accepted and ignored). */
function stripSourceRoute(text: string, lenient: boolean): string | null {
  // A colon inside an address literal does not end the route.
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '[') depth += 1;
    else if (text[i] === ']') depth -= 1;
    else if (text[i] === ':' && depth === 0) {
      const hops = text.slice(0, i).split(',');
      return hops.every((hop) => hop.startsWith('@') && isDomain(hop.slice(1), lenient)) ? text.slice(i + 1) : null;
    }
  }
  return null;
}

function isDomain(domain: string, lenient: boolean): boolean {
  if (domain.startsWith('[')) {
    const literal = domain.endsWith(']') ? domain.slice(1, -1) : '';
    return /^ipv6:/i.test(literal) ? parseIpv6(literal.slice(5)) !== null : parseIpv4(literal) >= 0;
  }
  if (NON_ASCII.test(domain) && !UNICODE_DOMAIN.test(domain)) return false;
  const name = toAsciiDomain(domain);
  if (name === null || name.length > 255) return false;
  return name.split('.').every((label) => (lenient ? LOOSE_LABEL : LABEL).test(label));
}

/** Reads `"…"` at the start of the text: its content, and what follows the closing quote. */
function readQuoted(text: string): { content: string; rest: string } | null {
  let content = '';
  for (let i = 1; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '"') return content === '' ? null : { content, rest: text.slice(i + 1) };
    if (char === '\\') i += 1;
    content += text.charAt(i);
  }
  return null;
}

/** The mailbox as it goes on the wire; the local part is quoted where it is no dot-string. */
export function printMailbox(local: string, domain: string): string {
  const printed = DOT_STRING.test(local) ? local : `"${local.replace(/["\\]/g, '\\$&')}"`;
  return domain === '' ? printed : `${printed}@${domain}`;
}

function readUnquoted(text: string, options: PathOptions, deviations: PathDeviation[]): Path {
  if (/[,;]/.test(text)) return fault('several-addresses');
  const at = text.lastIndexOf('@');
  const local = at < 0 ? text : text.slice(0, at);
  if (!DOT_STRING.test(local)) {
    if (!options.lenient || !LOOSE_DOTS.test(local) || /^\.*$/.test(local)) return fault('bad-local-part');
    deviations.push('dots-in-local-part');
  }
  if (at >= 0) return finish(local, local, text.slice(at + 1), options, deviations);
  // RFC 5321 4.5.1: the only name that needs no domain.
  if (local.toLowerCase() === 'postmaster')
    return { ok: true, address: local, local, domain: '', utf8: false, deviations };
  if (!options.lenient || !options.defaultDomain) return fault('no-domain');
  deviations.push('no-domain');
  return finish(local, local, options.defaultDomain, options, deviations);
}

function finish(
  local: string,
  printed: string,
  domain: string,
  options: PathOptions,
  deviations: PathDeviation[],
): Path {
  if (!isDomain(domain, options.lenient)) return fault('bad-domain');
  if (!domain.startsWith('[') && domain.includes('_')) deviations.push('underscore-in-domain');
  const address = `${printed}@${domain}`;
  if (octets(address) + 2 > MAX_PATH_OCTETS) return fault('too-long');
  if (octets(printed) > MAX_LOCAL_OCTETS) {
    if (!options.lenient) return fault('too-long');
    deviations.push('long-local-part');
  }
  return { ok: true, address, local, domain, utf8: NON_ASCII.test(address), deviations };
}

function readMailbox(text: string, options: PathOptions, deviations: PathDeviation[]): Path {
  if (!text.startsWith('"')) return readUnquoted(text, options, deviations);
  const quoted = readQuoted(text);
  if (!quoted) return fault('bad-local-part');
  if (/[,;]/.test(quoted.rest)) return fault('several-addresses');
  if (quoted.rest === '') return fault('no-domain');
  if (!quoted.rest.startsWith('@')) return fault('bad-local-part');
  return finish(quoted.content, printMailbox(quoted.content, ''), quoted.rest.slice(1), options, deviations);
}

/**
 * The mailbox of a path, with or without its angle brackets; source routes are dropped. A fault is a reason, never an
 * exception, whatever the text.
 */
export function parsePath(text: string, options: PathOptions): Path {
  const inner = text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
  if (inner === '') return { ok: true, address: '', local: '', domain: '', utf8: false, deviations: [] };
  // Octets are never fewer than characters: a cheap end for junk of any length.
  if (inner.length + 2 > MAX_PATH_OCTETS || octets(inner) + 2 > MAX_PATH_OCTETS) return fault('too-long');
  if (hidesSomething(inner)) return fault('hidden-character');
  const deviations: PathDeviation[] = [];
  if (!inner.startsWith('@')) return readMailbox(inner, options, deviations);
  const behindRoute = stripSourceRoute(inner, options.lenient);
  if (behindRoute === null) return fault('bad-source-route');
  deviations.push('source-route');
  return readMailbox(behindRoute, options, deviations);
}
