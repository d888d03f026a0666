import addressparser from 'nodemailer/lib/addressparser';
import { rewriteAuthor, type AuthorEdit, type AuthorRule } from './header-author.ts';
import { endOfField, oneLine } from './header-text.ts';

/** Reads and edits one header section; bytes are latin1 characters, so nothing is re-encoded. */

export interface HeaderRules {
  readonly fqdn: string;
  readonly keepRoutingHeaders: boolean;
  readonly keepOrganizationHeaders: boolean;
  readonly keepForestHeaders: boolean;
  readonly mailFrom: string;
  /** Who the message shall be from instead of whom it names. */
  readonly author: AuthorRule | null;
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
  };
  if (!headerless) scanFields(text, rules, scan);
  const added: string[] = [];
  let extra = '';
  const add = (name: string, value: string): void => {
    added.push(name.toLowerCase());
    extra += `${name}: ${value}\r\n`;
  };
  const messageId = scan.messageId ?? rules.newMessageId();
  if (scan.messageId === null) add('Message-ID', messageId);
  if (!scan.hasDate) add('Date', rules.date());
  if (!scan.hasFrom) add('From', `<${rules.mailFrom === '' ? `MAILER-DAEMON@${rules.fqdn}` : rules.mailFrom}>`);
  if (!scan.hasDestination) add('To', 'undisclosed-recipients:;');
  const author = rules.author === null ? null : rewriteAuthor(scan.kept + extra, rules.author);
  return {
    text: author?.text ?? scan.kept + extra,
    headerless,
    messageId,
    subject: scan.subject,
    hops: scan.hops,
    localHops: scan.localHops,
    authorFields: scan.authorFields,
    added,
    removed: scan.removed,
    author,
  };
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
    const value = (): string => oneLine(text.slice(from, end));
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
  ['message-id', (value, scan) => noted(() => (scan.messageId ??= value().slice(0, LONGEST_VALUE) || null))],
  ['subject', (value, scan) => noted(() => (scan.subject ??= value().slice(0, LONGEST_VALUE)))],
  ['date', (_, scan) => noted(() => (scan.hasDate = true))],
  ['from', (value, scan) => noted(() => (scan.hasFrom = scan.authorFields.push(value()) > 0))],
  ['sender', (value, scan) => noted(() => scan.authorFields.push(value()))],
  ['to', (_, scan) => noted(() => (scan.hasDestination = true))],
  ['cc', (_, scan) => noted(() => (scan.hasDestination = true))],
  ['bcc', () => false],
  ['resent-bcc', () => false],
  ['return-path', () => false],
]);

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
