import { decodeWords } from '../../transport/header-fields.ts';

/** The header of a MIME part, as far as attachments need it (RFC 2045, 2183, 2231). Whatever it says, it is text. */

export interface PartHeader {
  /** Lower case, `text/plain` where there is none. */
  readonly type: string;
  /** Of a multipart; else null. */
  readonly boundary: string | null;
  readonly encoding: string;
  readonly isAttachment: boolean;
  /** As the sender wrote it, decoded; null where there is none. Never a path to use. */
  readonly fileName: string | null;
}

interface Field {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** `text` is the header section with its line ends, bytes as Latin-1. */
export function partHeaderOf(text: string): PartHeader {
  const fields = fieldsIn(text);
  const type = parametersOf(fields.get('content-type') ?? '');
  const disposition = parametersOf(fields.get('content-disposition') ?? '');
  const kind = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(type.value) ? type.value : 'text/plain';
  const boundary = kind.startsWith('multipart/') ? (type.parameters.get('boundary') ?? null) : null;
  const fileName = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null;
  return {
    type: kind,
    boundary: boundary === '' ? null : boundary,
    encoding: encodingOf(fields.get('content-transfer-encoding') ?? ''),
    isAttachment: fileName !== null || disposition.value === 'attachment' || !/^(?:text|multipart)\//.test(kind),
    fileName,
  };
}

/** `base64` of `"Base64" (by us);`: devices add what they like. */
function encodingOf(value: string): string {
  return /^"?([^\s;()"]*)/.exec(value.toLowerCase())?.[1] ?? '';
}

/** The first field of each name, unfolded. */
function fieldsIn(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

const PARAMETER = /;\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g;

interface Piece {
  readonly text: string;
  readonly isEncoded: boolean;
}

function parametersOf(field: string): Field {
  const parameters = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  for (const [, name = '', quoted, plain = ''] of field.matchAll(PARAMETER))
    take(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain, parameters, pieces);
  // The encoded form is the better one (RFC 6266 4.3).
  for (const [base, parts] of pieces) parameters.set(base, joined(parts));
  return { value: (/^[^;]*/.exec(field)?.[0] ?? '').trim().toLowerCase(), parameters };
}

function take(name: string, value: string, parameters: Map<string, string>, pieces: Map<string, Piece[]>): void {
  const [, base = '', number, star] = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name) ?? [];
  if (number === undefined && star === undefined) {
    if (!parameters.has(base)) parameters.set(base, decodeWords(utf8(value)));
    return;
  }
  const parts = pieces.get(base) ?? [];
  parts[Number(number ?? '0')] = { text: value, isEncoded: star !== undefined };
  pieces.set(base, parts);
}

/** RFC 2231: `charset'language'text`, the text percent-encoded, in pieces or in one. */
function joined(parts: readonly Piece[]): string {
  const [, charset = 'utf-8', rest] = /^([^']*)'[^']*'(.*)$/s.exec(parts[0]?.text ?? '') ?? [];
  const texts = parts.filter((part) => (part as typeof part | undefined) !== undefined);
  const bytes = texts.map(({ text, isEncoded }, at) => {
    const own = at === 0 && rest !== undefined && isEncoded ? rest : text;
    return isEncoded
      ? own.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      : own;
  });
  return decodedAs(charset, Buffer.from(bytes.join(''), 'latin1'));
}

function decodedAs(charset: string, bytes: Buffer): string {
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset).decode(bytes);
  } catch {
    // A character set that nobody knows.
    return bytes.toString('latin1');
  }
}

/** Raw UTF-8 in a header (RFC 6532), else byte for byte. */
function utf8(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return text.includes('\uFFFD') ? latin1 : text;
}
