import { ShellError } from '../shell-error.ts';
import { isList, type ShellValue } from '../values/shell-value.ts';

/** Variables of a run, and how much of anything there may be. */

/** Variables by name in lower case. `$_` is one of them. */
export type Variables = Map<string, ShellValue>;

/** Items a pipeline may carry: what fits into memory without doubt. */
const MAX_ITEMS = 200_000;
/** Statements of one run, those of loops and blocks each time: some seconds at most. */
export const MAX_STEPS = 250_000;
const constants: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** Throws a ShellError for a name that cannot be assigned to. */
export function assertAssignable(name: string): void {
  if (constants.has(name.toLowerCase())) throw new ShellError('InvalidOperation', `$${name} cannot be assigned to.`);
}

/** What foreach goes through. */
export function itemsOf(value: ShellValue): readonly ShellValue[] {
  if (isList(value)) return value;
  return value === null ? [] : [value];
}

export function readVariable(name: string, variables: Variables): ShellValue {
  const wanted = name.toLowerCase();
  if (wanted === 'true') return true;
  if (wanted === 'false') return false;
  return wanted === 'null' ? null : (variables.get(wanted) ?? null);
}

export function assertCount(values: readonly ShellValue[]): void {
  if (values.length > MAX_ITEMS)
    throw new ShellError(
      'InvalidOperation',
      'These are too many objects for one pipeline. Narrow the first command down.',
    );
}

/** One result stands for itself, none for `$null`. */
export function unwrap(values: readonly ShellValue[]): ShellValue {
  const [first] = values;
  return values.length === 0 || first === undefined ? null : values.length === 1 ? first : values;
}
