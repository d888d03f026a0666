import { isList, isObject, typeOf, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { cellOf, textOf } from '../values/text-of.ts';
import { layOut, wrap, type Column } from './columns.ts';
import { viewOf, type ViewColumn } from './views.ts';

/** What a Format-Table shows: how each cell comes about, and a fixed width where the view has one. */
export interface TableColumn {
  readonly title: string;
  readonly valueOf: (item: ShellValue) => ShellValue;
  readonly width?: number;
  /** Of a view: text stays to the left. */
  readonly isPlain?: boolean;
}

export interface TableOptions {
  readonly width: number;
  readonly autoSize: boolean;
  readonly wrap: boolean;
  readonly hideHeaders: boolean;
}

const MAX_TABLE_PROPERTIES = 4;

/** The lines that a pipeline's results show by themselves: a table, a list, or plain lines. */
export function renderByDefault(values: readonly ShellValue[], width: number): string[] {
  const lines: string[] = [];
  let group: ShellObject[] = [];
  const flush = (): void => {
    if (group.length > 0) lines.push(...renderObjects(group, width));
    group = [];
  };
  for (const value of values) {
    if (isObject(value)) {
      if (group[0] !== undefined && group[0].className !== value.className) flush();
      group.push(value);
    } else {
      flush();
      lines.push(...renderPlain(value, width));
    }
  }
  flush();
  return lines;
}

export function renderTable(
  items: readonly ShellValue[],
  columns: readonly TableColumn[],
  options: TableOptions,
): string[] {
  const values = items.map((item) => columns.map(({ valueOf }) => valueOf(item)));
  const cells = values.map((row) => row.map(cellOf));
  const laidOut = widthsOf(columns, cells, options).map((width, index): Column => {
    const column = columns[index];
    const values_ = values.map((row) => row[index] ?? null);
    return { title: column?.title ?? '', width, alignRight: isNumeric(values_, column?.isPlain === true) };
  });
  if (!options.wrap) return layOut(laidOut, cells, options.hideHeaders);
  return layOut(
    laidOut,
    cells.flatMap((row) => wrapRow(row, laidOut)),
    options.hideHeaders,
  );
}

/** `Name : value` lines, one block for each object. */
export function renderList(items: readonly (readonly (readonly [string, ShellValue])[])[], width: number): string[] {
  const lines: string[] = [''];
  for (const properties of items) {
    const longest = Math.max(...properties.map(([name]) => name.length), 0);
    for (const [name, value] of properties) {
      const head = `${name.padEnd(longest)} : `;
      const [first = '', ...rest] = wrap(cellOf(value), Math.max(20, width - head.length));
      lines.push((head + first).trimEnd(), ...rest.map((line) => ' '.repeat(head.length) + line));
    }
    lines.push('');
  }
  return lines.length === 1 ? [] : lines;
}

/** The columns of an object's own view, or of all its properties. */
export function defaultColumns(first: ShellValue): readonly TableColumn[] {
  if (!isObject(first)) return [{ title: 'Value', valueOf: (item) => item }];
  const view = viewOf(first.className);
  const chosen: readonly ViewColumn[] =
    view?.columns ?? Array.from(first.properties.keys(), (property) => ({ property }));
  return chosen.map(({ property, title, width }) => ({
    title: title ?? property,
    valueOf: (item) => (isObject(item) ? (item.properties.get(property) ?? null) : null),
    ...(width === undefined ? {} : { width }),
    isPlain: view !== null,
  }));
}

function renderObjects(objects: readonly ShellObject[], width: number): string[] {
  const [first] = objects;
  if (first === undefined) return [];
  if (viewOf(first.className) === null && first.properties.size > MAX_TABLE_PROPERTIES)
    return renderList(
      objects.map(({ properties }) => [...properties]),
      width,
    );
  return renderTable(objects, defaultColumns(first), { width, autoSize: false, wrap: false, hideHeaders: false });
}

function renderPlain(value: ShellValue, width: number): string[] {
  if (value === null) return [];
  if (isList(value)) return renderByDefault(value, width);
  if (typeOf(value) === 'table') {
    const entries = [...(value as { readonly entries: ReadonlyMap<string, ShellValue> }).entries];
    return renderList([entries], width);
  }
  return textOf(value).split('\n');
}

function isNumeric(values: readonly ShellValue[], isPlain: boolean): boolean {
  const first = values.find((value) => value !== null);
  return typeof first === 'number' || (!isPlain && typeof first === 'boolean');
}

/** Columns without a fixed width share what is left; by AutoSize, or where they fit anyway, each is as wide as its widest cell. */
function widthsOf(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  { width, autoSize }: TableOptions,
): number[] {
  const widest = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const fixed = columns.map((column) => (autoSize ? undefined : column.width));
  const gaps = columns.length - 1;
  const taken = fixed.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const wanted = widest.reduce((sum, one, index) => sum + (fixed[index] === undefined ? one : 0), 0);
  if (taken + wanted + gaps <= width) return widest.map((one, index) => fixed[index] ?? one);
  return shareOut(widest, fixed, Math.max(0, width - gaps - taken));
}

/** The narrow columns get what they need, the others the same share of the rest. */
function shareOut(widest: readonly number[], fixed: readonly (number | undefined)[], room: number): number[] {
  const widths = [...fixed];
  let left = room;
  let open = widest.flatMap((_, index) => (fixed[index] === undefined ? [index] : []));
  for (;;) {
    const share = Math.max(4, Math.floor(left / Math.max(1, open.length)));
    const narrow = open.filter((index) => (widest[index] ?? 0) <= share);
    if (narrow.length === 0) {
      for (const index of open) widths[index] = share;
      break;
    }
    for (const index of narrow) {
      widths[index] = widest[index] ?? 0;
      left -= widest[index] ?? 0;
    }
    open = open.filter((index) => !narrow.includes(index));
    if (open.length === 0) break;
  }
  return widths.map((width) => width ?? 0);
}

function wrapRow(row: readonly string[], columns: readonly Column[]): string[][] {
  const wrapped = columns.map(({ width }, index) => wrap(row[index] ?? '', Math.max(1, width)));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => wrapped.map((lines) => lines[line] ?? ''));
}
