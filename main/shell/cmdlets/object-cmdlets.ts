import { ShellError } from '../shell-error.ts';
import { comparisonOperators, type ComparisonOperator } from '../syntax/syntax-tree.ts';
import { compareWith, isTrue, order } from '../values/compare.ts';
import {
  isObject,
  propertyOf,
  typeOf,
  type ScriptBlock,
  type ShellObject,
  type ShellValue,
} from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { chosenProperties, valueOfChoice } from './property-choice.ts';

/** The cmdlets that work on whatever a pipeline carries: filter, choose, sort, count, and do something with each. */

const propertyParameter: Parameter = {
  name: 'Property',
  type: 'any',
  position: 0,
  help: 'Names of properties, with wildcards; or @{Name=…; Expression={…}}.',
};

const whereObject: Cmdlet = {
  name: 'Where-Object',
  aliases: ['where', '?'],
  synopsis: 'Lets through what fits: Where Enabled -eq $true, or Where { $_.Enabled }.',
  isLanguage: true,
  parameters: [
    { name: 'Property', type: 'any', position: 0, help: 'A property, or a script block.' },
    { name: 'Value', type: 'any', position: 1, help: 'What it is compared with.' },
    { name: 'FilterScript', type: 'block', help: 'A script block that is true for what is let through.' },
    { name: 'Not', type: 'switch', help: 'Lets through where the property is empty or $false.' },
    ...comparisonOperators.map((operator): Parameter => ({
      name: operator,
      type: 'any',
      aliases: [`i${operator}`],
      help: `Compares by -${operator}.`,
    })),
  ],
  async run({ bound, input, shell }) {
    const filter = bound.value('FilterScript') ?? bound.value('Property');
    if (filter !== undefined && typeOf(filter as ShellValue) === 'block') {
      const { statements } = filter as ScriptBlock;
      const kept: ShellValue[] = [];
      for (const item of input ?? []) if (isTrue(await shell.runBlock(statements, item))) kept.push(item);
      return kept;
    }
    const name = textOf((filter ?? null) as ShellValue);
    if (name === '')
      throw new ShellError('ParameterBinding', 'Where-Object needs a property or a script block in braces { }.');
    const used = comparisonOperators.filter((operator) => bound.has(operator));
    if (used.length > 1)
      throw new ShellError('ParameterBinding', 'Where-Object compares once; use a script block for more.');
    const [operator] = used;
    return (input ?? []).filter((item) => {
      const value = propertyOf(item, name) ?? null;
      if (operator === undefined) return isTrue(value) !== (bound.flag('Not') === true);
      return isTrue(compareWith(operator satisfies ComparisonOperator, value, bound.value(operator) as ShellValue));
    });
  },
};

const forEachObject: Cmdlet = {
  name: 'ForEach-Object',
  aliases: ['foreach', '%'],
  synopsis: 'Runs a script block for each object, which is $_ in it; or gives one property of each.',
  isLanguage: true,
  parameters: [
    { name: 'Process', type: 'any', position: 0, mandatory: true, help: 'A script block, or the name of a property.' },
  ],
  async run({ bound, input, shell }) {
    const process = bound.value('Process') as ShellValue;
    const results: ShellValue[] = [];
    for (const item of input ?? []) {
      if (typeOf(process) === 'block')
        results.push(...(await shell.runBlock((process as ScriptBlock).statements, item)));
      else results.push(propertyOf(item, textOf(process)) ?? null);
    }
    return results;
  },
};

const selectObject: Cmdlet = {
  name: 'Select-Object',
  aliases: ['select'],
  synopsis: 'Chooses properties, or some of the objects.',
  isLanguage: true,
  parameters: [
    propertyParameter,
    { name: 'First', type: 'integer', help: 'So many from the beginning.' },
    { name: 'Last', type: 'integer', help: 'So many from the end.' },
    { name: 'Skip', type: 'integer', help: 'Leaves so many out at the beginning.' },
    { name: 'ExpandProperty', type: 'text', help: 'The values of this property themselves.' },
    { name: 'Unique', type: 'switch', help: 'Each only once.' },
  ],
  async run(invocation) {
    const { bound } = invocation;
    const items = slice(invocation);
    const expand = bound.text('ExpandProperty');
    const chosen =
      expand === undefined
        ? await select(invocation, items)
        : items.flatMap((item) => {
            const value = propertyOf(item, expand);
            if (value === undefined) throw new ShellError('InvalidArgument', `Property "${expand}" cannot be found.`);
            return Array.isArray(value) ? (value as readonly ShellValue[]) : [value];
          });
    return bound.flag('Unique') === true ? unique(chosen) : chosen;
  },
};

function slice({ bound, input }: Invocation): readonly ShellValue[] {
  const [first, last, skip] = [bound.number('First'), bound.number('Last'), bound.number('Skip') ?? 0];
  const rest = (input ?? []).slice(last === undefined ? skip : 0, last === undefined ? undefined : -skip || undefined);
  if (last !== undefined) return last === 0 ? [] : rest.slice(-last);
  return first === undefined ? rest : rest.slice(0, first);
}

async function select({ bound, shell }: Invocation, items: readonly ShellValue[]): Promise<readonly ShellValue[]> {
  if (!bound.has('Property')) return items;
  const selected: ShellValue[] = [];
  for (const item of items) {
    const properties = new Map<string, ShellValue>();
    for (const choice of chosenProperties(bound.value('Property') as ShellValue, [item]))
      properties.set(choice.title, await valueOfChoice(choice, item, shell));
    selected.push({ type: 'object', className: 'Selected', properties } satisfies ShellObject);
  }
  return selected;
}

function unique(items: readonly ShellValue[]): readonly ShellValue[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = (isObject(item) ? [...item.properties.values()].map(textOf).join('\0') : textOf(item)).toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const sortObject: Cmdlet = {
  name: 'Sort-Object',
  aliases: ['sort'],
  synopsis: 'Sorts by properties.',
  isLanguage: true,
  parameters: [
    propertyParameter,
    { name: 'Descending', type: 'switch', help: 'The largest first.' },
    { name: 'Unique', type: 'switch', help: 'Each only once.' },
  ],
  async run({ bound, input, shell }) {
    const items = input ?? [];
    const choices = bound.has('Property') ? chosenProperties(bound.value('Property') as ShellValue, items) : [];
    const rows: { readonly item: ShellValue; readonly keys: readonly ShellValue[] }[] = [];
    for (const item of items) {
      const keys: ShellValue[] = choices.length === 0 ? [item] : [];
      for (const choice of choices) keys.push(await valueOfChoice(choice, item, shell));
      rows.push({ item, keys });
    }
    const direction = bound.flag('Descending') === true ? -1 : 1;
    rows.sort((one, other) => {
      for (const [index, key] of one.keys.entries()) {
        const difference = order(key, other.keys[index] ?? null);
        if (difference !== 0) return difference * direction;
      }
      return 0;
    });
    const sorted = rows.map(({ item }) => item);
    return bound.flag('Unique') === true ? unique(sorted) : sorted;
  },
};

const outNull: Cmdlet = {
  name: 'Out-Null',
  synopsis: 'Shows nothing of what comes.',
  parameters: [],
  run: () => [],
};

export const objectCmdlets: readonly Cmdlet[] = [whereObject, forEachObject, selectObject, sortObject, outNull];
