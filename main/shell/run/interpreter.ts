import { ShellError } from '../shell-error.ts';
import type {
  Argument,
  Assignment,
  Command,
  Expression,
  Loop,
  Pipeline,
  Stage,
  Statement,
} from '../syntax/syntax-tree.ts';
import { COMPUTER_NAME } from '../syntax/variable-name.ts';
import { compareWith, isTrue, listOf, numberOf } from '../values/compare.ts';
import { callMethod } from '../values/call-method.ts';
import { propertyOf, type ShellValue } from '../values/shell-value.ts';
import { bounded, sumOf, withProperty } from '../values/sum.ts';
import { textOf } from '../values/text-of.ts';
import { bind, type EvaluatedArgument } from './bind.ts';
import type { Cmdlet, ShellContext } from './cmdlet.ts';
import { findCmdlet } from './find-cmdlet.ts';
import {
  assertAssignable,
  assertCount,
  itemsOf,
  MAX_STEPS,
  readVariable,
  unwrap,
  type Variables,
} from './variables.ts';

export interface InterpreterParts {
  readonly cmdlets: readonly Cmdlet[];
  /** What a cmdlet is handed; the interpreter adds how blocks are run. */
  readonly contextFor: (
    runBlock: ShellContext['runBlock'],
    silent: { readonly errors: boolean; readonly warnings: boolean },
  ) => ShellContext;
  /** What $env:COMPUTERNAME stands for. */
  readonly serverName: () => Promise<string>;
}

/** Walks the tree. A failing statement throws; the caller decides whether the next one runs. */
export class Interpreter {
  readonly #cmdlets: readonly Cmdlet[];
  readonly #contextFor: InterpreterParts['contextFor'];
  readonly #serverName: InterpreterParts['serverName'];
  #steps = 0;

  constructor({ cmdlets, contextFor, serverName }: InterpreterParts) {
    this.#cmdlets = cmdlets;
    this.#contextFor = contextFor;
    this.#serverName = serverName;
  }

  /** Resolves with what the statement puts out; an assignment puts out nothing. */
  async run(statement: Statement, variables: Variables): Promise<readonly ShellValue[]> {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS)
      throw new ShellError('InvalidOperation', 'These are too many steps for one run. Run the commands in parts.');
    if (statement.kind === 'pipeline') return this.#pipeline(statement, variables);
    if (statement.kind === 'loop') return this.#loop(statement, variables);
    await this.#assign(statement, variables);
    return [];
  }

  async #assign({ variable, property, operator, value }: Assignment, variables: Variables): Promise<void> {
    const name = variable.toLowerCase();
    assertAssignable(variable);
    if (name === '_' && property === null) throw new ShellError('InvalidOperation', '$_ cannot be assigned to.');
    const given = await this.#valueOf(value, variables);
    const before = variables.get(name) ?? null;
    const old = property === null ? before : (propertyOf(before, property) ?? null);
    const wanted = operator === '=' ? given : sumOf(old, given);
    variables.set(name, property === null ? wanted : withProperty(before, property, wanted));
  }

  async #loop({ variable, items, body }: Loop, variables: Variables): Promise<readonly ShellValue[]> {
    const name = variable.toLowerCase();
    assertAssignable(variable);
    const list = await this.#valueOf(items, variables);
    const results: ShellValue[] = [];
    for (const item of itemsOf(list)) {
      variables.set(name, item);
      for (const statement of body) results.push(...(await this.run(statement, variables)));
      assertCount(results);
    }
    return results;
  }

  /** What a pipeline is worth as a value: an expression alone keeps its list, of a command one result stands for itself. */
  async #valueOf(pipeline: Pipeline, variables: Variables): Promise<ShellValue> {
    const [first, ...more] = pipeline.stages;
    if (first?.kind === 'expression' && more.length === 0) return this.#evaluate(first.expression, variables);
    return unwrap(await this.#pipeline(pipeline, variables));
  }

  async #block(
    statements: readonly Statement[],
    item: ShellValue | undefined,
    variables: Variables,
  ): Promise<readonly ShellValue[]> {
    const outer = variables.get('_') ?? null;
    const results: ShellValue[] = [];
    if (item !== undefined) variables.set('_', item);
    try {
      for (const statement of statements) results.push(...(await this.run(statement, variables)));
    } finally {
      variables.set('_', outer);
    }
    return results;
  }

  async #pipeline({ stages }: Pipeline, variables: Variables): Promise<readonly ShellValue[]> {
    let values: readonly ShellValue[] | null = null;
    for (const stage of stages) {
      values = await this.#stage(stage, values, variables);
      assertCount(values);
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
    return itemsOf(value);
  }

  async #command(
    command: Command,
    input: readonly ShellValue[] | null,
    variables: Variables,
  ): Promise<readonly ShellValue[]> {
    const cmdlet = findCmdlet(this.#cmdlets, command);
    const given: EvaluatedArgument[] = [];
    for (const argument of command.arguments) given.push(await this.#argument(argument, variables));
    const { bound, ignored } = bind(cmdlet, given, input !== null);
    const runBlock: ShellContext['runBlock'] = (statements, item) => this.#block(statements, item, variables);
    const isSilent = (name: string): boolean => /^(?:silentlycontinue|ignore)$/i.test(bound.text(name) ?? '');
    const shell = this.#contextFor(runBlock, { errors: isSilent('ErrorAction'), warnings: isSilent('WarningAction') });
    for (const { name, help } of ignored.filter((one) => one.name !== 'Verbose'))
      shell.note(`-${name} has no meaning here and was left out.${help === '' ? '' : ` ${help}`}`);
    try {
      return await cmdlet.run({ cmdlet, bound, input, shell });
    } catch (error) {
      if (!isSilent('ErrorAction')) throw error;
      return [];
    }
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
        return this.#variable(expression.name, variables);
      case 'member':
        return propertyOf(await this.#evaluate(expression.target, variables), expression.name) ?? null;
      case 'list':
        return this.#each(expression.items, variables);
      case 'group':
        return this.#valueOf(expression.pipeline, variables);
      case 'array':
        return this.#array(expression.statements, variables);
      case 'block':
        return { type: 'block', statements: expression.statements };
      default:
        return this.#compound(expression, variables);
    }
  }

  async #compound(
    expression: Extract<Expression, { readonly kind: 'table' | 'not' | 'binary' | 'sum' | 'call' }>,
    variables: Variables,
  ): Promise<ShellValue> {
    if (expression.kind === 'sum')
      return sumOf(await this.#evaluate(expression.left, variables), await this.#evaluate(expression.right, variables));
    if (expression.kind === 'call')
      return callMethod(
        await this.#evaluate(expression.target, variables),
        expression.method,
        await this.#each(expression.arguments, variables),
      );
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
    const second = await this.#evaluate(right, variables);
    return operator === 'join'
      ? bounded(listOf(first).map(textOf).join(textOf(second)))
      : compareWith(operator, first, second);
  }

  async #variable(name: string, variables: Variables): Promise<ShellValue> {
    return name.toLowerCase() === COMPUTER_NAME ? this.#serverName() : readVariable(name, variables);
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
    for (const part of parts)
      text = bounded(text + (typeof part === 'string' ? part : textOf(await this.#evaluate(part, variables))));
    return text;
  }
}
