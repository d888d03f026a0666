import type { BoundParameters, BoundValue, MultiChange, Parameter } from '../run/parameters.ts';
import { isMultiChange } from '../run/convert.ts';
import type { ShellContext } from '../run/cmdlet.ts';
import { textOf } from '../values/text-of.ts';
import type { ShellValue } from '../values/shell-value.ts';

/** Parameters that are properties of the configuration document. */
export interface Settable extends Parameter {
  /** The property in the document; null: kept for the record only, because it has no meaning here. */
  readonly property: string | null;
}

type Entry = Readonly<Record<string, unknown>>;

export const set = (name: string, type: Parameter['type'], help: string, more: Partial<Settable> = {}): Settable => ({
  name,
  type,
  property: name.charAt(0).toLowerCase() + name.slice(1),
  help,
  ...more,
});

/** A property of Exchange's that is kept and shown, and decides nothing here. */
export const kept = (name: string): Settable => ({
  name,
  type: 'any',
  property: null,
  help: 'Kept for the record; it has no meaning here.',
});

/** The entry as it stands in the file, with what the command gives. `complete` is the same with every default. */
export function withSettings(
  sparse: Entry,
  complete: Entry,
  {
    bound,
    settables,
    shell,
  }: { readonly bound: BoundParameters; readonly settables: readonly Settable[]; readonly shell: ShellContext },
): Entry {
  const changed: Record<string, unknown> = { ...sparse };
  const imported: Record<string, unknown> = { ...(complete['imported'] as Entry | undefined) };
  for (const { name, property } of settables) {
    const value = bound.value(name);
    if (value === undefined) continue;
    if (property !== null)
      changed[property] = isMultiChange(value) ? merged(complete[property], value, name, shell) : value;
    else {
      imported[name] = keptValue(value);
      shell.note(`-${name} is kept with the connector; it has no meaning here.`);
    }
  }
  return Object.keys(imported).length === 0 ? changed : { ...changed, imported };
}

/** The list after a change; what was not there to be removed is warned about. */
export function merged(
  current: unknown,
  { add, remove }: MultiChange,
  name: string,
  shell: ShellContext,
): readonly string[] {
  const list = Array.isArray(current) ? current.map(String) : [];
  const isSame =
    (one: string) =>
    (other: string): boolean =>
      one.toLowerCase() === other.toLowerCase();
  for (const one of remove)
    if (!list.some(isSame(one))) shell.warn(`${name} does not contain "${one}"; there was nothing to remove.`);
  const rest = list.filter((one) => !remove.some(isSame(one)));
  return [...rest, ...add.filter((one) => !rest.some(isSame(one)))];
}

function keptValue(value: BoundValue): unknown {
  return typeof value === 'boolean' || typeof value === 'number' || value === null
    ? value
    : textOf(value as ShellValue);
}
