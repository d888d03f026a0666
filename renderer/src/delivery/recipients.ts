import type { AcceptedDomainDocument, ConfigDocument } from '../../../main/contract/document.ts';

/** Recipients of a domain as text, one a line: `address` or `address, folder`; pasted lists and CSV files read the same way. */

export type Recipient = ConfigDocument['recipients'][number];
type DomainScope = Pick<AcceptedDomainDocument, 'domainName' | 'matchSubDomains'>;

export interface RecipientFault {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly kind: 'address' | 'domain' | 'folder';
}

export interface ReadRecipients {
  readonly recipients: readonly Recipient[];
  /** Addresses that stood there more than once; the first counts. */
  readonly repeated: number;
  readonly faults: readonly RecipientFault[];
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;
const LOCAL_PART = /^[^\s@<>,;"]+$/;
const FOLDER = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9_-])?$/i;
/** `"Anna Berg" <anna@office.example>` as mail programs copy it. */
const NAMED = /^.*<([^<>\s]+)>$/;
const HEADINGS: ReadonlySet<string> = new Set([
  ...['address', 'addresses', 'email', 'e-mail', 'emailaddress', 'email address', 'mail', 'primarysmtpaddress'],
  ...['recipient', 'recipients', 'empfänger', 'adresse', 'e-mail-adresse', 'smtp address'],
]);

/** Whether an address belongs to the domain, as Exchange matches accepted domains. */
export function domainHolds({ domainName, matchSubDomains }: DomainScope, address: string): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const name = domainName.toLowerCase();
  if (name === '*') return true;
  const plain = name.replace(/^\*\./, '');
  const isBelow = host.endsWith(`.${plain}`);
  if (matchSubDomains) return host === plain || isBelow;
  return name.startsWith('*.') ? isBelow : host === name;
}

/** Addresses without a domain are completed with that of the domain, where it is a single one. */
export function readRecipients(text: string, domain: DomainScope): ReadRecipients {
  const recipients = new Map<string, Recipient>();
  const faults: RecipientFault[] = [];
  let repeated = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const fields = fieldsOf(line);
    if (fields.length === 0 || (index === 0 && HEADINGS.has(fields[0]?.toLowerCase() ?? ''))) continue;
    const read = readOne(fields, domain);
    if ('kind' in read) {
      faults.push({ line: index + 1, text: line.trim(), kind: read.kind });
      continue;
    }
    const key = read.address.toLowerCase();
    if (recipients.has(key)) repeated += 1;
    else recipients.set(key, read);
  }
  return { recipients: [...recipients.values()], repeated, faults };
}

/** As it stands in the field. */
export function printRecipients(recipients: readonly Recipient[]): string {
  return recipients.map(({ address, mailbox }) => (mailbox === null ? address : `${address}, ${mailbox}`)).join('\n');
}

/** The text with what a file holds and it lacks; lines of the file that cannot be read come along, to be mended. */
export function addRecipients(
  text: string,
  file: string,
  domain: DomainScope,
): { readonly text: string; readonly added: number } {
  const known = new Set(readRecipients(text, domain).recipients.map(({ address }) => address.toLowerCase()));
  const { recipients, faults } = readRecipients(file, domain);
  const added = recipients.filter(({ address }) => !known.has(address.toLowerCase()));
  const lines = [text.trimEnd(), printRecipients(added), ...faults.map((fault) => fault.text)];
  return { text: lines.filter((line) => line !== '').join('\n'), added: added.length };
}

/** The fields of a CSV line with commas, semicolons or tabs; quotes and empty fields at the end go. */
function fieldsOf(line: string): readonly string[] {
  const fields = [...line.matchAll(/("(?:[^"]|"")*"\s*<[^>]*>|"(?:[^"]|"")*"|[^,;\t]*)(?:[,;\t]|$)/g)].map(
    ([, field = '']) =>
      field.trim().replaceAll(/^"((?:[^"]|"")*)"$/g, (_all, inner: string) => inner.replaceAll('""', '"')),
  );
  while (fields.at(-1) === '') fields.pop();
  return fields;
}

function readOne(
  [first = '', folder = '']: readonly string[],
  domain: DomainScope,
): Recipient | { readonly kind: RecipientFault['kind'] } {
  const address = completed((NAMED.exec(first)?.[1] ?? first).replace(/^(?:smtp|mailto):/i, ''), domain);
  if (!ADDRESS.test(address) || address.length > 320) return { kind: 'address' };
  if (!domainHolds(domain, address)) return { kind: 'domain' };
  if (folder === '') return { address, mailbox: null };
  return FOLDER.test(folder) ? { address, mailbox: folder } : { kind: 'folder' };
}

function completed(typed: string, { domainName }: DomainScope): string {
  const isSingle = domainName !== '' && !domainName.startsWith('*');
  return isSingle && LOCAL_PART.test(typed) ? `${typed}@${domainName}` : typed;
}
