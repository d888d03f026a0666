import { renderByDefault } from '../format/render.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import type { BoundParameters } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { isList, isObject, typeOf, type Hashtable, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';

/** Results as text for a file or another program. Files are handed to the client, which writes them where the person is. */

const path = {
  name: 'Path',
  aliases: ['FilePath'],
  type: 'text',
  position: 0,
  mandatory: true,
  verbatim: true,
  help: 'The file.',
} as const;
const append = { name: 'Append', type: 'switch', help: 'Adds to the file.' } as const;
const encoding = { name: 'Encoding', type: 'text', help: 'Files are written as UTF-8, whatever is given.' } as const;

const delimiterParameter = {
  name: 'Delimiter',
  type: 'text',
  help: 'What separates the properties; a comma if left out.',
} as const;
const noTypeInformation = {
  name: 'NoTypeInformation',
  type: 'switch',
  aliases: ['nti'],
  help: 'Without a first line that names the type; there is none anyway.',
} as const;

const exportCsv: Cmdlet = {
  name: 'Export-Csv',
  aliases: ['epcsv'],
  synopsis: 'Writes objects to a file, one line each, with their properties separated by commas.',
  parameters: [
    path,
    append,
    encoding,
    delimiterParameter,
    noTypeInformation,
    { name: 'UseCulture', type: 'switch', help: 'Separated by semicolons.' },
    { name: 'Force', type: 'switch', help: 'A file that is there is written anew anyway.' },
  ],
  run({ bound, input, shell }) {
    const lines = csvLines(input ?? [], delimiterOf(bound), bound.flag('Append') !== true);
    shell.writeFile({
      path: bound.text('Path') ?? '',
      text: lines.map((line) => `${line}\r\n`).join(''),
      append: bound.flag('Append') === true,
    });
    return [];
  },
};

const convertToCsv: Cmdlet = {
  name: 'ConvertTo-Csv',
  synopsis: 'Shows objects as lines with their properties separated by commas.',
  parameters: [delimiterParameter, noTypeInformation],
  run: ({ bound, input }) => csvLines(input ?? [], delimiterOf(bound), true),
};

function delimiterOf(bound: BoundParameters): string {
  const delimiter = bound.text('Delimiter') ?? (bound.flag('UseCulture') === true ? ';' : ',');
  if (delimiter.length === 1 && delimiter !== '"') return delimiter;
  throw new ShellError('InvalidArgument', 'The delimiter must be one character, and no quote.');
}

/** Header and rows; the first object says which properties there are, as in PowerShell. */
function csvLines(items: readonly ShellValue[], delimiter: string, withHeader: boolean): readonly string[] {
  const first = items[0];
  if (first === undefined) return [];
  if (items.some((item) => typeOf(item) === 'formatted'))
    throw new ShellError(
      'InvalidOperation',
      'What Format-Table and Format-List make is text. Use Select-Object before Export-Csv.',
    );
  const names = isObject(first) ? [...first.properties.keys()] : ['Value'];
  const row = (cells: readonly string[]): string =>
    cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(delimiter);
  const rows = items.map((item) =>
    row(names.map((name) => csvText(isObject(item) ? (item.properties.get(name) ?? null) : item))),
  );
  return withHeader ? [row(names), ...rows] : rows;
}

function csvText(value: ShellValue): string {
  return isList(value) ? value.map(textOf).join(';') : textOf(value);
}

/** A cell that a spreadsheet would take for a formula is marked as text: some of it comes from strangers. */
function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}

const outFile: Cmdlet = {
  name: 'Out-File',
  synopsis: 'Writes what would be shown to a file.',
  parameters: [
    path,
    append,
    encoding,
    { name: 'Width', type: 'integer', help: 'Columns of the file; those of the screen if left out.' },
  ],
  run({ bound, input, shell }) {
    const lines = renderByDefault(input ?? [], widthOf(bound, shell.width));
    shell.writeFile({
      path: bound.text('Path') ?? '',
      text: lines.map((line) => `${line}\r\n`).join(''),
      append: bound.flag('Append') === true,
    });
    return [];
  },
};

const outString: Cmdlet = {
  name: 'Out-String',
  synopsis: 'Makes one text of what would be shown.',
  parameters: [{ name: 'Width', type: 'integer', help: 'Columns; those of the screen if left out.' }],
  run: ({ bound, input, shell }) => [renderByDefault(input ?? [], widthOf(bound, shell.width)).join('\n')],
};

/** Guides write 4096, where a table is to be cut nowhere. */
const WIDEST = 10_000;

function widthOf(bound: BoundParameters, screen: number): number {
  const width = bound.number('Width') ?? screen;
  if (width >= 20 && width <= WIDEST) return width;
  throw new ShellError('InvalidArgument', `Width can be 20 to ${String(WIDEST)}.`);
}

const convertToJson: Cmdlet = {
  name: 'ConvertTo-Json',
  synopsis: 'Shows objects as JSON.',
  parameters: [
    { name: 'Depth', type: 'integer', help: 'How deep nested values are written out; 4 if left out.' },
    { name: 'Compress', type: 'switch', help: 'Without blanks and line ends.' },
  ],
  run({ bound, input }) {
    const values = (input ?? []).map((item) => jsonOf(item, bound.number('Depth') ?? 4));
    const shown = values.length === 1 ? values[0] : values;
    return [JSON.stringify(shown, null, bound.flag('Compress') === true ? 0 : 2)];
  },
};

function jsonOf(value: ShellValue, depth: number): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value;
  if (depth < 0) return textOf(value);
  if (isList(value)) return value.map((item) => jsonOf(item, depth - 1));
  if (typeOf(value) === 'time') return new Date((value as { readonly ms: number }).ms).toISOString();
  if (isObject(value))
    return Object.fromEntries([...value.properties].map(([name, one]) => [name, jsonOf(one, depth - 1)]));
  if (typeOf(value) === 'table')
    return Object.fromEntries([...(value as Hashtable).entries].map(([name, one]) => [name, jsonOf(one, depth - 1)]));
  return textOf(value);
}

export const outputCmdlets: readonly Cmdlet[] = [exportCsv, convertToCsv, outFile, outString, convertToJson];
