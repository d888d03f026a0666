import { defaultColumns, renderList, renderTable, type TableColumn } from '../format/render.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import { isObject, type ShellValue } from '../values/shell-value.ts';
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
  ],
  async run(invocation) {
    const { bound, input, shell } = invocation;
    const items = input ?? [];
    const [first] = items;
    if (first === undefined) return [];
    const columns = bound.has('Property') ? await chosenColumns(invocation, items) : defaultColumns(first);
    const lines = renderTable(items, columns, {
      width: shell.width,
      autoSize: bound.flag('AutoSize') === true,
      wrap: bound.flag('Wrap') === true,
      hideHeaders: bound.flag('HideTableHeaders') === true,
    });
    return [{ type: 'formatted', lines }];
  },
};

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
