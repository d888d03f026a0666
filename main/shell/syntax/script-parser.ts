import { isDash, isLetter, isLineEnd, isNameCharacter, isQuote, isWordEnd, withPlainDashes } from './characters.ts';
import { ExpressionParser } from './expression-parser.ts';
import { refusedForms, refusedKeyword } from './refusals.ts';
import { Source } from './source.ts';
import type { Argument, Command, Expression, Pipeline, Script, Stage, Statement } from './syntax-tree.ts';

/** Reads a script. Throws a ShellError of category ParserError that names what is not understood. Linear in the length. */
export function parseScript(text: string): Script {
  return new ScriptParser(new Source(text)).script();
}

class ScriptParser extends ExpressionParser {
  script(): Script {
    return { statements: this.#statements(() => this.source.isAtEnd) };
  }

  protected statementsUntil(close: string, opened: number): readonly Statement[] {
    const statements = this.#statements(() => {
      if (this.source.isAtEnd) this.source.failOpen(`What is opened here is not closed by "${close}".`, opened);
      return this.source.here === close;
    });
    this.source.advance();
    return statements;
  }

  protected pipeline(): Pipeline {
    const { source } = this;
    const stages: Stage[] = [this.#firstStage()];
    for (;;) {
      source.skipBlanks();
      if (isLineEnd(source.here) && !source.skipToContinuation()) break;
      if (source.startsWith('||')) this.source.fail(refusedForms.chain);
      if (!source.take('|')) break;
      source.skipLines();
      if (source.isAtEnd) this.source.failOpen('A command is missing behind "|".', source.at);
      stages.push(this.#command());
    }
    return { kind: 'pipeline', stages };
  }

  #statements(isOver: () => boolean): readonly Statement[] {
    const { source } = this;
    const statements: Statement[] = [];
    for (;;) {
      source.skipLines();
      if (source.take(';')) continue;
      if (isOver()) return statements;
      statements.push(source.nested(() => this.#statement()));
      source.skipBlanks();
      if (!source.isAtEnd && !isLineEnd(source.here) && source.here !== ';' && !isOver()) this.#refuseHere();
    }
  }

  #statement(): Statement {
    const variable = this.#takeAssignment();
    if (variable === null) return this.pipeline();
    this.source.skipLines();
    return { kind: 'assignment', variable, value: this.pipeline() };
  }

  #takeAssignment(): string | null {
    const { source } = this;
    if (source.here !== '$') return null;
    const match = /^\$(\w{1,128})[ \t]{0,64}([+*/-]?=)/.exec(source.text.slice(source.at, source.at + 256));
    if (match?.[1] === undefined) return null;
    if (match[2] !== '=') this.source.fail(refusedForms.compound);
    source.advance(match[0].length);
    return match[1];
  }

  #firstStage(): Stage {
    if (!this.startsExpression()) return this.#command();
    return { kind: 'expression', expression: this.expression() };
  }

  #command(): Command {
    const { source } = this;
    const { at } = source;
    if ('?%'.includes(source.here) && source.here !== '') {
      const name = source.here;
      source.advance();
      return { kind: 'command', name, arguments: this.#arguments(), at };
    }
    if (!isLetter(source.here)) this.#refuseHere();
    const name = withPlainDashes(
      source.takeWhile((character) => isNameCharacter(character) || isDash(character) || character === '.'),
    );
    const refusal = refusedKeyword(name);
    if (refusal !== null) this.source.fail(refusal, at);
    source.takeWhile((character) => character === ':');
    return { kind: 'command', name, arguments: this.#arguments(), at };
  }

  #arguments(): readonly Argument[] {
    const { source } = this;
    const list: Argument[] = [];
    for (;;) {
      source.skipBlanks();
      if (isLineEnd(source.here) && !source.skipToContinuation()) return list;
      if (source.isAtEnd || '|;)}'.includes(source.here)) return list;
      list.push(this.#argument());
    }
  }

  #argument(): Argument {
    const { source } = this;
    if (!isDash(source.here) || !isLetter(source.next)) return { kind: 'value', value: this.#argumentValue() };
    source.advance();
    const name = withPlainDashes(source.takeWhile((character) => isNameCharacter(character) || isDash(character)));
    if (!source.take(':')) return { kind: 'parameter', name, value: null };
    source.skipBlanks();
    return { kind: 'parameter', name, value: this.#argumentValue() };
  }

  #argumentValue(): Expression {
    const { source } = this;
    const items = [this.#argumentItem()];
    for (;;) {
      const hasMore = this.#takeComma();
      if (!hasMore) break;
      source.skipLines();
      items.push(this.#argumentItem());
    }
    const [first] = items;
    return items.length === 1 && first !== undefined ? first : { kind: 'list', items };
  }

  #takeComma(): boolean {
    this.source.skipBlanks();
    return this.source.take(',');
  }

  #argumentItem(): Expression {
    const { source } = this;
    return this.value() ?? (source.here === '<' ? this.#placeholder() : this.#word());
  }

  /** `<Name of the connector>` without quotes: kept whole, so that it can be named when it is refused. */
  #placeholder(): Expression {
    const { source } = this;
    const line = /^<[^<>\r\n]{1,200}>/.exec(source.text.slice(source.at, source.at + 202))?.[0];
    if (line === undefined) this.source.fail(refusedForms.redirection);
    source.advance(line.length);
    return { kind: 'word', text: line };
  }

  #word(): Expression {
    const { source } = this;
    const isPlain = (character: string): boolean =>
      !isWordEnd(character) && character !== '`' && character !== '$' && !isQuote(character);
    let text = '';
    for (;;) {
      text += withPlainDashes(source.takeWhile(isPlain));
      if (source.here !== '`' || source.isAtContinuation()) break;
      source.advance();
      text += source.here;
      source.advance();
    }
    if (isQuote(source.here) || source.here === '$')
      this.source.fail('A quote or a variable stands in the middle of a word; put the whole value in double quotes.');
    return text === '' ? this.#refuseHere() : { kind: 'word', text };
  }

  #refuseHere(): never {
    const { source } = this;
    if (source.isAtEnd) this.source.failOpen('The command is not complete.', source.at);
    const { here } = source;
    if (here === '&') this.source.fail(refusedForms.chain);
    if (here === '<' || here === '>') this.source.fail(refusedForms.redirection);
    if (here === '[') this.source.fail(refusedForms.type);
    if (here === '.') this.source.fail(refusedForms.dotSource);
    return this.source.fail(`"${here}" is not understood here.`);
  }
}
