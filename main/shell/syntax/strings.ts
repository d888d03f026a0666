import { isDoubleQuote, isSingleQuote } from './characters.ts';
import type { Source } from './source.ts';
import type { Expression, Pipeline, TemplatePart } from './syntax-tree.ts';
import { readVariableName } from './variable-name.ts';

/** Texts in quotes. A quote of the same family closes them, a doubled one stands for itself. */

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const OPEN = 'A quote is opened here and not closed.';

/** Single quotes: everything between them is the text. */
export function readLiteral(source: Source): Expression {
  const start = source.at;
  source.advance();
  let text = '';
  for (;;) {
    text += source.takeWhile((character) => !isSingleQuote(character));
    if (source.isAtEnd) source.failOpen(OPEN, start);
    const quote = source.here;
    source.advance();
    if (!isSingleQuote(source.here)) return { kind: 'text', text };
    source.advance();
    text += quote;
  }
}

/** What stands behind a backtick in double quotes. */
function readEscaped(source: Source, start: number): string {
  const character = source.here;
  if (character === '') source.failOpen(OPEN, start);
  source.advance();
  return ESCAPES[character] ?? character;
}

/** Double quotes: variables and `$( )` are filled in. `readGroup` reads what follows `$(`, up to its `)`. */
export function readTemplate(source: Source, readGroup: () => Pipeline): Expression {
  const start = source.at;
  const parts: TemplatePart[] = [];
  let text = '';
  const add = (part: TemplatePart): void => {
    if (text !== '') parts.push(text);
    text = '';
    parts.push(part);
  };
  source.advance();
  for (;;) {
    text += source.takeWhile((character) => character !== '`' && character !== '$' && !isDoubleQuote(character));
    if (source.isAtEnd) source.failOpen(OPEN, start);
    const { here } = source;
    source.advance();
    if (here === '`') text += readEscaped(source, start);
    else if (here === '$') {
      const filling = readFilling(source, readGroup);
      if (filling === null) text += '$';
      else add(filling);
    } else if (isDoubleQuote(source.here)) {
      text += here;
      source.advance();
    } else break;
  }
  if (parts.length === 0) return { kind: 'text', text };
  if (text !== '') parts.push(text);
  return { kind: 'template', parts };
}

/** What follows a dollar sign in a template; null where it is only a dollar sign. */
export function readFilling(source: Source, readGroup: () => Pipeline): TemplatePart | null {
  if (source.take('(')) return { kind: 'group', pipeline: readGroup() };
  const name = readVariableName(source);
  return name === '' ? null : { kind: 'variable', name };
}
