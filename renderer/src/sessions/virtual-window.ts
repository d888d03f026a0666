/** Which rows of a long list are drawn: all rows have one height, so a division tells. Lengths in CSS pixels. */

export interface VirtualList {
  readonly scrollTop: number;
  readonly viewHeight: number;
  readonly rowHeight: number;
  readonly rows: number;
}

export interface VirtualWindow {
  readonly start: number;
  /** One behind the last. */
  readonly end: number;
}

/** The rows in sight, and `overscan` more on either side. Empty only where the list is. */
export function windowOf({ scrollTop, viewHeight, rowHeight, rows }: VirtualList, overscan: number): VirtualWindow {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const count = Math.ceil(viewHeight / rowHeight) + 1 + 2 * overscan;
  const start = Math.max(0, Math.min(first, rows - count));
  return { start, end: Math.min(rows, start + count) };
}

/** Where the list stands when its last row is in sight. */
export function endOf({ viewHeight, rowHeight, rows }: Omit<VirtualList, 'scrollTop'>): number {
  return Math.max(0, rows * rowHeight - viewHeight);
}

/** Whether the end is in sight, give or take less than a row: browsers round. */
export function isAtEnd(list: VirtualList): boolean {
  return list.scrollTop > endOf(list) - list.rowHeight;
}

/** The nearest scroll position that has this row wholly in sight. */
export function scrollTo(row: number, { scrollTop, viewHeight, rowHeight }: VirtualList): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - viewHeight);
}
