import { defaultColumns, renderList, renderTable, type TableColumn } from '../format/render.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import { isObject, propertyOf, type ShellValue } from '../values/shell-value.ts';
import { cellOf } from '../values/text-of.ts';
import { chosenProperties, valueOfChoice, type PropertyChoice } from './property-choice.ts';

/** Format-Table and Format-List: what they make is text, for the screen or a file. */

const formatTable: Cmdlet = {
  name: 'Format-Table',
  aliases: ['ft'],
  synopsis: 'Shows objects as a table.',
  isLanguage: true,
  parameters: [
    { name: 'Property', type: 'any', position: 0, help: 'The columns.' },
    { name: 'AutoSize', type: 'switch', help: 'Each column as wide as its widest value.' },
    { name: 'Wrap', type: 'switch', help: 'Goes on in the next line instead of cutting.' },
    { name: 'HideTableHeaders', type: 'switch', help: 'Without the names of the columns.' },
    { name: 'GroupBy', type: 'text', help: 'A table for each value of this property, as they come.' },
  ],
  async run(invocation) {
    const { bound, input, shell } = invocation;
    const items = input ?? [];
    const [first] = items;
    if (first === undefined) return [];
    const columns = bound.has('Property') ? await chosenColumns(invocation, items) : defaultColumns(first);
    const tableOf = (rows: readonly ShellValue[]): string[] =>
      renderTable(rows, columns, {
        width: shell.width,
        autoSize: bound.flag('AutoSize') === true,
        wrap: bound.flag('Wrap') === true,
        hideHeaders: bound.flag('HideTableHeaders') === true,
      });
    const by = bound.text('GroupBy');
    const lines =
      by === undefined
        ? tableOf(items)
        : runsOf(items, by).flatMap(({ value, rows }) => ['', '', `   ${by}: ${value}`, ...tableOf(rows)]);
    return [{ type: 'formatted', lines }];
  },
};

/** What follows each other with the same value, as PowerShell groups a table: sorting is left to Sort-Object. */
function runsOf(
  items: readonly ShellValue[],
  by: string,
): readonly { readonly value: string; readonly rows: ShellValue[] }[] {
  const runs: { readonly value: string; readonly rows: ShellValue[] }[] = [];
  for (const item of items) {
    const value = cellOf(propertyOf(item, by) ?? null);
    const last = runs.at(-1);
    if (last?.value === value) last.rows.push(item);
    else runs.push({ value, rows: [item] });
  }
  return runs;
}

const formatList: Cmdlet = {
  name: 'Format-List',
  aliases: ['fl'],
  synopsis: 'Shows objects property by property.',
  isLanguage: true,
  parameters: [{ name: 'Property', type: 'any', position: 0, help: 'The properties, with wildcards.' }],
  async run({ bound, input, shell }) {
    const items = input ?? [];
    const blocks: (readonly (readonly [string, ShellValue])[])[] = [];
    for (const item of items) {
      const given = bound.has('Property') ? (bound.value('Property') as ShellValue) : '*';
      const properties: (readonly [string, ShellValue])[] = [];
      for (const choice of isObject(item) ? chosenProperties(given, [item]) : [])
        properties.push([choice.title, await valueOfChoice(choice, item, shell)]);
      blocks.push(isObject(item) ? properties : [['Value', item]]);
    }
    return [{ type: 'formatted', lines: renderList(blocks, shell.width) }];
  },
};

async function chosenColumns(
  { bound, shell }: Invocation,
  items: readonly ShellValue[],
): Promise<readonly TableColumn[]> {
  const columns: TableColumn[] = [];
  for (const choice of chosenProperties(bound.value('Property') as ShellValue, items))
    columns.push(await columnOf(choice, items, shell));
  return columns;
}

/** Script blocks may call cmdlets: their values are found out first. */
async function columnOf(
  choice: PropertyChoice,
  items: readonly ShellValue[],
  shell: Invocation['shell'],
): Promise<TableColumn> {
  const values = new Map<ShellValue, ShellValue>();
  for (const item of items) values.set(item, await valueOfChoice(choice, item, shell));
  return {
    title: choice.title,
    valueOf: (item) => values.get(item) ?? null,
    ...(choice.width === null ? {} : { width: choice.width }),
  };
}

export const formatCmdlets: readonly Cmdlet[] = [formatTable, formatList];
