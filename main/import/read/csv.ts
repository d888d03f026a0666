import { parse } from 'csv-parse/sync';
import { PostroomError } from '../../errors.ts';
import { kindOf, type ForeignFile, type ForeignObject, type ForeignValue } from '../foreign.ts';

/** The text of `Get-… | Export-Csv`, with commas, semicolons or tabs. */

const TYPE_LINE = /^#TYPE (\S+)\r?\n/;
/** What Export-Csv writes for a list: the name of its type. */
const LIST_TYPE = /^(?:System|Microsoft)\.[\w.]+(?:`\d+)?(?:\[.*\]|\[\])?$/;
const LOST = 'Export-Csv does not keep lists; export with Export-Clixml instead';
const lists = new Set(['bindings', 'remoteipranges', 'addressspaces', 'smarthosts', 'extendedrights', 'authmechanism']);

/** Throws 'import-unreadable'. */
export function readCsv(text: string): ForeignFile {
  const type = TYPE_LINE.exec(text)?.[1] ?? '';
  const table = text.replace(TYPE_LINE, '');
  const rows = rowsOf(table);
  const objects: ForeignObject[] = [];
  let unknown = 0;
  for (const row of rows) {
    const kind = kindOf(row, type);
    if (kind === null) unknown += 1;
    else objects.push({ kind, ...valuesOf(row) });
  }
  const notes = unknown === 0 ? [] : [`${String(unknown)} rows of the table are of no kind that can be carried over.`];
  return { format: 'Exchange, Export-Csv', objects, notes };
}

function rowsOf(table: string): readonly Readonly<Record<string, string>>[] {
  const heading = table.slice(0, table.indexOf('\n') + 1 || undefined);
  const delimiter = [',', ';', '\t'].toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0] ?? ',';
  try {
    return parse(table, { columns: true, delimiter, skip_empty_lines: true, bom: true, relax_column_count: true });
  } catch (error) {
    throw new PostroomError(
      'import-unreadable',
      'The file looks like a table of Export-Csv but cannot be read as one.',
      {
        cause: error,
      },
    );
  }
}

function valuesOf(row: Readonly<Record<string, string>>): Pick<ForeignObject, 'properties' | 'lost'> {
  const properties: Record<string, ForeignValue> = {};
  const lost: Record<string, string> = {};
  for (const [name, text] of Object.entries(row)) {
    if (LIST_TYPE.test(text)) lost[name] = LOST;
    else if (text === '') properties[name] = null;
    else if (lists.has(name.toLowerCase())) properties[name] = text.split(/[\s,;|]+/).filter((one) => one !== '');
    else properties[name] = text;
  }
  return { properties, lost };
}
