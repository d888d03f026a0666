import type { ShellContext } from '../run/cmdlet.ts';
import type { Command, ComparisonOperator, Expression, Pipeline, Statement } from '../syntax/syntax-tree.ts';
import { comparisonOperators } from '../syntax/syntax-tree.ts';
import { parseScript } from '../syntax/script-parser.ts';
import { ShellError } from '../shell-error.ts';
import { compareWith, isTrue } from '../values/compare.ts';
import { propertyOf, typeOf, type ScriptBlock, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';

/** -Filter of the queue cmdlets: `Status -eq "Retry" -and MessageCount -gt 5`, in quotes or in braces. */

interface Clause {
  readonly property: string;
  readonly operator: ComparisonOperator;
  readonly wanted: Expression;
}

const operators: readonly string[] = comparisonOperators;

/** Variables are filled in by `shell`. Throws a ShellError of category InvalidArgument for what is no filter. */
export async function compileFilter(
  given: ShellValue,
  shell: Pick<ShellContext, 'runBlock'>,
): Promise<(item: ShellObject) => boolean> {
  const statements =
    typeOf(given) === 'block' ? (given as ScriptBlock).statements : parseScript(textOf(given)).statements;
  const [statement, ...more] = statements;
  if (statement?.kind !== 'pipeline' || more.length > 0) throw unknown();
  const tests: ((item: ShellObject) => boolean)[] = [];
  for (const clause of clausesOf(statement)) tests.push(testOf(clause, await valueOf(clause.wanted, shell)));
  return (item) => tests.every((test) => test(item));
}

function clausesOf({ stages: [stage, ...more] }: Pipeline): readonly Clause[] {
  if (stage === undefined || more.length > 0) throw unknown();
  return stage.kind === 'command' ? clausesOfCommand(stage) : clausesOfExpression(stage.expression);
}

/** `(Status -eq "Retry") -and (MessageCount -gt 5)`. */
function clausesOfExpression(expression: Expression): readonly Clause[] {
  if (expression.kind === 'group') return clausesOf(expression.pipeline);
  if (expression.kind !== 'binary' || expression.operator !== 'and') throw unknown();
  return [...clausesOfExpression(expression.left), ...clausesOfExpression(expression.right)];
}

/** The text reads like a command: the first property is its name, operators are parameters. */
function clausesOfCommand({ name, arguments: given }: Command): readonly Clause[] {
  const clauses: Clause[] = [];
  let property: string | null = name;
  for (let at = 0; at < given.length; at += 2) {
    const operator = given[at];
    const operand = given[at + 1];
    if (operator?.kind !== 'parameter' || operand?.kind !== 'value') throw unknown();
    const word = operator.name.toLowerCase();
    if (property !== null) {
      if (!operators.includes(word)) throw unknown();
      clauses.push({ property, operator: word as ComparisonOperator, wanted: operand.value });
      property = null;
    } else if (word !== 'and') throw unknown();
    else if (operand.value.kind === 'group') clauses.push(...clausesOf(operand.value.pipeline));
    else property = nameOf(operand.value);
  }
  if (property !== null || clauses.length === 0) throw unknown();
  return clauses;
}

function testOf({ property, operator }: Clause, wanted: ShellValue): (item: ShellObject) => boolean {
  return (item) => {
    const value = propertyOf(item, property);
    if (value === undefined) throw new ShellError('InvalidArgument', `-Filter: there is no property "${property}".`);
    return isTrue(compareWith(operator, value, wanted));
  };
}

async function valueOf(expression: Expression, shell: Pick<ShellContext, 'runBlock'>): Promise<ShellValue> {
  const statement: Statement = { kind: 'pipeline', stages: [{ kind: 'expression', expression }] };
  const [first = null, ...more] = await shell.runBlock([statement]);
  return more.length === 0 ? first : [first, ...more];
}

function nameOf(expression: Expression): string {
  if (expression.kind === 'text' || expression.kind === 'word') return expression.text;
  throw unknown();
}

function unknown(): ShellError {
  return new ShellError(
    'InvalidArgument',
    '-Filter is not understood. Write it as "Status -eq \'Retry\' -and MessageCount -gt 5"; conditions are joined by -and.',
  );
}
