import { ShellError } from '../shell-error.ts';
import { numberOf } from './compare.ts';
import { isList, isObject, typeOf, type Hashtable, type ShellValue } from './shell-value.ts';
import { textOf } from './text-of.ts';

/** What `+` and `+=` make, and an object with another value of a property. */

// A text that doubles itself line by line would else fill the memory of the process that takes mail.
const MAX_TEXT = 1_000_000;
const MAX_LIST = 200_000;

/** The text, if it is one that fits into memory without doubt. Throws a ShellError. */
export function bounded(text: string): string {
  assertLength(text.length);
  return text;
}

export function assertLength(length: number): void {
  if (length > MAX_TEXT) throw new ShellError('InvalidOperation', 'This makes a text that is too long.');
}

/** The left side says what it becomes: a list grows, numbers are added up, everything else is put together as text. */
export function sumOf(left: ShellValue, right: ShellValue): ShellValue {
  if (left === null) return right;
  if (isList(left)) return longer(left, isList(right) ? right : right === null ? [] : [right]);
  if (isObject(left)) return longer([left], isList(right) ? right : [right]);
  if (typeof left === 'number') return left + addend(right);
  return bounded(textOf(left) + textOf(right));
}

/** The object or table with that value. Throws a ShellError for what has no such property. */
export function withProperty(target: ShellValue, name: string, value: ShellValue): ShellValue {
  const wanted = name.toLowerCase();
  if (typeOf(target) === 'table') {
    const { entries } = target as Hashtable;
    const key = [...entries.keys()].find((one) => one.toLowerCase() === wanted) ?? name;
    return { type: 'table', entries: new Map(entries).set(key, value) };
  }
  const known = isObject(target)
    ? [...target.properties.keys()].find((one) => one.toLowerCase() === wanted)
    : undefined;
  if (!isObject(target) || known === undefined)
    throw new ShellError(
      'InvalidOperation',
      `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
    );
  return { ...target, properties: new Map(target.properties).set(known, value) };
}

function longer(list: readonly ShellValue[], more: readonly ShellValue[]): readonly ShellValue[] {
  if (list.length + more.length > MAX_LIST)
    throw new ShellError('InvalidOperation', 'This makes a list that is too long.');
  return [...list, ...more];
}

function addend(value: ShellValue): number {
  const number = value === null ? 0 : numberOf(textOf(value));
  if (number !== null) return number;
  throw new ShellError('InvalidArgument', `"${textOf(value)}" is not a number that could be added.`);
}
