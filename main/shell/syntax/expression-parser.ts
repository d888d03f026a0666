import { isDash, isDigit, isDoubleQuote, isLetter, isNameCharacter, isQuote, isSingleQuote } from './characters.ts';
import { refusedForms } from './refusals.ts';
import type { Source } from './source.ts';
import { readLiteral, readTemplate } from './strings.ts';
import { comparisonOperators, logicalOperators } from './syntax-tree.ts';
import type {
  Argument,
  Expression,
  LogicalOperator,
  ComparisonOperator,
  Pipeline,
  Stage,
  Statement,
  TableEntry,
} from './syntax-tree.ts';

/** Expressions: what stands in parentheses, script blocks and at the beginning of a pipeline. */

// `-ieq` and `-eq` are the same: nothing here is compared with case.
const operators = new Map<string, ComparisonOperator | LogicalOperator>([
  ...comparisonOperators.flatMap((operator) => [[operator, operator] as const, [`i${operator}`, operator] as const]),
  ...logicalOperators.map((operator) => [operator, operator] as const),
]);
const NUMBER = /-?\d+(?:\.\d+)?(?:kb|mb|gb|tb|pb)?(?![\w.])/iy;

// `[Byte[]]$(Get-Content …)` and `[System.IO.File]::ReadAllBytes('…')`.
const BYTES = /\[(?:System\.)?Byte\[\]\][ \t]{0,8}(?=[$(])|\[(?:System\.)?IO\.File\]::ReadAllBytes\(/iy;

function bytesAt(text: string, at: number): string | null {
  BYTES.lastIndex = at;
  return BYTES.exec(text)?.[0] ?? null;
}

export abstract class ExpressionParser {
  protected readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  protected abstract pipeline(): Pipeline;
  /** Up to the character that closes them, which is taken. */
  protected abstract statementsUntil(close: string, opened: number): readonly Statement[];

  /** `a -eq b -and c -like d`. */
  protected expression(): Expression {
    return this.source.nested(() =>
      this.#chain(logicalOperators, () => this.#chain(comparisonOperators, () => this.#list())),
    );
  }

  /** One value with its members. `$x.Name`, `(…)`, `@{…}`, a text in quotes. null where none begins here. */
  protected value(): Expression | null {
    const { source } = this;
    const { here, next, at } = source;
    if (isSingleQuote(here)) return readLiteral(source);
    if (isDoubleQuote(here)) return readTemplate(source, () => source.nested(() => this.#group(at)));
    if (here === '(') {
      source.advance();
      return this.#members({ kind: 'group', pipeline: source.nested(() => this.#group(at)) });
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
    const path: Expression = { kind: 'group', pipeline: source.nested(() => this.#group(at)) };
    const arguments_: readonly Argument[] = [
      { kind: 'parameter', name: 'Path', value: path },
      { kind: 'parameter', name: 'AsByteStream', value: null },
    ];
    const stage: Stage = { kind: 'command', name: 'Get-Content', arguments: arguments_, at };
    return { kind: 'group', pipeline: { kind: 'pipeline', stages: [stage] } };
  }

  #chain(level: readonly string[], operand: () => Expression): Expression {
    const { source } = this;
    let left = operand();
    for (;;) {
      source.skipBlanks();
      const operator = this.#peekOperator();
      if (operator === null || !level.includes(operator)) return left;
      source.advance();
      source.takeWhile(isLetter);
      source.skipLines();
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #peekOperator(): ComparisonOperator | LogicalOperator | null {
    const { source } = this;
    if ('+*/%'.includes(source.here) && source.here !== '') this.source.fail(refusedForms.arithmetic);
    if (!isDash(source.here)) return null;
    const word = /^[a-z]{1,16}/i.exec(source.text.slice(source.at + 1, source.at + 17))?.[0].toLowerCase() ?? '';
    if (word === '') this.source.fail(refusedForms.arithmetic);
    const operator = operators.get(word);
    if (operator === undefined) this.source.fail(`"-${word}" is not an operator of this shell.`);
    return operator;
  }

  #list(): Expression {
    const { source } = this;
    const items = [this.#operand()];
    for (;;) {
      source.skipBlanks();
      if (!source.take(',')) break;
      source.skipLines();
      items.push(this.#operand());
    }
    const [first] = items;
    return items.length === 1 && first !== undefined ? first : { kind: 'list', items };
  }

  #operand(): Expression {
    const { source } = this;
    source.skipBlanks();
    if (this.#takeNot()) {
      source.skipBlanks();
      return { kind: 'not', operand: source.nested(() => this.#operand()) };
    }
    if (isDigit(source.here) || (source.here === '-' && isDigit(source.next))) return this.#number();
    const value = this.value();
    if (value !== null) return value;
    if (source.isAtEnd) this.source.failOpen('The command is not complete.', source.at);
    if (source.here === '[') this.source.fail(refusedForms.type);
    return this.source.fail(
      `A value is missing before "${source.here.trim() || 'the end of the line'}"; texts stand in quotes.`,
    );
  }

  #takeNot(): boolean {
    const { source } = this;
    if (source.take('!')) return true;
    if (!isDash(source.here) || !/^.not(?!\w)/i.test(source.text.slice(source.at, source.at + 5))) return false;
    source.advance(4);
    return true;
  }

  #number(): Expression {
    const { source } = this;
    NUMBER.lastIndex = source.at;
    const match = NUMBER.exec(source.text);
    if (match === null)
      this.source.fail('This begins like a number and is none; put texts such as addresses in quotes.');
    source.advance(match[0].length);
    return { kind: 'number', text: match[0] };
  }

  #group(opened: number): Pipeline {
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
      return this.#members({ kind: 'group', pipeline: source.nested(() => this.#group(opened)) });
    }
    const name = source.takeWhile(isNameCharacter);
    if (name === '') this.source.fail('A variable needs a name behind "$".');
    if (source.here === ':') this.source.fail(`"$${name}:" reaches outside this shell; it has plain variables only.`);
    return this.#members({ kind: 'variable', name });
  }

  #members(target: Expression): Expression {
    const { source } = this;
    let value = target;
    while (source.here === '.' && isNameCharacter(source.next)) {
      source.advance();
      const name = source.takeWhile(isNameCharacter);
      if (source.startsWith('(')) this.source.fail(`.${name}(): ${refusedForms.method}`);
      value = { kind: 'member', target: value, name };
    }
    if (source.here === '[') this.source.fail(refusedForms.index);
    if (source.here === ':' && source.next === ':') this.source.fail(refusedForms.type);
    return value;
  }

  /** Whether a pipeline begins with an expression here, and not with a command. */
  protected startsExpression(): boolean {
    const { here, text, at } = this.source;
    if (isQuote(here) || isDigit(here) || '$(@{!'.includes(here)) return here !== '';
    if (here === '[') return bytesAt(text, at) !== null;
    return isDash(here) && /^(?:.not(?:\s|\()|-\d)/i.test(text.slice(at, at + 5));
  }
}
