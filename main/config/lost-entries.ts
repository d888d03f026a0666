import { isDeepStrictEqual } from 'node:util';
import type { SparseDocument } from '../contract/document.ts';
import type { Finding, Notice } from './configuration.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

/**
 * What a person wrote into config.json and what is left out of the running configuration because of a mistake in it:
 * a change that was made without knowing of it must not throw it away in silence.
 */

/** Codes of the notices about faulty parts of the file. */
export const fileFaults: ReadonlySet<string> = new Set(['config-entry-ignored', 'config-section-ignored']);

/** One finding, to be confirmed, for each faulty part of the file that the draft no longer holds. */
export function findLostEntries(notices: readonly Notice[], file: JsonObject, draft: SparseDocument): Finding[] {
  const next: JsonObject = { ...draft };
  return notices.flatMap(({ code, path }): Finding[] => {
    if (!fileFaults.has(code) || path === null) return [];
    const [, section = path, property, index] = /^([^.[]+)(?:\.(\w+)(?=\[))?(?:\[(\d+)\])?/.exec(path) ?? [];
    const before = index === undefined ? file[section] : listIn(file, section, property)[Number(index)];
    const kept =
      index === undefined
        ? isDeepStrictEqual(next[section], before)
        : listIn(next, section, property).some(
            (entry) => isDeepStrictEqual(entry, before) || isCorrected(before, entry),
          );
    if (before === undefined || kept) return [];
    const name = nameOf(before, [section, property].filter((part) => part !== undefined).join('.'), index);
    const text = `This change would take ${name} out of config.json, where it is off because of a mistake. Correct it in the file and start Postroom again, or confirm that it goes.`;
    return [{ severity: 'warning', path, text, confirmation: name }];
  });
}

function listIn(document: JsonObject, section: string, property: string | undefined): readonly unknown[] {
  const value = document[section];
  const list = property === undefined ? value : isJsonObject(value) ? value[property] : undefined;
  return Array.isArray(list) ? list : [];
}

/** An entry of the same name stands in its place. */
function isCorrected(before: unknown, entry: unknown): boolean {
  const name = nameIn(before);
  return name !== null && nameIn(entry)?.toLowerCase() === name.toLowerCase();
}

function nameIn(entry: unknown): string | null {
  const named = isJsonObject(entry) ? (entry['name'] ?? entry['address'] ?? entry['userName']) : undefined;
  return typeof named === 'string' ? named : null;
}

function nameOf(entry: unknown, place: string, index: string | undefined): string {
  if (index === undefined) return `section ${place}`;
  return `${place} ${nameIn(entry) ?? `number ${String(Number(index) + 1)}`}`;
}
