import type { MessageRow } from '../../../main/contract/queue-view.ts';

/** The messages of a queue as they were last read, page by page, by rising id. */

export interface ReadPage {
  /** Id the page was asked to begin behind; null: the beginning. */
  readonly after: number | null;
  /** Id up to which it was read; null: to the end. */
  readonly upTo: number | null;
  readonly messages: readonly MessageRow[];
}

/** Between the two ids of the page there is now what the page says; what stands outside stays. */
export function withPage(rows: readonly MessageRow[], { after, upTo, messages }: ReadPage): readonly MessageRow[] {
  const begin = after === null ? 0 : positionBehind(rows, after);
  const end = upTo === null ? rows.length : positionBehind(rows, upTo);
  return [...rows.slice(0, begin), ...messages, ...rows.slice(Math.max(begin, end))];
}

/** Position of the first row with a higher id. */
function positionBehind(rows: readonly MessageRow[], id: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a message stands; -1 where it does not. */
export function positionOf(rows: readonly MessageRow[], id: number | null): number {
  if (id === null) return -1;
  const at = positionBehind(rows, id) - 1;
  return rows[at]?.id === id ? at : -1;
}

/** Where to go on when the message that was looked at has left: the next one, or the last. */
export function nearestTo(rows: readonly MessageRow[], id: number): MessageRow | null {
  return rows[positionBehind(rows, id - 1)] ?? rows.at(-1) ?? null;
}
