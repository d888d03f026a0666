import type { MessageRow } from '../../../main/contract/queue-view.ts';
import { positionOf } from './message-rows.ts';

/** Which messages are chosen for an action. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** Where a stretch begins that Shift ends. */
  readonly anchor: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: number): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Adds the stretch from the anchor to here; without anchor this one alone. */
export function extended(selection: Selection, rows: readonly MessageRow[], id: number): Selection {
  const from = positionOf(rows, selection.anchor);
  const to = positionOf(rows, id);
  if (from < 0 || to < 0) return { ids: new Set([...selection.ids, id]), anchor: id };
  const stretch = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...stretch.map((row) => row.id)]), anchor: selection.anchor };
}

export function everything(rows: readonly MessageRow[]): Selection {
  return { ids: new Set(rows.map(({ id }) => id)), anchor: null };
}

/** Without messages that have left. The same object where none has. */
export function withoutGone(selection: Selection, rows: readonly MessageRow[]): Selection {
  const left = [...selection.ids].filter((id) => positionOf(rows, id) >= 0);
  return left.length === selection.ids.size ? selection : { ids: new Set(left), anchor: selection.anchor };
}
