import { isDash, isDigit, isLetter, isQuote } from './characters.ts';
import { refusedForms, refusedOperator } from './refusals.ts';
import { comparisonOperators, logicalOperators, textOperators } from './syntax-tree.ts';
import type { BinaryOperator, Expression } from './syntax-tree.ts';
import { bytesAt, ValueParser } from './value-parser.ts';

/** Expressions: what stands in parentheses, script blocks and at the beginning of a pipeline. */

// `-ieq` and `-eq` are the same: nothing here is compared with case.
const operators = new Map<string, BinaryOperator>([
  ...comparisonOperators.flatMap((operator) => [[operator, operator] as const, [`i${operator}`, operator] as const]),
  ...[...textOperators, ...logicalOperators].map((operator) => [operator, operator] as const),
]);
const valueOperators = [...comparisonOperators, ...textOperators];
const NUMBER = /-?\d+(?:\.\d+)?(?:kb|mb|gb|tb|pb)?(?![\w.])/iy;

export abstract class ExpressionParser extends ValueParser {
  /** `a -eq b -and c -like d`. */
  protected expression(): Expression {
    return this.source.nested(() =>
      this.#chain(logicalOperators, () => this.#chain(valueOperators, () => this.#sum())),
    );
  }

  #chain(level: readonly string[], operand: () => Expression): Expression {
    const { source } = this;
    let left = operand();
    for (let links = 1; ; links += 1) {
      source.assertChain(links);
      source.skipBlanks();
      const operator = this.#peekOperator();
      if (operator === null || !level.includes(operator)) return left;
      source.advance();
      source.takeWhile(isLetter);
      source.skipLines();
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #peekOperator(): BinaryOperator | null {
    const { source } = this;
    if ('*/%'.includes(source.here) && source.here !== '') this.source.fail(refusedForms.arithmetic);
    if (!isDash(source.here)) return null;
    const word = /^[a-z]{1,16}/i.exec(source.text.slice(source.at + 1, source.at + 17))?.[0].toLowerCase() ?? '';
    if (word === '') this.source.fail(refusedForms.arithmetic);
    const operator = operators.get(word);
    if (operator === undefined) this.source.fail(refusedOperator(word));
    return operator;
  }

  #sum(): Expression {
    const { source } = this;
    let left = this.#list();
    for (let links = 1; ; links += 1) {
      source.assertChain(links);
      source.skipBlanks();
      if (!source.take('+')) return left;
      source.skipLines();
      left = { kind: 'sum', left, right: this.#list() };
    }
  }

  #list(): Expression {
    const { source } = this;
    const items = [this.operand()];
    for (;;) {
      source.skipBlanks();
      if (!source.take(',')) break;
      source.skipLines();
      items.push(this.operand());
    }
    const [first] = items;
    return items.length === 1 && first !== undefined ? first : { kind: 'list', items };
  }

  protected operand(): Expression {
    const { source } = this;
    source.skipBlanks();
    if (this.#takeNot()) {
      source.skipBlanks();
      return { kind: 'not', operand: source.nested(() => this.operand()) };
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
    if (/^-?\d{1,15}\.\./.test(source.text.slice(source.at, source.at + 20))) source.fail(refusedForms.range);
    NUMBER.lastIndex = source.at;
    const match = NUMBER.exec(source.text);
    if (match === null)
      this.source.fail('This begins like a number and is none; put texts such as addresses in quotes.');
    source.advance(match[0].length);
    return { kind: 'number', text: match[0] };
  }

  /** Whether a pipeline begins with an expression here, and not with a command. */
  protected startsExpression(): boolean {
    const { here, text, at } = this.source;
    if (isQuote(here) || isDigit(here) || '$(@{!'.includes(here)) return here !== '';
    if (here === '[') return bytesAt(text, at) !== null;
    return isDash(here) && /^(?:.not(?:\s|\()|-\d)/i.test(text.slice(at, at + 5));
  }
}
