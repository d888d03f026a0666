import { kindOf, type ForeignFile, type ForeignObject, type ForeignValue } from '../foreign.ts';

/** The text of `Get-… | Format-List`, as it is copied from a window or redirected into a file. */

const PROPERTY = /^([A-Za-z][\w.-]*) *: ?(.*)$/;
const PROMPT = /^(?:\[PS\] |PS )\S*>/;
const CUT_OFF = 'PowerShell cut the list off; run $FormatEnumerationLimit = -1 before the export';

interface Block {
  readonly properties: Record<string, string>;
  /** Where values begin; a line indented that far goes on with the value before. */
  readonly column: number;
  last: string;
}

export function readFormatList(text: string): ForeignFile {
  const objects: ForeignObject[] = [];
  let unknown = 0;
  for (const properties of blocksOf(text)) {
    const kind = kindOf(properties);
    if (kind === null) unknown += 1;
    else objects.push({ kind, ...valuesOf(properties) });
  }
  const notes =
    unknown === 0 ? [] : [`${String(unknown)} objects in the text are of no kind that can be carried over.`];
  return { format: 'Exchange, Format-List', objects, notes };
}

function blocksOf(text: string): readonly Record<string, string>[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  const width = lines.reduce((widest, { length }) => Math.max(widest, length), 0);
  let block: Block | null = null;
  let before = '';
  for (const line of lines) {
    if (line.trim() === '' || PROMPT.test(line)) block = null;
    else if (!goesOn(line, block, isFull(before, width) ? '' : ' ')) block = take(line, block, blocks);
    before = line;
  }
  return blocks.map(({ properties }) => properties);
}

/** A line as wide as the window that does not end between two words: its last word goes on in the next one. */
function isFull(line: string, width: number): boolean {
  return line.length === width && /[^\s,]$/.test(line);
}

/** Adds a line that is the rest of the value before. */
function goesOn(line: string, block: Block | null, between: string): boolean {
  if (block === null || PROPERTY.test(line) || line.search(/\S/) < block.column) return false;
  block.properties[block.last] = `${block.properties[block.last] ?? ''}${between}${line.trim()}`;
  return true;
}

/** Adds a property; what is none is not part of the list. */
function take(line: string, block: Block | null, blocks: Block[]): Block | null {
  const [whole = '', name = '', value = ''] = PROPERTY.exec(line) ?? [];
  if (name === '') return block;
  // Some windows lose the empty line between two objects: a name that comes again begins the next one.
  const isNext = block === null || name in block.properties;
  const current = isNext ? { properties: {}, column: whole.length - value.length, last: name } : block;
  if (isNext) blocks.push(current);
  current.properties[name] = value.trimEnd();
  current.last = name;
  return current;
}

function valuesOf(texts: Readonly<Record<string, string>>): Pick<ForeignObject, 'properties' | 'lost'> {
  const properties: Record<string, ForeignValue> = {};
  const lost: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    const list = /^\{(.*)\}$/s.exec(text)?.[1];
    if (list === undefined) properties[name] = text === '' ? null : text;
    else if (/(?:\.\.\.|…)$/.test(list)) lost[name] = CUT_OFF;
    else properties[name] = list.split(/,\s*/).filter((one) => one !== '');
  }
  return { properties, lost };
}
