import type { CommandDeviation } from './address-deviations.ts';

/** The shape of MAIL and RCPT lines (RFC 5321 4.1.1.2, 4.1.1.3) with the liberties Exchange and devices take. */

export interface AddressCommand {
  /** What stood where the path belongs, brackets taken off. */
  readonly path: string;
  /** Upper-case keyword to value; null where it had none. */
  readonly parameters: ReadonlyMap<string, string | null>;
  /** Codes of tolerated deviations. */
  readonly deviations: readonly CommandDeviation[];
}

export type SyntaxFault = 'invalid-arguments' | 'invalid-address' | 'duplicate-parameter';

// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const PARAMETER = /^([A-Z0-9][A-Z0-9-]*)(?:=([\u0021-\u003c\u003e-\uffff]*))?$/i;

/**
 * Splits "MAIL FROM:<a@b> SIZE=1". `keyword` is FROM or TO. A blank after the colon and an address without
 * angle brackets are accepted as Exchange does; a display name before the brackets only when `tolerant`.
 */
export function parseAddressCommand(
  line: string,
  keyword: 'FROM' | 'TO',
  tolerant: boolean,
): AddressCommand | SyntaxFault {
  const colon = line.indexOf(':');
  if (CONTROL.test(line)) return 'invalid-arguments';
  if (colon < 0) return 'invalid-arguments';
  const head = /^[A-Z]{4}\s+([A-Z]+)(\s*)$/i.exec(line.slice(0, colon));
  if (head?.[1]?.toUpperCase() !== keyword) return 'invalid-arguments';
  const deviations: CommandDeviation[] = [];
  if (head[2] !== '') deviations.push('blank-before-colon');
  const raw = line.slice(colon + 1);
  const text = raw.trim();
  if (text !== raw && raw.startsWith(' ')) deviations.push('blank-after-colon');
  const split = splitPath(text, tolerant, deviations);
  if (typeof split === 'string') return split;
  const parameters = parseParameters(split.rest);
  if (typeof parameters === 'string') return parameters;
  return { path: split.path, parameters, deviations };
}

interface SplitPath {
  readonly path: string;
  readonly rest: string;
}

function splitPath(text: string, tolerant: boolean, deviations: CommandDeviation[]): SplitPath | SyntaxFault {
  if (text.startsWith('<')) return bracketed(text, 0);
  const named = tolerant ? /^(?:"[^"<>]*"|[^"<>@]*[^\s"<>@])\s*(<)/.exec(text) : null;
  if (named) {
    deviations.push('display-name');
    return bracketed(text, named[0].length - 1);
  }
  const bare = /^\S+/.exec(text)?.[0] ?? '';
  // Brackets further on: a display name, which only a tolerant connector takes off.
  if (bare === '' || /[<>]/.test(text)) return 'invalid-address';
  deviations.push('no-angle-brackets');
  return { path: bare, rest: text.slice(bare.length) };
}

function bracketed(text: string, start: number): SplitPath | SyntaxFault {
  const end = closingBracket(text, start);
  if (end < 0) return 'invalid-address';
  const rest = text.slice(end + 1);
  if (rest !== '' && !/^\s/.test(rest)) return 'invalid-arguments';
  return { path: text.slice(start + 1, end), rest };
}

/** Index of the `>` that closes the bracket at `start`, quoted strings skipped; -1 where there is none. */
function closingBracket(text: string, start: number): number {
  let quoted = false;
  for (let i = start + 1; i < text.length; i += 1) {
    const c = text[i];
    if (quoted && c === '\\') i += 1;
    else if (c === '"') quoted = !quoted;
    else if (c === '<' && !quoted) return -1;
    else if (c === '>' && !quoted) return i;
  }
  return -1;
}

function parseParameters(text: string): Map<string, string | null> | SyntaxFault {
  const parameters = new Map<string, string | null>();
  const trimmed = text.trim();
  if (trimmed === '') return parameters;
  for (const part of trimmed.split(/\s+/)) {
    const match = PARAMETER.exec(part);
    if (match?.[1] === undefined) return 'invalid-arguments';
    const key = match[1].toUpperCase();
    if (parameters.has(key)) return 'duplicate-parameter';
    parameters.set(key, match[2] ?? null);
  }
  return parameters;
}

/** Decodes xtext (RFC 3461 4); null where it is malformed or hides a control character. */
export function decodeXtext(text: string): string | null {
  if (!/^(?:[\u0021-\u002a\u002c-\u003c\u003e-\u007e]|\+[0-9A-F]{2})*$/.test(text)) return null;
  const decoded = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  return /[\u0000-\u001f\u007f-\u009f]/.test(decoded) ? null : decoded;
}
