import type { SparseDocument } from '../../contract/document.ts';
import type { Named } from '../cmdlets/identity.ts';
import { nameKey, type Section, type SectionEntry, type SectionName } from '../cmdlets/section.ts';
import { placeholdersIn } from '../run/bind.ts';
import { commandText } from './command-text.ts';
import { argumentOf } from './literal.ts';

/** One entry of a list of the configuration as the command that makes it. */

export function entriesIn(sparse: SparseDocument, section: SectionName): readonly SectionEntry[] {
  const entries = sparse[section];
  return Array.isArray(entries) ? (entries as readonly SectionEntry[]) : [];
}

/** `more`: what follows the name. `given`: properties that it gives already. */
export function entryText<Entry extends Named>(
  { noun, key = nameKey, settings, carries }: Section<Entry>,
  entry: SectionEntry,
  more = '',
  given: readonly string[] = [],
): readonly string[] {
  const { [key.property]: name, ...properties } = entry;
  const text = String(name);
  // New- takes a name in angle brackets for a placeholder of a guide; -Settings does not.
  const isTaken = placeholdersIn(text).length === 0;
  const others = Object.entries(properties).filter(([property]) => !given.includes(property));
  const { command, lost } = commandText(
    `New-${noun} ${argumentOf(isTaken ? text : text.replaceAll(/[<>]/g, '_')) ?? ''}${more}`,
    { ...Object.fromEntries(others), ...(isTaken ? {} : { [key.property]: text }) },
    settings,
    carries,
  );
  return [command, ...lost.map((property) => `# Not carried over, because no command can give it: ${property}.`)];
}
