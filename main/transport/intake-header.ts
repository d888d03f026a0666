import { isUtf8 } from 'node:buffer';
import addressparser from 'nodemailer/lib/addressparser';
import { rewriteAuthor, type AuthorEdit, type AuthorRule } from './header-author.ts';
import { asBytes, hasEightBit } from '../mime/charset.ts';
import { endOfField, unfolded } from '../mime/fields.ts';
import { encodeRawHeader, type EncodedHeader } from '../mime/raw-header.ts';

/** Reads and edits one header section; bytes are latin1 characters, so nothing is re-encoded. */

export interface HeaderRules {
  readonly fqdn: string;
  readonly keepRoutingHeaders: boolean;
  readonly keepOrganizationHeaders: boolean;
  readonly keepForestHeaders: boolean;
  readonly mailFrom: string;
  /** Who the message shall be from instead of whom it names. */
  readonly author: AuthorRule | null;
  /** Raw 8-bit fields are encoded, bytes that are not UTF-8 read in this character set. null: they stay as they come. */
  readonly rawHeaderCharset: string | null;
  readonly newMessageId: () => string;
  readonly date: () => string;
}

export interface HeaderEdit {
  /** The edited section: every line ends in CRLF, no blank line behind it. */
  readonly text: string;
  /** The message began with its body; all of it is body. */
  readonly headerless: boolean;
  readonly messageId: string;
  readonly subject: string | null;
  readonly hops: number;
  readonly localHops: number;
  /** From and Sender as they stand, for the send-as rule. */
  readonly authorFields: readonly string[];
  /** Lower-case names of headers added and taken out. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What became of From; null: nobody else was to be in it. */
  readonly author: AuthorEdit | null;
  /** Names of fields whose raw 8-bit text was encoded, as they stood. */
  readonly encoded: readonly string[];
  /** Names of fields that should have been encoded and stay raw: signed, or not to be said in ASCII. */
  readonly leftRaw: readonly string[];
  /** Carries a DKIM signature, which a change may break. */
  readonly signed: boolean;
}

/** RFC 5322 2.1.1 */
const LONGEST_VALUE = 998;
const MOST_AUTHOR_BYTES = 8192;
const FIELD_NAME = /^[\u0021-\u0039\u003b-\u007e]+[ \t]*:/;

interface Scan {
  kept: string;
  messageId: string | null;
  subject: string | null;
  hasDate: boolean;
  hasFrom: boolean;
  hasDestination: boolean;
  hops: number;
  localHops: number;
  authorFields: string[];
  removed: string[];
  signed: boolean;
}

/** Applies the rules to the header section `text` (RFC 5322 2.2; RFC 6409 8 for what is added). */
export function editHeader(text: string, rules: HeaderRules): HeaderEdit {
  const headerless = text !== '' && !FIELD_NAME.test(text);
  const scan: Scan = {
    kept: '',
    messageId: null,
    subject: null,
    hasDate: false,
    hasFrom: false,
    hasDestination: false,
    hops: 0,
    localHops: 0,
    authorFields: [],
    removed: [],
    signed: false,
  };
  const raw = rawFields(headerless ? '' : text, rules.rawHeaderCharset);
  scanFields(raw.text, rules, scan);
  const messageId = scan.messageId ?? rules.newMessageId();
  const missing = [...missingFields(scan, messageId, rules), ...(headerless ? mimeFields(text, rules) : [])];
  const whole = scan.kept + missing.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const author = rules.author === null ? null : rewriteAuthor(whole, rules.author);
  return {
    text: author?.text ?? whole,
    headerless,
    messageId,
    subject: scan.subject,
    hops: scan.hops,
    localHops: scan.localHops,
    authorFields: scan.authorFields,
    added: missing.map(([name]) => name.toLowerCase()),
    removed: scan.removed,
    author,
    encoded: raw.encoded,
    leftRaw: raw.left,
    signed: scan.signed,
  };
}

type NewField = readonly [name: string, value: string];

/** What RFC 5322 3.6 wants and the sender left out. */
function missingFields(scan: Scan, messageId: string, rules: HeaderRules): NewField[] {
  const sender = rules.mailFrom === '' ? `MAILER-DAEMON@${rules.fqdn}` : rules.mailFrom;
  const fields: (NewField | null)[] = [
    scan.messageId === null ? ['Message-ID', messageId] : null,
    scan.hasDate ? null : ['Date', rules.date()],
    scan.hasFrom ? null : ['From', asBytes(`<${sender}>`)],
    scan.hasDestination ? null : ['To', 'undisclosed-recipients:;'],
  ];
  return fields.filter((field) => field !== null);
}

