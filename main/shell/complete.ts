import type { ShellCompletion } from '../contract/shell-view.ts';
import { parametersOf } from './run/bind.ts';
import type { Cmdlet } from './run/cmdlet.ts';
import type { Parameter } from './run/parameters.ts';
import { isBlank, isDash, isQuote } from './syntax/characters.ts';

/** What the Tab key offers: cmdlets, their parameters, the values of enumerations, and names of what there is. */

/** Names of connectors, domains and the like, by the noun of a cmdlet. */
export type IdentitiesOf = (noun: string) => Promise<readonly string[]>;

interface Typed {
  /** The words of the command under way, without the one at the cursor. */
  readonly words: readonly string[];
  readonly current: string;
  readonly from: number;
}

const COMMAND_BEGINS = '|;{}()\n';

export async function complete(
  text: string,
  cursor: number,
  cmdlets: readonly Cmdlet[],
  identitiesOf: IdentitiesOf,
): Promise<ShellCompletion> {
  const { words, current, from } = typedAt(text.slice(0, cursor));
  const matches = await candidates(words, current, cmdlets, identitiesOf);
  const wanted = withoutQuote(current).toLowerCase();
  return {
    from,
    to: cursor,
    matches: matches.filter((match) => withoutQuote(match).toLowerCase().startsWith(wanted)),
  };
}

async function candidates(
  words: readonly string[],
  current: string,
  cmdlets: readonly Cmdlet[],
  identitiesOf: IdentitiesOf,
): Promise<readonly string[]> {
  const [name] = words;
  if (name === undefined) return cmdlets.map((cmdlet) => cmdlet.name);
  const wanted = name.toLowerCase();
  const cmdlet = cmdlets.find((one) =>
    [one.name, ...(one.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
  );
  if (cmdlet === undefined) return [];
  const parameters = parametersOf(cmdlet).filter(({ ignored }) => ignored !== true);
  if (isDash(current[0] ?? '')) return parameters.map((parameter) => `-${parameter.name}`);
  const given = parameterUnderWay(words, parameters);
  const values = given === null ? null : valuesOf(given);
  if (values !== null) return values;
  return given?.name === 'Identity' ? (await identitiesOf(cmdlet.name.split('-')[1] ?? '')).map(quotedName) : [];
}

/** The one whose name stands before the cursor, or the first by position behind the command itself. */
function parameterUnderWay(words: readonly string[], parameters: readonly Parameter[]): Parameter | null {
  const last = words.at(-1) ?? '';
  if (isDash(last[0] ?? ''))
    return parameters.find(({ name }) => `-${name}`.toLowerCase() === last.toLowerCase()) ?? null;
  return words.length === 1 ? (parameters.find(({ position }) => position === 0) ?? null) : null;
}

function valuesOf({ type }: Parameter): readonly string[] | null {
  if (typeof type === 'object') return 'oneOf' in type ? type.oneOf : type.flags;
  return type === 'boolean' ? ['$true', '$false'] : null;
}

function typedAt(before: string): Typed {
  let words: string[] = [];
  let current = '';
  let from = 0;
  let quote = '';
  const endWord = (next: number): void => {
    if (current !== '') words.push(current);
    [current, from] = ['', next];
  };
  for (let at = 0; at < before.length; at += 1) {
    const character = before.charAt(at);
    if (quote !== '') {
      if (isQuote(character)) quote = '';
      current += character;
    } else if (COMMAND_BEGINS.includes(character)) {
      endWord(at + 1);
      words = [];
    } else if (isBlank(character) || character === ',') endWord(at + 1);
    else {
      if (isQuote(character)) quote = character;
      current += character;
    }
  }
  return { words, current, from };
}

function withoutQuote(text: string): string {
  return isQuote(text[0] ?? '') ? text.slice(1) : text;
}

function quotedName(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`;
}
