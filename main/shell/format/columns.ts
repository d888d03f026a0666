/** Text in columns, cut and padded as PowerShell does it. */

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly alignRight: boolean;
}

const ELLIPSIS = '...';

/** The text in exactly `width` characters. */
export function fit(text: string, width: number, alignRight: boolean): string {
  const shown = cut(text, width);
  return alignRight ? shown.padStart(width) : shown.padEnd(width);
}

/** Header, underlines and rows, with an empty line before and behind. Cells that do not fit end in three dots. */
export function layOut(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  hideHeaders = false,
): string[] {
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ width, alignRight }, index) => fit(cells[index] ?? '', width, alignRight))
      .join(' ')
      .trimEnd();
  const head = hideHeaders
    ? []
    : [
        line(columns.map(({ title }) => title)),
        line(columns.map(({ title, width }) => '-'.repeat(Math.min(title.length, width)))),
      ];
  return ['', ...head, ...rows.map(line), ''];
}

/** The text in lines of at most `width` characters, broken at blanks where there are some. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  return [...lines, rest];
}

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= ELLIPSIS.length ? text.slice(0, width) : text.slice(0, width - ELLIPSIS.length) + ELLIPSIS;
}
