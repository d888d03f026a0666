import { encodedWords } from '../mime/encoded-words.ts';

/** Text for headers and parts that we write ourselves; whatever came from outside passes through here. */

/** RFC 5322 2.1.1 allows 998; header names and folding need some of it. */
const LONGEST_FIELD_CHARACTERS = 800;

/** One line without control characters: line breaks and runs of blanks become one blank, other controls a question mark. */
export function oneLine(text: string, longest = LONGEST_FIELD_CHARACTERS): string {
  const clean = text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '?')
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** The same in ASCII, as RFC 3464 fields need it: other characters as `\x{E9}` (RFC 6533 3). */
export function asciiLine(text: string, longest = LONGEST_FIELD_CHARACTERS): string {
  const escaped = Array.from(oneLine(text, longest), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x7f ? character : `\\x{${code.toString(16).toUpperCase()}}`;
  });
  // Whole characters: an escape is not cut in two.
  let length = 0;
  return escaped.filter((piece) => (length += piece.length) <= longest).join('');
}

/** An unstructured header value, RFC 2047 encoded words where it is not ASCII, folded. */
export function headerText(text: string): string {
  return encodedWords(oneLine(text));
}

/** RFC 5322 date in UTC. */
export function mailDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

export function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- everything beyond ASCII is what this looks for
  return !/[^\u0000-\u007f]/.test(text);
}

/** Bytes with every line ending in CRLF and no other CR, LF or NUL. */
export function withLineEnds(bytes: Buffer): Buffer {
  const text = bytes
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/\r\n|\r|\n/g, '\r\n');
  return Buffer.from(text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}
