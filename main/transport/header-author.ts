import addressparser from 'nodemailer/lib/addressparser';
import { asBytes } from '../mime/charset.ts';
import { endOfField, unfolded } from '../mime/fields.ts';

/** Puts another author into a header section. Bytes are latin1 characters, so nothing is re-encoded. Pure. */

export interface AuthorRule {
  readonly address: string;
  /** What From said becomes Reply-To where there is none. */
  readonly keepOriginal: boolean;
}

export interface AuthorEdit {
  /** The header section; every line ends in CRLF. */
  readonly text: string;
  /** From as it was, unfolded; null: the message named the new author already, and nothing was changed. */
  readonly original: string | null;
  /** A Reply-To was added. */
  readonly keptOriginal: boolean;
  /** The header was signed (DKIM, ARC): the change breaks the signature. */
  readonly signed: boolean;
}

/** RFC 5322 2.1.1; what would be longer is left out. */
const LONGEST_LINE = 998;
const MOST_AUTHOR_BYTES = 8192;

interface Field {
  /** Lower-case. */
  readonly name: string;
  readonly text: string;
}

/**
 * From names `address` alone and keeps the display name of its first author; Sender, which would contradict, goes.
 * A message that already is from this address and nobody else stays as it is, signatures and all.
 */
export function rewriteAuthor(text: string, { address: given, keepOriginal }: AuthorRule): AuthorEdit {
  const address = asBytes(given);
  const fields = [...fieldsOf(text)];
  const has = (...names: readonly string[]): boolean => fields.some(({ name }) => names.includes(name));
  const signed = has('dkim-signature', 'arc-message-signature');
  const authors = fields.filter(({ name }) => name === 'from');
  const [first] = authors;
  const value = first === undefined ? '' : valueOf(first);
  if (authors.length === 1 && !has('sender') && isAlone(value, address)) {
    return { text, original: null, keptOriginal: false, signed };
  }
  const keptOriginal = keepOriginal && !has('reply-to') && isReachable(value);
  const author = fromField(value, address) + (keptOriginal && first !== undefined ? replyToOf(first) : '');
  return { text: withAuthor(fields, author), original: value, keptOriginal, signed };
}

/** `author` in the place of the first From; the others go, and Sender. */
function withAuthor(fields: readonly Field[], author: string): string {
  const at = fields.findIndex(({ name }) => name === 'from');
  const kept = fields.map(({ name, text }, index) => {
    if (index === at) return author;
    return name === 'from' || name === 'sender' ? '' : text;
  });
  return kept.join('') + (at < 0 ? author : '');
}

function* fieldsOf(text: string): Generator<Field> {
  for (let at = 0; at < text.length;) {
    const end = endOfField(text, at);
    const field = text.slice(at, end);
    const colon = field.indexOf(':');
    yield { name: colon < 0 ? '' : field.slice(0, colon).trimEnd().toLowerCase(), text: field };
    at = end;
  }
}

function valueOf({ text }: Field): string {
  return unfolded(text.slice(text.indexOf(':') + 1)).slice(0, MOST_AUTHOR_BYTES);
}

function isAlone(value: string, address: string): boolean {
  const authors = addressparser(value, { flatten: true });
  return authors.length === 1 && authors[0]?.address.toLowerCase() === address.toLowerCase();
}

/** `Name <address>` with the name as it stands there, encoded words and all. */
function fromField(value: string, address: string): string {
  const name = displayNameOf(value);
  const line = `From: ${name}${name === '' ? '' : ' '}<${address}>\r\n`;
  return line.length > LONGEST_LINE + 2 ? `From: <${address}>\r\n` : line;
}

function displayNameOf(value: string): string {
  // As it stands, where there is one author in the usual form.
  const bracket = value.lastIndexOf('<');
  const name = value.slice(0, Math.max(0, bracket)).trim();
  if (value.endsWith('>') && /^(?:"(?:[^"\\]|\\.)*"|[^"<>,;:@])*$/.test(name)) return name;
  const [author] = addressparser(value, { flatten: true });
  return author === undefined || author.name === '' ? '' : quoted(author.name);
}

function quoted(name: string): string {
  return /^[\w !#$%&'*+\-/=?^`{|}~\u0080-\u00ff]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** From named somebody whom an answer could reach. */
function isReachable(value: string): boolean {
  return addressparser(value, { flatten: true }).some(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address));
}

/** The field as it stands, folds and all, by another name. */
function replyToOf({ text }: Field): string {
  return `Reply-To${text.slice(text.indexOf(':'))}`;
}
