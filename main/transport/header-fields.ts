import type { Readable } from 'node:stream';

/** The header of a message as a person reads it: unfolded, encoded words (RFC 2047) decoded. Whatever it says, it is text. */

export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

export interface HeaderSection {
  readonly fields: readonly HeaderField[];
  /** There is more than is shown. */
  readonly isCut: boolean;
}

const MOST_BYTES = 65_536;
const MOST_FIELDS = 300;
const LONGEST_VALUE = 4000;
const END = Buffer.from('\r\n\r\n');

const ENCODED_WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]{0,998})\?=/gi;
const BETWEEN_WORDS = /(\?=)[ \t\r\n]+(?==\?[\w.:-]{1,40}(?:\*[\w-]{0,20})?\?[bq]\?)/gi;

/** Reads no more of the body than the header may have. Rejects with what the body fails with. */
export async function readHeader(body: Buffer | Readable): Promise<HeaderSection> {
  const bytes = await beginning(body);
  const end = bytes.subarray(0, 2).equals(END.subarray(2)) ? 0 : bytes.indexOf(END);
  if (end >= 0) return headerOf(bytes.subarray(0, end), false);
  return headerOf(bytes.subarray(0, MOST_BYTES), bytes.length > MOST_BYTES);
}

async function beginning(body: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body.subarray(0, MOST_BYTES + 1);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop destroys the stream and with it the open file.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES + 1);
}

function headerOf(bytes: Buffer, isBytesCut: boolean): HeaderSection {
  const fields: { name: string; value: string }[] = [];
  for (const line of textOf(bytes).split(/\r?\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) fields.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  const isCut = isBytesCut || fields.length > MOST_FIELDS;
  const shown = fields.slice(0, MOST_FIELDS);
  return {
    fields: shown.map(({ name, value }) => ({ name, value: decodeWords(value).slice(0, LONGEST_VALUE) })),
    isCut,
  };
}

/** UTF-8 (RFC 6532) where it is, else byte for byte. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

/** Encoded words as what they say; a word that cannot be decoded stays as it stands. */
export function decodeWords(value: string): string {
  return value
    .replace(BETWEEN_WORDS, '$1')
    .replace(
      ENCODED_WORD,
      (word, charset: string, encoding: string, text: string) =>
        decoded(charset, encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quoted(text)) ?? word,
    );
}

function decoded(charset: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A character set that nobody knows.
    return null;
  }
}

function quoted(text: string): Buffer {
  const raw = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(raw, 'latin1');
}
