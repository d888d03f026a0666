import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { DeviceCard } from '../../../main/contract/session-view.ts';

/** What Tab can make of a line that is being typed: commands, names, addresses and parameters. */

export interface Vocabulary {
  /** What clients call themselves. */
  readonly hosts: readonly string[];
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
  readonly domains: readonly string[];
}

export interface Completion {
  /** The line as it was typed. */
  readonly typed: string;
  /** What it could become; never empty. */
  readonly lines: readonly string[];
  /** The one that stands at the prompt. */
  readonly at: number;
}

const COMMANDS = [
  ...['EHLO ', 'HELO ', 'MAIL FROM:<', 'RCPT TO:<', 'DATA', 'QUIT', 'RSET', 'NOOP', 'STARTTLS'],
  ...['AUTH LOGIN', 'AUTH PLAIN ', 'VRFY ', 'HELP'],
];
const PARAMETERS = { mail: ['SIZE=', 'BODY=8BITMIME', 'SMTPUTF8'], rcpt: ['NOTIFY='] } as const;
const MOST = 12;

export const noWords: Vocabulary = { hosts: [], senders: [], recipients: [], domains: [] };

/** null where there is nothing to complete, so that Tab can do what it does elsewhere. */
export function complete(typed: string, words: Vocabulary): Completion | null {
  const lines = [...new Set(candidates(typed, words))].filter((line) => line !== typed).slice(0, MOST);
  return lines.length === 0 ? null : { typed, lines, at: 0 };
}

/** The next candidate, from the last to the first; -1 for the one before. */
export function turn(completion: Completion, by: 1 | -1): Completion {
  const count = completion.lines.length;
  return { ...completion, at: (completion.at + by + count) % count };
}

export function lineOf({ lines, at, typed }: Completion): string {
  return lines[at] ?? typed;
}

function candidates(typed: string, words: Vocabulary): readonly string[] {
  if (typed.trim() === '') return [];
  const path = /^(\s*(mail\s+from|rcpt\s+to)\s*:\s*<?)([^\s<>]*)$/i.exec(typed);
  if (path) return addresses(path, words);
  const parameter = /^(\s*(mail|rcpt)\s.*:\s*<?[^\s<>]*>?\s+(?:\S+\s+)*)(\S*)$/i.exec(typed);
  if (parameter) return starting(PARAMETERS[parameter[2]?.toLowerCase() === 'mail' ? 'mail' : 'rcpt'], parameter);
  const host = /^(\s*(?:ehlo|helo))\s+()(\S*)$/i.exec(typed);
  if (host) return starting(words.hosts, [host[0], `${host[1] ?? ''} `, '', host[3] ?? '']);
  return starting(COMMANDS, ['', '', '', typed.trimStart()]);
}

type Parts = readonly (string | undefined)[];

/** Every word that begins as it was typed, in its place. Letters may be of either case. */
function starting(words: readonly string[], [, before = '', , fragment = '']: Parts): readonly string[] {
  const wanted = fragment.toLowerCase();
  return words.filter((word) => word.toLowerCase().startsWith(wanted)).map((word) => before + word);
}

function addresses(path: Parts, words: Vocabulary): readonly string[] {
  const [, before = '', command = '', fragment = ''] = path;
  const end = before.endsWith('<') ? '>' : '';
  const [first, second] = /^mail/i.test(command)
    ? [words.senders, words.recipients]
    : [words.recipients, words.senders];
  const at = fragment.lastIndexOf('@');
  const domains = at < 0 ? [] : words.domains.map((domain) => `${fragment.slice(0, at + 1)}${domain}`);
  return starting([...first, ...second, ...domains], path).map((line) => line + end);
}

/** The names and addresses that this server and its devices know. */
export function vocabularyOf(
  { server, acceptedDomains, recipients, accounts }: VocabularySource,
  cards: readonly DeviceCard[],
): Vocabulary {
  const seen = cards.flatMap(({ lastAccepted, lastRefused }) => [lastAccepted ?? [], lastRefused ?? []].flat());
  const domains = acceptedDomains
    .map(({ domainName }) => domainName.replace(/^\*\./, ''))
    .filter((domain) => domain !== '*');
  return {
    hosts: unique([...cards.map(({ helo }) => helo ?? ''), ...seen.map(({ helo }) => helo ?? ''), server.fqdn]),
    senders: unique([...seen.map(({ mailFrom }) => mailFrom), ...accounts.flatMap((account) => account.addresses)]),
    recipients: unique([
      ...recipients.map(({ address }) => address),
      ...domains.map((domain) => `postmaster@${domain}`),
      ...seen.flatMap((envelope) => envelope.recipients),
    ]),
    domains,
  };
}

type VocabularySource = Pick<ConfigDocument, 'server' | 'acceptedDomains' | 'recipients' | 'accounts'>;

/** What a client said may be anything; a word with blanks or brackets is none that could be typed again. */
const unique = (words: readonly string[]): readonly string[] => [
  ...new Set(words.filter((word) => /^[^\s<>\p{C}]+$/u.test(word))),
];
