import type { TranscriptFormat } from '../../contract/tester-view.ts';

/** Rows that programs print around a dialogue, and what to say of them. */

interface KnownRow {
  readonly pattern: RegExp;
  readonly note: string;
}

const TELNET = 'A line of the telnet program.';
const PROMPT = 'The prompt of a command line.';

const ANYWHERE: readonly KnownRow[] = [
  {
    pattern:
      /^(?:Trying [\da-f.:]+(?:\.\.\.)?$|Connected to \S+|Escape character is |Connect(?:ing|ion) to .{1,200} (?:closed|lost|succeeded)|Connecting To .{1,200}\.\.\.|Connection closed)/i,
    note: TELNET,
  },
  {
    pattern:
      /^(?:telnet>|Microsoft Telnet>|Welcome to Microsoft Telnet|Press any key|Could not open connection|telnet: |Local echo |\(UNKNOWN\) \[|Ncat: |Script (?:started|done)|(?:set )?local_?echo$)/i,
    note: TELNET,
  },
  { pattern: /^(?:open|o) [\w.:-]{1,255} \d{1,5}$/i, note: TELNET },
  {
    pattern: /^(?:Microsoft Windows \[|\((?:c|r)\) .{0,40}Microsoft|Copyright .{0,40}Microsoft|Windows PowerShell)/i,
    note: PROMPT,
  },
  { pattern: /^(?:\[PS\] |PS )?[A-Z]:\\[^<>]{0,200}>/i, note: PROMPT },
  { pattern: /^PS(?: \/[^>]{0,200})?>/, note: PROMPT },
  { pattern: /^\[[^\]]{1,100}@[^\]]{1,100}\] ?[#$%]/, note: PROMPT },
  { pattern: /^[\w.-]{1,64}@[\w.-]{1,100}:[^#$]{0,200}[#$](?: |$)/, note: PROMPT },
  { pattern: /^(?:[#$%](?: |$)|(?:exit|logout)$)/, note: PROMPT },
  { pattern: /^(?:telnet|openssl s_client|swaks|curl|msmtp|ncat?) +[-\w.:/]/i, note: PROMPT },
  { pattern: /^(?:===|\*\*\*) /, note: 'A remark of the program.' },
];

const CURL: readonly KnownRow[] = [
  { pattern: /^(?:\*|[{}] \[\d+ bytes data\]|curl: \(\d+\) )/, note: 'A remark of curl.' },
  { pattern: /^ *(?:% Total +% Received|Dload +Upload)/, note: 'The progress of curl.' },
  { pattern: /^[ \dkMG.:*-]{10,100}:--[ \dkMG.:-]{1,40}(?:\*.*)?$/, note: 'The progress of curl.' },
];

const MSMTP: readonly KnownRow[] = [
  { pattern: /^[a-z][a-z_ ]{1,30} = /, note: 'A setting of msmtp.' },
  {
    pattern:
      /^(?:loaded |ignoring |falling back to |using account|reading recipients|msmtp: |TLS (?:session parameters|certificate information):)/,
    note: 'A remark of msmtp.',
  },
  { pattern: /^ {4,}\S/, note: 'What msmtp says of TLS.' },
];

const OPENSSL: readonly KnownRow[] = [
  {
    pattern:
      /^(?:depth=\d|verify (?:error|return|depth)|Can't use SSL|DONE$|RENEGOTIATING|read:errno|read R BLOCK|CONNECTED\(|closed$|---$)/,
    note: 'A line of openssl.',
  },
];

const MAIL: readonly KnownRow[] = [
  {
    pattern:
      /^(?:\S{1,255}\.\.\. ?(?:Connecting|Connected|Sent|User|Deferred|Using|Recipient|Sender|Closing)|Closing connection to |s-nail: |Mail Delivery Status Report|Resolving host|\.\.\. )/i,
    note: 'A remark of the mail program.',
  },
];

const OF_FORMAT: Partial<Record<TranscriptFormat, readonly KnownRow[]>> = {
  curl: CURL,
  msmtp: MSMTP,
  openssl: OPENSSL,
  marked: MAIL,
};

/** What a row is that belongs to no dialogue; null for all others. */
export function knownRow(text: string, format: TranscriptFormat): string | null {
  const found = (OF_FORMAT[format] ?? []).find(({ pattern }) => pattern.test(text));
  return (found ?? ANYWHERE.find(({ pattern }) => pattern.test(text.trimStart())))?.note ?? null;
}

/** A row with which a program opens a connection: what comes before belongs to another session. */
export function opensConnection(text: string): boolean {
  return /^(?:(?:=== |\* +)?Trying [\da-f[]|Connecting To |(?:[\d:.]+ )?connect: (?:to )?\(|Connection established to )|[>#$%] ?telnet \S+ +\d+$/i.test(
    text,
  );
}
