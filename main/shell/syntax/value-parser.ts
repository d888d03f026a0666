import { isNameCharacter, isQuote, isDoubleQuote, isSingleQuote } from './characters.ts';
import { methodNamed } from './methods.ts';
import { refusedForms, refusedMethod } from './refusals.ts';
import type { Source } from './source.ts';
import { readLiteral, readTemplate } from './strings.ts';
import type { Argument, Expression, Pipeline, Stage, Statement, TableEntry } from './syntax-tree.ts';
import { readVariableName } from './variable-name.ts';

/** Values with their members: what stands alone, as an argument or as a part of an expression. */

// `[Byte[]]$(Get-Content …)` and `[System.IO.File]::ReadAllBytes('…')`.
const BYTES = /\[(?:System\.)?Byte\[\]\][ \t]{0,8}(?=[$(])|\[(?:System\.)?IO\.File\]::ReadAllBytes\(/iy;

export function bytesAt(text: string, at: number): string | null {
  BYTES.lastIndex = at;
  return BYTES.exec(text)?.[0] ?? null;
}

export abstract class ValueParser {
  protected readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  protected abstract pipeline(): Pipeline;
  /** Up to the character that closes them, which is taken. */
  protected abstract statementsUntil(close: string, opened: number): readonly Statement[];
  protected abstract expression(): Expression;
  /** One of the values of a list, or an argument of a method. */
  protected abstract operand(): Expression;

  /** One value with its members. `$x.Name`, `(…)`, `@{…}`, a text in quotes. null where none begins here. */
  protected value(): Expression | null {
    const { source } = this;
    const { here, next, at } = source;
    if (isSingleQuote(here)) return this.#members(readLiteral(source));
    if (isDoubleQuote(here)) return this.#members(readTemplate(source, () => source.nested(() => this.group(at))));
    if (here === '(') {
      source.advance();
      return this.#members({ kind: 'group', pipeline: source.nested(() => this.group(at)) });
    }
    if (here === '{') {
      source.advance();
      return { kind: 'block', statements: source.nested(() => this.statementsUntil('}', at)) };
    }
    if (here === '@') return this.#at(next, at);
    if (here === '[') return this.#bytes();
    if (here === '$') return this.#variable();
    return null;
  }

  /** The two types that guides write, both for the bytes of a file; null for every other. */
  #bytes(): Expression | null {
    const { source } = this;
    const { at } = source;
    const form = bytesAt(source.text, at);
    if (form === null) return null;
    source.advance(form.length);
    if (!form.endsWith('(')) return this.value();
    const path: Expression = { kind: 'group', pipeline: source.nested(() => this.group(at)) };
    const arguments_: readonly Argument[] = [
      { kind: 'parameter', name: 'Path', value: path },
      { kind: 'parameter', name: 'AsByteStream', value: null },
    ];
    const stage: Stage = { kind: 'command', name: 'Get-Content', arguments: arguments_, at };
    return { kind: 'group', pipeline: { kind: 'pipeline', stages: [stage] } };
  }

  /** Up to the parenthesis that closes it, which is taken. */
  protected group(opened: number): Pipeline {
    const { source } = this;
    source.skipLines();
    const pipeline = this.pipeline();
    source.skipLines();
    if (source.isAtEnd) this.source.failOpen('A parenthesis is opened here and not closed.', opened);
    if (!source.take(')')) this.source.fail(`")" is missing before "${source.here}".`);
    return pipeline;
  }

  #at(next: string, opened: number): Expression {
    const { source } = this;
    if (isQuote(next)) this.source.fail(refusedForms.hereString);
    if (next !== '(' && next !== '{') this.source.fail(refusedForms.splatting);
    source.advance(2);
    return source.nested(() =>
      next === '('
        ? this.#members({ kind: 'array', statements: this.statementsUntil(')', opened) })
        : { kind: 'table', entries: this.#entries(opened) },
    );
  }

  #entries(opened: number): readonly TableEntry[] {
    const { source } = this;
    const entries: TableEntry[] = [];
    for (;;) {
      source.skipLines();
      if (source.take(';')) continue;
      if (source.isAtEnd) this.source.failOpen('A table "@{" is opened here and not closed.', opened);
      if (source.take('}')) return entries;
      const key = this.#key();
      source.skipBlanks();
      if (!source.take('=')) this.source.fail(`"=" is missing behind "${key}".`);
      source.skipLines();
      entries.push({ key, value: this.expression() });
      source.skipBlanks();
      if (!/^[;}\r\n]?$/.test(source.here)) this.source.fail(`";" or "}" is missing before "${source.here}".`);
    }
  }

  #key(): string {
    const { source } = this;
    const quoted = isQuote(source.here) ? this.value() : null;
    if (quoted?.kind === 'text') return quoted.text;
    const name = source.takeWhile(isNameCharacter);
    return name === '' ? this.source.fail(`A name is expected here, not "${source.here}".`) : name;
  }

  #variable(): Expression {
    const { source } = this;
    source.advance();
    if (source.here === '(') {
      const opened = source.at;
      source.advance();
      return this.#members({ kind: 'group', pipeline: source.nested(() => this.group(opened)) });
    }
    const name = readVariableName(source);
    if (name === '') this.source.fail('A variable needs a name behind "$".');
    if (source.here === ':') this.source.fail(`"$${name}:" reaches outside this shell; it has plain variables only.`);
    return this.#members({ kind: 'variable', name });
  }

  #members(target: Expression): Expression {
    const { source } = this;
    let value = target;
    for (let links = 1; source.here === '.' && isNameCharacter(source.next); links += 1) {
      source.assertChain(links);
      source.advance();
      const name = source.takeWhile(isNameCharacter);
      value = source.startsWith('(') ? this.#call(value, name) : { kind: 'member', target: value, name };
    }
    if (source.here === '[') this.source.fail(refusedForms.index);
    if (source.here === ':' && source.next === ':') this.source.fail(refusedForms.type);
    return value;
  }

  #call(target: Expression, name: string): Expression {
    const { source } = this;
    const opened = source.at;
    const method = methodNamed(name);
    if (method === null) return source.fail(refusedMethod(name));
    source.advance();
    const given: Expression[] = [];
    for (;;) {
      source.skipLines();
      if (source.isAtEnd) source.failOpen('A parenthesis is opened here and not closed.', opened);
      if (source.take(')')) return { kind: 'call', target, method, arguments: given };
      if (given.length > 0 && !source.take(',')) source.fail(`"," or ")" is missing before "${source.here}".`);
      source.skipLines();
      given.push(source.nested(() => this.operand()));
    }
  }
}
