import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../config/merge-patch.ts';
import { toSparse } from '../config/sparse.ts';
import type { ConfigDocument, SparseDocument } from '../contract/document.ts';

/** The JSON merge patch (RFC 7396) that turns the sparse form of one document into that of another. A list is replaced as a whole. */
export function patchBetween(before: ConfigDocument, after: ConfigDocument): SparseDocument {
  return difference({ ...toSparse(before) }, { ...toSparse(after) });
}

function difference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const changed = Object.keys({ ...before, ...after }).filter((key) => !isDeepStrictEqual(before[key], after[key]));
  return Object.fromEntries(changed.map((key) => [key, valueOf(before[key], after[key])]));
}

function valueOf(before: unknown, after: unknown): unknown {
  if (after === undefined) return null;
  return isJsonObject(before) && isJsonObject(after) ? difference(before, after) : after;
}
