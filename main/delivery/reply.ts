import type { RemoteReply } from './target.ts';

/** A complete reply as it came: all lines, the code and the enhanced code of the first line that has one. */
export interface Reply {
  readonly code: number;
  readonly enhanced: string | null;
  /** Every line with its code, joined by LF, not yet made printable. */
  readonly raw: string;
}

/** RFC 5321 4.5.3.1.5 asks for 512 octets a line; nobody needs more than this for a whole reply. */
export const MAXIMUM_REPLY_BYTES = 64 * 1024;
const MAXIMUM_REPLY_LINES = 1000;
const MAXIMUM_TEXT = 2000;

const CODE_LENGTH = 3;
const [DIGIT_0, DIGIT_2, DIGIT_5, DIGIT_9] = [48, 50, 53, 57];
const ENHANCED = /^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/;

/** Takes the bytes of a connection apart into replies; bounded in time and memory whatever the peer sends. */
export class ReplyParser {
  #rest = '';
  #lines: string[] = [];
  #bytes = 0;

  /** Returns the replies completed by this chunk, or a sentence saying why the peer does not speak SMTP. */
  push(chunk: Buffer): Reply[] | string {
    const text = this.#rest + chunk.toString('latin1');
    const replies: Reply[] = [];
    let from = 0;
    for (let lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', from)) {
      const line = text.slice(from, lf > from && text.charCodeAt(lf - 1) === 13 ? lf - 1 : lf);
      from = lf + 1;
      const fault = this.#take(line, replies);
      if (fault !== null) return fault;
    }
    this.#rest = text.slice(from);
    if (this.#bytes + this.#rest.length > MAXIMUM_REPLY_BYTES) return 'The reply is longer than 64 KiB.';
    return replies;
  }

  #take(line: string, replies: Reply[]): string | null {
    if (codeOf(line) === 0) return `"${printable(line).slice(0, 100)}" is not an SMTP reply.`;
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes > MAXIMUM_REPLY_BYTES) return 'The reply is longer than 64 KiB.';
    if (this.#lines.length > MAXIMUM_REPLY_LINES) return 'The reply has more than 1,000 lines.';
    if (line[CODE_LENGTH] === '-') return null;
    replies.push(replyOf(this.#lines.length === 1 ? line : this.#lines.join('\n')));
    this.#lines = [];
    this.#bytes = 0;
    return null;
  }
}

/** Reads a reply held in one string, lines separated by LF or CRLF. Code 0 where it has none. */
export function replyOf(raw: string): Reply {
  const code = codeOf(raw);
  const text = code === 0 ? '' : raw.slice(CODE_LENGTH + 1).trimStart();
  return { code, enhanced: ENHANCED.exec(text)?.[1] ?? null, raw };
}

/** The code a line begins with, 200 to 599 and alone or before a space or hyphen; else 0. */
function codeOf(line: string): number {
  const first = line.charCodeAt(0);
  const second = line.charCodeAt(1);
  const third = line.charCodeAt(2);
  if (!(first >= DIGIT_2 && first <= DIGIT_5 && isDigit(second) && isDigit(third))) return 0;
  if (line.length > CODE_LENGTH && line[CODE_LENGTH] !== ' ' && line[CODE_LENGTH] !== '-') return 0;
  return (first - DIGIT_0) * 100 + (second - DIGIT_0) * 10 + third - DIGIT_0;
}

function isDigit(character: number): boolean {
  return character >= DIGIT_0 && character <= DIGIT_9;
}

/** Reply text is UTF-8 by custom (RFC 6531 3.7.4.3) though it was taken off the wire byte by byte. */
function decoded(raw: string): string {
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  if (/^[\x00-\x7f]*$/.test(raw) || /[^\x00-\xff]/.test(raw)) return raw;
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  return text.includes('\uFFFD') ? raw : text;
}

const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Control characters, line ends and bidirectional overrides escaped, cut to 2,000 characters: safe to store and to show. */
export function printable(text: string): string {
  if (text.length <= MAXIMUM_TEXT && /^[ -~]*$/.test(text)) return text;
  const start = text.length > MAXIMUM_TEXT * 4 ? text.slice(0, MAXIMUM_TEXT * 4) : text;
  return decoded(start).replace(UNPRINTABLE, escaped).slice(0, MAXIMUM_TEXT);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One line of text for a reply: the lines after the first lose their repeated code. */
export function replyText(reply: Reply): string {
  if (!reply.raw.includes('\n')) return printable(reply.raw);
  const [first = '', ...more] = reply.raw.split(/\r?\n/);
  const tail = more.map((line) => line.replace(/^\d{3}[ -]?/, '').trim()).filter((line) => line !== '');
  return printable([first.replace(/^(\d{3})-/, '$1 '), ...tail].join(' '));
}

export function remoteReply(host: string, reply: Reply): RemoteReply {
  return { host, code: reply.code, enhanced: reply.enhanced, text: replyText(reply) };
}
