import { isDash, isLineEnd, isQuote, isWordEnd } from './characters.ts';
import type { Argument, Expression, Script, Stage, Statement, TemplatePart } from './syntax-tree.ts';

/** A script as text that parses to the same tree. */
export function printScript({ statements }: Script): string {
  return statements.map(printStatement).join('\n');
}

function printStatement(statement: Statement): string {
  if (statement.kind === 'assignment') {
    const { variable, property, operator, value } = statement;
    return `$${variable}${property === null ? '' : `.${property}`} ${operator} ${printStatement(value)}`;
  }
  if (statement.kind === 'loop')
    return `foreach ($${statement.variable} in ${printStatement(statement.items)}) { ${printBody(statement.body)} }`;
  return statement.stages.map(printStage).join(' | ');
}

function printStage(stage: Stage): string {
  if (stage.kind === 'expression') return printExpression(stage.expression);
  return [stage.name, ...stage.arguments.map(printArgument)].join(' ');
}

function printArgument(argument: Argument): string {
  if (argument.kind === 'value') return printExpression(argument.value);
  return `-${argument.name}${argument.value === null ? '' : `:${printExpression(argument.value)}`}`;
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
      return quote(expression.text);
    case 'word':
      return printWord(expression.text);
    case 'template':
      return `"${expression.parts.map((part, index) => printPart(part, expression.parts[index + 1])).join('')}"`;
    case 'number':
      return expression.text;
    case 'variable':
      return `$${expression.name}`;
    case 'member':
      return `${printExpression(expression.target)}.${expression.name}`;
    case 'call':
      return `${printExpression(expression.target)}.${expression.method}(${expression.arguments.map(printExpression).join(', ')})`;
    case 'sum':
      return `${printExpression(expression.left)} + ${printExpression(expression.right)}`;
    case 'not':
      return `-not ${printExpression(expression.operand)}`;
    case 'binary':
      return `${printExpression(expression.left)} -${expression.operator} ${printExpression(expression.right)}`;
    default:
      return printCollection(expression);
  }
}

type Collection = Extract<Expression, { readonly kind: 'list' | 'group' | 'array' | 'block' | 'table' }>;

function printCollection(expression: Collection): string {
  switch (expression.kind) {
    case 'list':
      return expression.items.map(printExpression).join(', ');
    case 'group':
      return `(${printStatement(expression.pipeline)})`;
    case 'array':
      return `@(${printBody(expression.statements)})`;
    case 'block':
      return `{ ${printBody(expression.statements)} }`;
    case 'table':
      return `@{${expression.entries.map(({ key, value }) => `${quote(key)} = ${printExpression(value)}`).join('; ')}}`;
  }
}

function printBody(statements: readonly Statement[]): string {
  return statements.map(printStatement).join('; ');
}

/** A text in single quotes, in which every single quote is doubled. */
export function quote(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}

function printPart(part: TemplatePart, next: TemplatePart | undefined): string {
  if (typeof part === 'string') return part.replaceAll(/[`$"\u201C\u201D\u201E]/g, '`$&');
  if (part.kind === 'variable')
    return typeof next === 'string' && /^[\w:]/.test(next) ? `\${${part.name}}` : `$${part.name}`;
  return `$(${printStatement(part.pipeline)})`;
}

function printWord(text: string): string {
  if (/^<[^<>\r\n]{1,200}>$/.test(text)) return text;
  return Array.from(text, (character, index) => (needsBacktick(character, index) ? `\`${character}` : character)).join(
    '',
  );
}

function needsBacktick(character: string, index: number): boolean {
  if (isWordEnd(character) && !isLineEnd(character)) return true;
  if (index === 0 && (character === '#' || character === '@' || character === '-')) return true;
  return character === '`' || character === '$' || isQuote(character) || (isDash(character) && character !== '-');
}
