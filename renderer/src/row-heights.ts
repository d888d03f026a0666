/** Which rows of a long list are drawn where rows differ in height. Lengths in CSS pixels; a row not seen yet counts as usual. */

/** Where each row begins, and behind the last one where the list ends. */
export function offsetsOf(
  keys: readonly string[],
  heights: ReadonlyMap<string, number>,
  usual: number,
): readonly number[] {
  const offsets = [0];
  let at = 0;
  for (const key of keys) offsets.push((at += heights.get(key) ?? usual));
  return offsets;
}

export interface RowsInSight {
  readonly start: number;
  /** One behind the last. */
  readonly end: number;
}

/** The rows in sight and `overscan` more on either side. Empty only where the list is. */
export function rowsInSight(
  offsets: readonly number[],
  { scrollTop, viewHeight }: { readonly scrollTop: number; readonly viewHeight: number },
  overscan: number,
): RowsInSight {
  const rows = offsets.length - 1;
  const first = Math.min(rowAt(offsets, scrollTop), Math.max(0, rows - 1));
  const last = Math.min(rowAt(offsets, scrollTop + viewHeight), Math.max(0, rows - 1));
  return { start: Math.max(0, first - overscan), end: Math.min(rows, last + 1 + overscan) };
}

/** The row that this place is in; the last one behind the end. */
function rowAt(offsets: readonly number[], place: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The nearest scroll position that has the row wholly in sight. */
export function scrollToRow(
  offsets: readonly number[],
  row: number,
  { scrollTop, viewHeight }: { readonly scrollTop: number; readonly viewHeight: number },
): number {
  const top = offsets[row] ?? 0;
  const bottom = offsets[row + 1] ?? top;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, bottom - viewHeight);
}
