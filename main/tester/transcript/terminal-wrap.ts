import { isBlank, type SourceRow } from './source-text.ts';
import { isCommand, isReply } from './smtp-line.ts';

/** Which rows are the rest of the row above because a terminal's line was full there. */
export interface TerminalWrap {
  /** The row above is full, so that `row` (from 1) may go on with it: what to put between both, or null. */
  between(row: number): '' | ' ' | null;
}

const COMMON_WIDTHS = [80, 100, 120, 132, 160];
const NARROWEST = 40;
const WIDEST = 400;

export function createTerminalWrap(rows: readonly SourceRow[]): TerminalWrap {
  const widths = new Set(COMMON_WIDTHS);
  const own = ownWidth(rows);
  if (own !== null) widths.add(own);
  return {
    between(row) {
      const above = rows[row - 2]?.raw ?? '';
      const length = above.trimEnd().length;
      if (length === 0) return null;
      if (widths.has(length)) return '';
      // The full row ended in a blank, which was lost when the text was copied, or is still there.
      return widths.has(length + 1) || (length < above.length && widths.has(above.length)) ? ' ' : null;
    },
  };
}

/** An unusual width shows itself: no row is longer, and at least two full rows go on below. */
function ownWidth(rows: readonly SourceRow[]): number | null {
  let longest = 0;
  for (const { raw } of rows) longest = Math.max(longest, raw.length);
  // One less than a common width: those rows ended in a blank that was lost.
  if (longest < NARROWEST || longest > WIDEST || COMMON_WIDTHS.includes(longest + 1)) return null;
  let full = 0;
  for (const [index, { raw }] of rows.entries()) {
    if (raw.length !== longest) continue;
    if (!goesOn(rows[index + 1])) return null;
    full += 1;
  }
  return full >= 2 ? longest : null;
}

function goesOn(row: SourceRow | undefined): boolean {
  return row !== undefined && !isBlank(row.raw) && !isReply(row.raw) && !isCommand(row.raw.trim());
}
