import type { Entry } from './entries.ts';

/** What of the palette fits a text, the best first; and the choices of before. */

const MOST_SHOWN = 50;
const MOST_KEPT = 20;

/** Letters without their marks and case: "Übersicht" is found by "uber". */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** 0: begins with it. 1: a word begins with it. 2: holds it. null: does not. */
function distance(text: string, wanted: string): number | null {
  const at = text.indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return 0;
  return new RegExp(`(?:^|[^\\p{L}\\p{N}])${escaped(wanted)}`, 'u').test(text) ? 1 : 2;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** Entries that hold every word of the text. The newest choices first, then the closest; else in their order. */
export function findEntries(entries: readonly Entry[], text: string, recent: readonly string[]): readonly Entry[] {
  const wanted = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: { entry: Entry; recency: number; distance: number; order: number }[] = [];
  for (const [order, entry] of entries.entries()) {
    const name = plain(entry.text);
    const all = `${name} ${plain(entry.detail)}`;
    const distances = wanted.map((word) => distance(name, word) ?? (all.includes(word) ? 3 : null));
    if (distances.includes(null)) continue;
    const chosen = recent.indexOf(entry.id);
    found.push({
      ...{ entry, order },
      recency: chosen < 0 ? recent.length : chosen,
      distance: distances.reduce<number>((total, one) => total + (one ?? 0), 0),
    });
  }
  return found
    .sort((a, b) => a.recency - b.recency || a.distance - b.distance || a.order - b.order)
    .slice(0, MOST_SHOWN)
    .map(({ entry }) => entry);
}

/** The ids of the choices with another one on top. */
export function withChoice(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, MOST_KEPT);
}

/** Choices as they were stored; none where that is something else. */
export function storedChoices(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}
