import type { ReplayVerdict } from '../contract/tester-view.ts';
import { meanings, variables, type Meaning } from './equivalents.ts';

/** Whether a reply means what the recorded one meant. Pure. */

export interface ReplyComparison {
  readonly verdict: ReplayVerdict;
  /** What differs, as one sentence; null for the same and where nothing is recorded. */
  readonly difference: string | null;
}

const SAME: ReplyComparison = { verdict: 'same', difference: null };

/** Compares whole replies, line by line; `command` is what they answer ('' for the banner). */
export function compareReply(
  expected: readonly string[] | null,
  actual: readonly string[],
  command = '',
): ReplyComparison {
  if (expected === null) return { verdict: 'not compared', difference: null };
  if (isSameText(expected, actual)) return SAME;
  const [was, is] = [readReply(expected), readReply(actual)];
  if (was.code !== is.code) return different(otherCode(was, is));
  if (/^\s*EHLO\b/i.test(command) && is.code === 250) return compareExtensions(expected, actual);
  const varied = whatVaries(was, is);
  if (varied !== null) return alike(varied);
  return is.code < 400 ? alike('The words differ.') : compareRefusals(was, is);
}

/** The worst of several verdicts. */
export function worstOf(verdicts: readonly ReplayVerdict[]): ReplayVerdict {
  const order: readonly ReplayVerdict[] = ['different', 'same meaning', 'same'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not compared';
}

/** The three digits that a reply begins with, or 0. */
export function codeOf(reply: readonly string[]): number {
  return Number(/^\d{3}/.exec(reply[0] ?? '')?.[0] ?? 0);
}

interface Reply {
  readonly code: number;
  readonly enhanced: string | null;
  /** All lines as one, without the code of those behind the first. */
  readonly text: string;
  /** What stands behind the code, in lower case. */
  readonly words: string;
}

function readReply(lines: readonly string[]): Reply {
  const text = lines
    .map((line, at) => (at === 0 ? line.replace(/^(\d{3})-/, '$1 ') : line.replace(/^\d{3}[ -]?/, '')))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const words = text.replace(/^\d{3} ?/, '').toLowerCase();
  return { code: codeOf(lines), enhanced: /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(words)?.[0] ?? null, text, words };
}

function isSameText(expected: readonly string[], actual: readonly string[]): boolean {
  return expected.length === actual.length && expected.every((line, at) => line.trimEnd() === actual[at]?.trimEnd());
}

const different = (difference: string): ReplyComparison => ({ verdict: 'different', difference });
const alike = (difference: string): ReplyComparison => ({ verdict: 'same meaning', difference });

const classNames: Readonly<Record<number, string>> = {
  2: 'accepts',
  3: 'asks for more',
  4: 'refuses for now',
  5: 'refuses',
};

function otherCode(was: Reply, is: Reply): string {
  const [before, now] = [classNames[Math.floor(was.code / 100)], classNames[Math.floor(is.code / 100)]];
  if (before === undefined || now === undefined) return `The code is ${codeText(is)} instead of ${codeText(was)}.`;
  if (before === now) return `It ${now} with ${String(is.code)} instead of ${String(was.code)}${reasonOf(is)}.`;
  return `It ${now} (${String(is.code)}) where the recorded reply ${before} (${String(was.code)})${reasonOf(is)}.`;
}

function codeText({ code }: Reply): string {
  return code === 0 ? 'none' : String(code);
}

function reasonOf(reply: Reply): string {
  const meaning = meaningOf(reply);
  return meaning === null ? '' : `: ${meaning.says}`;
}

function meaningOf({ code, words }: Reply): Meaning | null {
  return (
    meanings.find((meaning) => meaning.code === code && meaning.patterns.some((pattern) => pattern.test(words))) ?? null
  );
}

/** Names of what differs where nothing else does, as a sentence; null where the words differ too. */
function whatVaries(was: Reply, is: Reply): string | null {
  let [before, now] = [was.text, is.text];
  const names: string[] = [];
  for (const { name, pattern } of variables) {
    const [found, foundNow] = [before.match(pattern) ?? [], now.match(pattern) ?? []];
    if (found.join('\n') !== foundNow.join('\n')) names.push(name);
    before = before.replaceAll(pattern, '\u0000');
    now = now.replaceAll(pattern, '\u0000');
  }
  const tidy = (text: string): string => text.replaceAll('\u0000', '').replaceAll(/\s+/g, ' ').trim().toLowerCase();
  if (tidy(before) !== tidy(now)) return null;
  return names.length === 0
    ? 'Only blanks or the case of letters differ.'
    : `Only ${listed(names)} differ${names.length === 1 ? 's' : ''}.`;
}

/** Refusals with one code: by what they mean where that is known, else by their enhanced code. */
function compareRefusals(was: Reply, is: Reply): ReplyComparison {
  const [before, now] = [meaningOf(was), meaningOf(is)];
  if (before !== null && now !== null) {
    if (before === now) return alike(`Other words: both say that ${now.says}.`);
    return different(`It says that ${now.says}; the recorded reply said that ${before.says}.`);
  }
  if (was.enhanced === null || is.enhanced === null || was.enhanced === is.enhanced)
    return alike('The words differ, the code does not.');
  return different(`It gives the reason ${is.enhanced} instead of ${was.enhanced}${reasonOf(is)}.`);
}

/** EHLO: the order of extensions means nothing, and servers differ in what they offer; that is said. */
function compareExtensions(expected: readonly string[], actual: readonly string[]): ReplyComparison {
  const [was, is] = [extensionsOf(expected), extensionsOf(actual)];
  const missing = [...was].filter(([keyword]) => !is.has(keyword)).map(([, text]) => text);
  const added = [...is].filter(([keyword]) => !was.has(keyword)).map(([, text]) => text);
  const changed = [...is]
    .filter(([keyword, text]) => was.has(keyword) && was.get(keyword)?.toLowerCase() !== text.toLowerCase())
    .map(([keyword, text]) => `${text} instead of ${was.get(keyword) ?? ''}`);
  const sentences = [
    ...(missing.length > 0 ? [`Not offered here: ${missing.join(', ')}.`] : []),
    ...(added.length > 0 ? [`Offered besides: ${added.join(', ')}.`] : []),
    ...(changed.length > 0 ? [`Offered differently: ${changed.join(', ')}.`] : []),
  ];
  return alike(sentences.join(' ') || 'Only the names or the order of the extensions differ.');
}

function extensionsOf(reply: readonly string[]): ReadonlyMap<string, string> {
  const lines = reply.slice(1).map((line) => line.replace(/^\d{3}[ -]/, '').trim());
  // Old clients are told "AUTH=LOGIN" besides; it is the same extension.
  return new Map(lines.map((line) => [(/^[^\s=]+/.exec(line)?.[0] ?? '').toUpperCase(), line]));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
