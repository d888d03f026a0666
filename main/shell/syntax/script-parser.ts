import { isDash, isLetter, isLineEnd, isNameCharacter, isQuote, isWordEnd, withPlainDashes } from './characters.ts';
import { ExpressionParser } from './expression-parser.ts';
import { refusedForms, refusedKeyword } from './refusals.ts';
import { Source } from './source.ts';
import { readFilling } from './strings.ts';
import type {
  Argument,
  Assignment,
  Command,
  Expression,
  Pipeline,
  Script,
  Stage,
  Statement,
  TemplatePart,
} from './syntax-tree.ts';

const ASSIGNMENT = /\$(\w{1,128})(?:\.(\w{1,128}))?[ \t]{0,64}([+*/-]?=)/y;
const LOOP = /foreach[ \t]{0,64}\(\s{0,64}\$(\w{1,128})\s{1,64}in(?=[\s$("'@])/iy;

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
    const target = this.#takeAssignment();
    if (target !== null) {
      this.source.skipLines();
      return { kind: 'assignment', ...target, value: this.pipeline() };
    }
    return this.#takeLoop() ?? this.pipeline();
  }

  #takeAssignment(): Pick<Assignment, 'variable' | 'property' | 'operator'> | null {
    const { source } = this;
    if (source.here !== '$') return null;
    ASSIGNMENT.lastIndex = source.at;
    const match = ASSIGNMENT.exec(source.text);
    if (match === null) return null;
    const [whole, variable = '', property = null, operator] = match;
    if (operator !== '=' && operator !== '+=') return source.fail(refusedForms.compound);
    source.advance(whole.length);
    return { variable, property, operator };
  }

  /** `foreach ($item in …) { … }`; foreach behind a pipe is ForEach-Object. */
  #takeLoop(): Statement | null {
    const { source } = this;
    LOOP.lastIndex = source.at;
    const match = LOOP.exec(source.text);
    if (match?.[1] === undefined) return null;
    const opened = source.at + match[0].indexOf('(');
    source.advance(match[0].length);
    const items = source.nested(() => this.group(opened));
    source.skipLines();
    const { at } = source;
    if (source.isAtEnd) source.failOpen('The commands of foreach are missing.', at);
    if (!source.take('{')) source.fail(`"{" is missing before "${source.here}": what foreach runs stands in braces.`);
    return { kind: 'loop', variable: match[1], items, body: source.nested(() => this.statementsUntil('}', at)) };
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
    const isFilled = source.here === '$';
    const value = this.value();
    if (value === null) return source.here === '<' ? this.#placeholder() : this.#word();
    const isPart = isFilled && (value.kind === 'variable' || value.kind === 'group');
    return isPart && !isWordEnd(source.here) && !isQuote(source.here) && !source.isAtContinuation()
      ? this.#word([value])
      : value;
  }

  /** `<Name of the connector>` without quotes: kept whole, so that it can be named when it is refused. */
  #placeholder(): Expression {
    const { source } = this;
    const line = /^<[^<>\r\n]{1,200}>/.exec(source.text.slice(source.at, source.at + 202))?.[0];
    if (line === undefined) this.source.fail(refusedForms.redirection);
    source.advance(line.length);
    return { kind: 'word', text: line };
  }

  /** An argument without quotes; variables in it are filled in, as in `$server\\Relay`. */
  #word(parts: TemplatePart[] = []): Expression {
    const { source } = this;
    const isPlain = (character: string): boolean =>
      !isWordEnd(character) && character !== '`' && character !== '$' && !isQuote(character);
    let text = '';
    for (;;) {
      text += withPlainDashes(source.takeWhile(isPlain));
      if (source.here !== '$' && (source.here !== '`' || source.isAtContinuation())) break;
      const part = this.#wordPart();
      if (typeof part === 'string') text += part;
      else {
        parts.push(...(text === '' ? [] : [text]), part);
        text = '';
      }
    }
    if (isQuote(source.here))
      this.source.fail('A quote stands in the middle of a word; put the whole value in double quotes.');
    if (parts.length > 0) return { kind: 'template', parts: text === '' ? parts : [...parts, text] };
    return text === '' ? this.#refuseHere() : { kind: 'word', text };
  }

  /** What a dollar sign or a backtick stands for in a word. */
  #wordPart(): TemplatePart {
    const { source } = this;
    const { here, at } = source;
    source.advance();
    if (here === '$') return readFilling(source, () => source.nested(() => this.group(at))) ?? '$';
    const escaped = source.here;
    source.advance();
    return escaped;
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