/** What a body without any header is, where it goes beyond ASCII: nobody could read it otherwise. */
function mimeFields(body: string, { rawHeaderCharset }: HeaderRules): NewField[] {
  if (rawHeaderCharset === null || !hasEightBit(body)) return [];
  const charset = isUtf8(Buffer.from(body, 'latin1')) ? 'utf-8' : rawHeaderCharset;
  return [
    ['MIME-Version', '1.0'],
    ['Content-Type', `text/plain; charset=${charset}`],
    ['Content-Transfer-Encoding', '8bit'],
  ];
}

/** Encodes raw fields, unless a signature may cover them. */
function rawFields(text: string, charset: string | null): EncodedHeader {
  if (charset === null || !hasEightBit(text)) return { text, encoded: [], left: [] };
  const { left, ...rest } = encodeRawHeader(text, charset);
  return /^dkim-signature[ \t]*:/im.test(text)
    ? { text, encoded: [], left: [...rest.encoded, ...left] }
    : { left, ...rest };
}

function scanFields(text: string, rules: HeaderRules, scan: Scan): void {
  let at = 0;
  let keptFrom = 0;
  while (at < text.length) {
    const end = endOfField(text, at);
    // Searched inside the field: lines without a colon must not each cost a walk to the end of the header.
    const colon = text.slice(at, end).indexOf(':');
    const name =
      colon < 0
        ? ''
        : text
            .slice(at, at + colon)
            .trimEnd()
            .toLowerCase();
    const from = at + colon + 1;
    const value = (): string => unfolded(text.slice(from, end));
    if (!(readers.get(name)?.(value, scan, rules) ?? keepsTrusted(name, rules))) {
      scan.kept += text.slice(keptFrom, at);
      keptFrom = end;
      scan.removed.push(name);
    }
    at = end;
  }
  scan.kept += text.slice(keptFrom);
  if (scan.kept !== '' && !scan.kept.endsWith('\r\n')) scan.kept += '\r\n';
}

type Reader = (value: () => string, scan: Scan, rules: HeaderRules) => boolean;

/** Notes what a field says; false where it has to go. */
const readers = new Map<string, Reader>([
  [
    'received',
    (value, scan, rules) => {
      scan.hops += 1;
      if (namesServer(value(), rules.fqdn)) scan.localHops += 1;
      return rules.keepRoutingHeaders;
    },
  ],
  ['message-id', (value, scan) => isFilled(value(), (id) => (scan.messageId ??= id.slice(0, LONGEST_VALUE)))],
  ['subject', (value, scan) => noted(() => (scan.subject ??= value().slice(0, LONGEST_VALUE)))],
  ['date', (value, scan) => isFilled(value(), () => (scan.hasDate = true))],
  ['from', (value, scan) => isFilled(value(), (from) => (scan.hasFrom = scan.authorFields.push(from) > 0))],
  ['sender', (value, scan) => noted(() => scan.authorFields.push(value()))],
  ['to', (value, scan) => isFilled(value(), () => (scan.hasDestination = true))],
  ['cc', (value, scan) => isFilled(value(), () => (scan.hasDestination = true))],
  ['dkim-signature', (_, scan) => noted(() => (scan.signed = true))],
  ['bcc', () => false],
  ['resent-bcc', () => false],
  ['return-path', () => false],
]);

/** A field that says nothing goes: it would stand in the way of the one that is added. */
function isFilled(value: string, note: (value: string) => unknown): boolean {
  if (value !== '') note(value);
  return value !== '';
}

function noted(note: () => unknown): true {
  note();
  return true;
}

function keepsTrusted(name: string, rules: HeaderRules): boolean {
  if (name.startsWith('resent-')) return rules.keepRoutingHeaders;
  if (name.startsWith('x-ms-exchange-organization-')) return rules.keepOrganizationHeaders;
  if (name.startsWith('x-ms-exchange-forest-')) return rules.keepForestHeaders;
  return true;
}

function namesServer(received: string, fqdn: string): boolean {
  const by = /\bby\s+([^\s;]+)/i.exec(received);
  return by?.[1]?.toLowerCase() === fqdn.toLowerCase();
}

/** Stands for the authors in fields that are too long to be read; nobody has this address. */
export const TOO_MANY_AUTHORS = '(more authors than are read)';

/**
 * Lower-case addresses of From and Sender fields, as far as they fit in 8 KiB: parsing costs a microsecond a byte
 * and more, and who sends the message chooses how long they are.
 */
export function authorAddresses(fields: readonly string[]): string[] {
  const addresses: string[] = [];
  let left = MOST_AUTHOR_BYTES;
  for (const field of fields) {
    left -= field.length;
    if (left < 0) return [...addresses, TOO_MANY_AUTHORS];
    for (const { address } of addressparser(field, { flatten: true })) {
      if (address !== '') addresses.push(address.toLowerCase());
    }
  }
  return addresses;
}
