import addressparser from 'nodemailer/lib/addressparser';

/** Reads and edits one header section; bytes are latin1 characters, so nothing is re-encoded. */

export interface HeaderRules {
  readonly fqdn: string;
  readonly keepRoutingHeaders: boolean;
  readonly keepOrganizationHeaders: boolean;
  readonly keepForestHeaders: boolean;
  readonly mailFrom: string;
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
}

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
  return {
    text: scan.kept + extra,
    headerless,
    messageId,
    subject: scan.subject,
    hops: scan.hops,
    localHops: scan.localHops,
    authorFields: scan.authorFields,
    added,
    removed: scan.removed,
  };
}

function scanFields(text: string, rules: HeaderRules, scan: Scan): void {
  let at = 0;
  let keptFrom = 0;
  while (at < text.length) {
    const end = endOfField(text, at);
    // Searched inside the field: lines without a colon must not each cost a walk to the end of the header.
    const colon = text.slice(at, end).indexOf(':');
    const name = colon < 0 ? '' : text.slice(at, at + colon).trimEnd().toLowerCase();
    if (!readField(name, text, at + colon + 1, end, rules, scan)) {
      scan.kept += text.slice(keptFrom, at);
      keptFrom = end;
      scan.removed.push(name);
    }
    at = end;
  }
  scan.kept += text.slice(keptFrom);
  if (scan.kept !== '' && !scan.kept.endsWith('\r\n')) scan.kept += '\r\n';
}

/** Offset behind the field that begins at `at`, continuation lines included. */
function endOfField(text: string, at: number): number {
  for (let end = at; ;) {
    const lineEnd = text.indexOf('\r\n', end);
    if (lineEnd < 0) return text.length;
    end = lineEnd + 2;
    const next = text[end];
    if (next !== ' ' && next !== '\t') return end;
  }
}

/** Notes what a field says; false where it has to go. */
function readField(name: string, text: string, from: number, to: number, rules: HeaderRules, scan: Scan): boolean {
  switch (name) {
    case 'received':
      scan.hops += 1;
      if (namesServer(text.slice(from, to), rules.fqdn)) scan.localHops += 1;
      return rules.keepRoutingHeaders;
    case 'message-id':
      scan.messageId ??= oneLine(text.slice(from, to)).slice(0, 998) || null;
      return true;
    case 'subject':
      scan.subject ??= oneLine(text.slice(from, to)).slice(0, 998);
      return true;
    case 'date':
      scan.hasDate = true;
      return true;
    case 'from':
    case 'sender':
      scan.hasFrom ||= name === 'from';
      scan.authorFields.push(oneLine(text.slice(from, to)));
      return true;
    case 'to':
    case 'cc':
      scan.hasDestination = true;
      return true;
    case 'bcc':
    case 'resent-bcc':
    case 'return-path':
      return false;
    default:
      return keepsTrusted(name, rules);
  }
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

function oneLine(field: string): string {
  return field.replace(/\r\n(?=[ \t])/g, '').trim();
}

/** Lower-case addresses of From and Sender fields. */
export function authorAddresses(fields: readonly string[]): string[] {
  return fields.flatMap((field) =>
    addressparser(field, { flatten: true }).flatMap((entry) =>
      entry.address === '' ? [] : [entry.address.toLowerCase()],
    ),
  );
}
