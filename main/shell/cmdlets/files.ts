import type { Cmdlet, ShellContext } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import type { ShellObject, ShellValue } from '../values/shell-value.ts';
import { readCsvTable } from './csv-table.ts';

/** Files of the person's machine, which the client reads: lines, bytes, tables. */

const path: Parameter = {
  name: 'Path',
  aliases: ['LiteralPath'],
  type: 'text',
  position: 0,
  mandatory: true,
  verbatim: true,
  help: 'The file, on the machine at which the person sits.',
};

const getContent: Cmdlet = {
  name: 'Get-Content',
  aliases: ['gc', 'cat', 'type'],
  synopsis: 'Reads the lines of a file; with -Encoding Byte its bytes, for Import-ExchangeCertificate.',
  parameters: [
    path,
    { name: 'Encoding', type: 'text', help: 'Byte for bytes; texts are read as UTF-8, UTF-16 or Windows-1252.' },
    { name: 'AsByteStream', type: 'switch', help: 'Bytes, in newer PowerShell.' },
    { name: 'Raw', type: 'switch', help: 'One text instead of lines.' },
    { name: 'ReadCount', type: 'integer', help: 'Has no meaning here.' },
    { name: 'TotalCount', type: 'integer', aliases: ['First', 'Head'], help: 'So many lines from the beginning.' },
    { name: 'Tail', type: 'integer', aliases: ['Last'], help: 'So many lines from the end.' },
  ],
  async run({ bound, shell }) {
    const base64 = await fileOf(shell, bound.text('Path') ?? '');
    if (bound.text('Encoding')?.toLowerCase() === 'byte' || bound.flag('AsByteStream') === true)
      return [{ type: 'bytes', base64 }];
    const text = decoded(base64);
    if (bound.flag('Raw') === true) return [text];
    const lines = text.split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    const [head, tail] = [bound.number('TotalCount'), bound.number('Tail')];
    const shown = head === undefined ? lines : lines.slice(0, head);
    return tail === undefined ? shown : shown.slice(Math.max(0, shown.length - tail));
  },
};

const importCsv: Cmdlet = {
  name: 'Import-Csv',
  aliases: ['ipcsv'],
  synopsis: 'Reads a table: an object for each line, with the names of the first line as properties.',
  parameters: [
    path,
    { name: 'Delimiter', type: 'text', position: 1, help: 'What separates the values; a comma if left out.' },
    { name: 'Header', type: 'texts', help: 'Names of the columns, where the first line has none.' },
    { name: 'Encoding', type: 'text', help: 'Files are read as UTF-8, UTF-16 or Windows-1252.' },
    { name: 'UseCulture', type: 'switch', help: 'Separated by semicolons.' },
  ],
  async run({ bound, shell }) {
    const typed = bound.text('Delimiter') ?? (bound.flag('UseCulture') === true ? ';' : ',');
    if (typed.length !== 1 || typed === '"')
      throw new ShellError('InvalidArgument', 'The delimiter must be one character, and no quote.');
    const text = decoded(await fileOf(shell, bound.text('Path') ?? '')).replace(/^#TYPE [^\n]*\n/, '');
    const rows = readCsvTable(text, typed);
    const names = bound.texts('Header') ?? rows[0] ?? [];
    return (bound.has('Header') ? rows : rows.slice(1)).map((row): ShellObject => ({
      type: 'object',
      className: 'CsvRow',
      properties: new Map(names.map((name, index): [string, ShellValue] => [name, row[index] ?? null])),
    }));
  },
};

/** The file at the path on the person's machine, in base64. Throws a ShellError of category Cancelled. */
export async function fileOf(shell: ShellContext, name: string): Promise<string> {
  const answer = await shell.ask({ kind: 'file', title: 'File', text: `The command reads ${name}`, path: name });
  if (answer !== null) return answer;
  throw new ShellError(
    'Cancelled',
    `The file ${name} was not read: it is not there, too large, or nobody was there to give it.`,
  );
}

/** By its byte order mark, as UTF-8, or as what Windows wrote before. */
function decoded(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export const fileCmdlets: readonly Cmdlet[] = [getContent, importCsv];
