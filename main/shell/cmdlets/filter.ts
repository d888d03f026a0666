import type { Command, ComparisonOperator, Expression } from '../syntax/syntax-tree.ts';
import { comparisonOperators } from '../syntax/syntax-tree.ts';
import { parseScript } from '../syntax/script-parser.ts';
import { ShellError } from '../shell-error.ts';
import { compareWith, isTrue, numberOf } from '../values/compare.ts';
import { propertyOf, typeOf, type ScriptBlock, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';

/** -Filter of the queue cmdlets: `Status -eq "Retry" -and MessageCount -gt 5`, in quotes or in braces. */

type Clause = (item: ShellObject) => boolean;

const operators: readonly string[] = comparisonOperators;

/** Throws a ShellError of category InvalidArgument for what is no filter. */
export function compileFilter(given: ShellValue): (item: ShellObject) => boolean {
  const statements =
    typeOf(given) === 'block' ? (given as ScriptBlock).statements : parseScript(textOf(given)).statements;
  const [statement, ...more] = statements;
  const stage = statement?.kind === 'pipeline' ? statement.stages[0] : undefined;
  if (stage?.kind !== 'command' || more.length > 0) throw unknown();
  const clauses = clausesOf(stage);
  return (item) => clauses.every((clause) => clause(item));
}

/** The text reads like a command: the first property is its name, operators are parameters. */
function clausesOf({ name, arguments: given }: Command): readonly Clause[] {
  const clauses: Clause[] = [];
  let property: string | null = name;
  for (let at = 0; at < given.length; at += 2) {
    const operator = given[at];
    const operand = given[at + 1];
    if (operator?.kind !== 'parameter' || operand?.kind !== 'value') throw unknown();
    if (property === null) {
      if (operator.name.toLowerCase() !== 'and') throw unknown();
      property = literalOf(operand.value);
    } else {
      clauses.push(clauseOf(property, operator.name.toLowerCase(), literalOf(operand.value)));
      property = null;
    }
  }
  if (property !== null || clauses.length === 0) throw unknown();
  return clauses;
}

function clauseOf(property: string, operator: string, wanted: string): Clause {
  if (!operators.includes(operator)) throw unknown();
  const right: ShellValue = numberOf(wanted) ?? wanted;
  return (item) => {
    const value = propertyOf(item, property);
    if (value === undefined) throw new ShellError('InvalidArgument', `-Filter: there is no property "${property}".`);
    return isTrue(compareWith(operator as ComparisonOperator, value, right));
  };
}

function literalOf(expression: Expression): string {
  if (expression.kind === 'text' || expression.kind === 'word') return expression.text;
  if (expression.kind === 'variable') return expression.name;
  throw unknown();
}

function unknown(): ShellError {
  return new ShellError(
    'InvalidArgument',
    '-Filter is not understood. Write it as "Status -eq \'Retry\' -and MessageCount -gt 5"; conditions are joined by -and.',
  );
}
