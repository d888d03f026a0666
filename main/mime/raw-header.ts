import { domainToASCII } from 'node:url';
import { decodeBytes, hasEightBit } from './charset.ts';
import { encodedWords } from './encoded-words.ts';
import { fieldsOf, nameOf, valueOf } from './fields.ts';

/** Raw 8-bit header fields, which no mail without SMTPUTF8 may have, put into ASCII (RFC 2047, 2231, 5890). */

export interface EncodedHeader {
  /** The section, latin1 characters. */
  readonly text: string;
  /** Names of the fields that were encoded, as they stood. */
  readonly encoded: readonly string[];
  /** Names of the fields that cannot be said in ASCII: an address beyond ASCII, or a field that programs read. */
  readonly left: readonly string[];
}

const ADDRESS_FIELDS = new Set(
  ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'].flatMap((name) => [name, `resent-${name}`]),
);
ADDRESS_FIELDS.add('disposition-notification-to').add('return-receipt-to').add('errors-to');
const PARAMETER_FIELDS = new Set(['content-type', 'content-disposition']);
const MACHINE_FIELDS = new Set([
  ...['return-path', 'message-id', 'in-reply-to', 'references', 'date', 'mime-version'],
  ...['content-transfer-encoding', 'content-id', 'dkim-signature', 'authentication-results'],
]);

/** Encodes what stands raw in the section. Bytes that are not UTF-8 are read as `charset`. */
export function encodeRawHeader(section: string, charset: string): EncodedHeader {
  const encoded: string[] = [];
  const left: string[] = [];
  if (!hasEightBit(section)) return { text: section, encoded, left };
  const text = fieldsOf(section).map((field) => {
    const colon = field.indexOf(':');
    if (!hasEightBit(field)) return field;
    if (colon < 1) {
      // No field at all: nobody reads it, and it must not keep the others from being taken.
      encoded.push('?');
      return field.replaceAll(/[\u0080-\u00ff]/g, '?');
    }
    const name = field.slice(0, colon).trimEnd();
    const value = hasEightBit(name)
      ? null
      : encodeValue(nameOf(field), decodeBytes(Buffer.from(valueOf(field), 'latin1'), charset));
    (value === null ? left : encoded).push(hasEightBit(name) ? '?' : name);
    return value === null ? field : `${name}: ${value}\r\n`;
  });
  return { text: text.join(''), encoded, left };
}

/** The value in ASCII, folded; null where that cannot be. */
function encodeValue(name: string, value: string): string | null {
  const clean = value.replaceAll(/\p{Cc}+/gu, ' ');
  if (MACHINE_FIELDS.has(name)) return null;
  // A trace of other servers, which nobody takes apart: the letters are not worth an encoding.
  if (name === 'received') return clean.replaceAll(/[^ -~]/gu, '?');
  if (ADDRESS_FIELDS.has(name)) return encodeAddresses(clean);
  if (PARAMETER_FIELDS.has(name)) return encodeParameters(clean);
  return encodedWords(clean);
}

/** A quoted string, a comment, an address in angle brackets, what separates, or a run of anything else. */
const ADDRESS_TOKEN = /"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^>]*>?|[,;:]|[^",;:<(]+/g;

function encodeAddresses(value: string): string | null {
  const out: string[] = [];
  let words: string[] = [];
  const impossible: string[] = [];
  // Words in front of an angle bracket or a group's colon are a name; words alone are an address.
  const flush = (asName: boolean): void => {
    const text = words.join('');
    words = [];
    if (isPlain(text)) out.push(text);
    else if (asName) out.push(` ${encodedWords(unquoted(text))} `);
    else out.push(address(text));
  };
  const address = (text: string): string => {
    const ascii = asciiAddress(text);
    if (ascii === null) impossible.push(text);
    return ascii ?? text;
  };
  for (const [token] of value.matchAll(ADDRESS_TOKEN)) {
    if (token.startsWith('<')) {
      flush(true);
      out.push(isPlain(token) ? token : address(token));
    } else if (token.startsWith('(') && !isPlain(token)) {
      flush(false);
      out.push(` (${encodedWords(token.replace(/^\(|\)$/g, ''))})`);
    } else if (/^[,;:]$/.test(token)) {
      flush(token === ':');
      out.push(token);
    } else {
      words.push(token);
    }
  }
  flush(false);
  return impossible.length === 0 ? out.join('').replaceAll(/ {2,}/g, ' ').trim() : null;
}

/** `Zoë "the boss" Smith` as it is meant. */
function unquoted(text: string): string {
  return text.replaceAll(/"((?:[^"\\]|\\.)*)"?/g, (_, inner: string) => inner.replaceAll(/\\(.)/g, '$1')).trim();
}

/** An address whose domain is put into A-labels; null where that is not enough. */
export function asciiAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at + 1);
  const [, domain = '', behind = ''] = /^([^\s>]*)(.*)$/s.exec(text.slice(at + 1)) ?? [];
  if (isPlain(text)) return text;
  if (at < 0 || !isPlain(local) || !isPlain(behind)) return null;
  const ascii = domainToASCII(domain);
  return ascii === '' ? null : `${local}${ascii}${behind}`;
}

/** RFC 2231 for parameters, encoded words for what stands in front of them. */
function encodeParameters(value: string): string {
  const [first = '', ...rest] = splitParameters(value);
  const parameters = rest.map((parameter) => {
    const [, name = '', text = ''] = /^\s*([^\s=]+?)\s*=(.*)$/s.exec(parameter) ?? [];
    if (isPlain(parameter) || !isPlain(name) || name === '') return isPlain(parameter) ? parameter.trim() : '';
    return `${name.replace(/\*$/, '')}*=utf-8''${percentEncoded(unquoted(text.trim()))}`;
  });
  return [encodedWords(first.trim()), ...parameters.filter((parameter) => parameter !== '')].join(';\r\n ');
}

function splitParameters(value: string): string[] {
  return value.match(/(?:"(?:[^"\\]|\\.)*"?|[^";])+/g) ?? [];
}

function percentEncoded(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function isPlain(text: string): boolean {
  return /^[ -~\t]*$/.test(text);
}
