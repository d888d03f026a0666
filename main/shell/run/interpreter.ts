import { nearestName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import type { Argument, Command, Expression, Pipeline, Stage, Statement } from '../syntax/syntax-tree.ts';
import { compareWith, isTrue, numberOf } from '../values/compare.ts';
import { isList, propertyOf, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { bind, type EvaluatedArgument } from './bind.ts';
import type { Cmdlet, ShellContext } from './cmdlet.ts';

/** Variables by name in lower case. `$_` is one of them. */
export type Variables = Map<string, ShellValue>;

export interface InterpreterParts {
  readonly cmdlets: readonly Cmdlet[];
  /** What a cmdlet is handed; the interpreter adds how blocks are run. */
  readonly contextFor: (
    runBlock: ShellContext['runBlock'],
    silent: { readonly errors: boolean; readonly warnings: boolean },
  ) => ShellContext;
}

/** Items a pipeline may carry: what fits into memory without doubt. */
const MAX_ITEMS = 200_000;

/** Walks the tree. A failing statement throws; the caller decides whether the next one runs. */
export class Interpreter {
  readonly #cmdlets: readonly Cmdlet[];
  readonly #contextFor: InterpreterParts['contextFor'];

  constructor({ cmdlets, contextFor }: InterpreterParts) {
    this.#cmdlets = cmdlets;
    this.#contextFor = contextFor;
  }

  /** Resolves with what the statement puts out; an assignment puts out nothing. */
  async run(statement: Statement, variables: Variables): Promise<readonly ShellValue[]> {
    if (statement.kind === 'pipeline') return this.#pipeline(statement, variables);
    if (/^(?:true|false|null|_)$/i.test(statement.variable))
      throw new ShellError('InvalidOperation', `$${statement.variable} cannot be assigned to.`);
    variables.set(statement.variable.toLowerCase(), unwrap(await this.#pipeline(statement.value, variables)));
    return [];
  }

  async #pipeline({ stages }: Pipeline, variables: Variables): Promise<readonly ShellValue[]> {
    let values: readonly ShellValue[] | null = null;
    for (const stage of stages) {
      values = await this.#stage(stage, values, variables);
      if (values.length > MAX_ITEMS)
        throw new ShellError(
          'InvalidOperation',
          'These are too many objects for one pipeline. Narrow the first command down.',
        );
    }
    return values ?? [];
  }

  async #stage(
    stage: Stage,
    input: readonly ShellValue[] | null,
    variables: Variables,
  ): Promise<readonly ShellValue[]> {
    if (stage.kind === 'command') return this.#command(stage, input, variables);
    const value = await this.#evaluate(stage.expression, variables);
    return isList(value) ? value : value === null ? [] : [value];
  }

  async #command(
    command: Command,
    input: readonly ShellValue[] | null,
    variables: Variables,
  ): Promise<readonly ShellValue[]> {
    const cmdlet = this.#find(command);
    const given: EvaluatedArgument[] = [];
    for (const argument of command.arguments) given.push(await this.#argument(argument, variables));
    const { bound, ignored } = bind(cmdlet, given, input !== null);
    const runBlock = async (statements: readonly Statement[], item: ShellValue): Promise<readonly ShellValue[]> => {
      const inner: Variables = new Map(variables).set('_', item);
      const results: ShellValue[] = [];
      for (const statement of statements) results.push(...(await this.run(statement, inner)));
      return results;
    };
    const isSilent = (name: string): boolean => /^(?:silentlycontinue|ignore)$/i.test(bound.text(name) ?? '');
    const shell = this.#contextFor(runBlock, { errors: isSilent('ErrorAction'), warnings: isSilent('WarningAction') });
    for (const name of ignored.filter((one) => one !== 'Verbose'))
      shell.note(`-${name} has no meaning here and was left out.`);
    try {
      return await cmdlet.run({ cmdlet, bound, input, shell });
    } catch (error) {
      if (!isSilent('ErrorAction')) throw error;
      return [];
    }
  }

  #find({ name, at }: Command): Cmdlet {
    const wanted = name.toLowerCase();
    const cmdlet = this.#cmdlets.find((one) =>
      [one.name, ...(one.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
    );
    if (cmdlet !== undefined) return cmdlet;
    const near = nearestName(
      name,
      this.#cmdlets.map((one) => one.name),
    );
    throw new ShellError(
      'CommandNotFound',
      `The term '${name}' is not recognized as the name of a cmdlet.${near === null ? '' : ` The nearest one is ${near}.`} Get-Command lists them.`,
      { at },
    );
  }

  async #argument(argument: Argument, variables: Variables): Promise<EvaluatedArgument> {
    if (argument.kind === 'value') return { kind: 'value', value: await this.#evaluate(argument.value, variables) };
    const { name, value } = argument;
    if (value === null) return { kind: 'parameter', name, attached: false, value: null };
    return { kind: 'parameter', name, attached: true, value: await this.#evaluate(value, variables) };
  }

  async #evaluate(expression: Expression, variables: Variables): Promise<ShellValue> {
    switch (expression.kind) {
      case 'text':
      case 'word':
        return expression.text;
      case 'number':
        return numberOf(expression.text);
      case 'template':
        return this.#template(expression.parts, variables);
      case 'variable':
        return readVariable(expression.name, variables);
      case 'member':
        return propertyOf(await this.#evaluate(expression.target, variables), expression.name) ?? null;
      case 'list':
        return this.#each(expression.items, variables);
      case 'group':
        return unwrap(await this.#pipeline(expression.pipeline, variables));
      case 'array':
        return this.#array(expression.statements, variables);
      case 'block':
        return { type: 'block', statements: expression.statements };
      default:
        return this.#compound(expression, variables);
    }
  }

  async #compound(
    expression: Extract<Expression, { readonly kind: 'table' | 'not' | 'binary' }>,
    variables: Variables,
  ): Promise<ShellValue> {
    if (expression.kind === 'not') return !isTrue(await this.#evaluate(expression.operand, variables));
    if (expression.kind === 'table') {
      const entries = new Map<string, ShellValue>();
      for (const { key, value } of expression.entries) entries.set(key, await this.#evaluate(value, variables));
      return { type: 'table', entries };
    }
    const { operator, left, right } = expression;
    const first = await this.#evaluate(left, variables);
    if (operator === 'and') return isTrue(first) && isTrue(await this.#evaluate(right, variables));
    if (operator === 'or') return isTrue(first) || isTrue(await this.#evaluate(right, variables));
    return compareWith(operator, first, await this.#evaluate(right, variables));
  }

  async #each(items: readonly Expression[], variables: Variables): Promise<readonly ShellValue[]> {
    const values: ShellValue[] = [];
    for (const item of items) values.push(await this.#evaluate(item, variables));
    return values;
  }

  async #array(statements: readonly Statement[], variables: Variables): Promise<readonly ShellValue[]> {
    const values: ShellValue[] = [];
    for (const statement of statements) values.push(...(await this.run(statement, variables)));
    return values;
  }

  async #template(
    parts: Extract<Expression, { readonly kind: 'template' }>['parts'],
    variables: Variables,
  ): Promise<string> {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : textOf(await this.#evaluate(part, variables));
    return text;
  }
}

function readVariable(name: string, variables: Variables): ShellValue {
  const wanted = name.toLowerCase();
  if (wanted === 'true') return true;
  if (wanted === 'false') return false;
  return wanted === 'null' ? null : (variables.get(wanted) ?? null);
}

/** One result stands for itself, none for `$null`. */
function unwrap(values: readonly ShellValue[]): ShellValue {
  const [first] = values;
  return values.length === 0 || first === undefined ? null : values.length === 1 ? first : values;
}
