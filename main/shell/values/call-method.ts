import { ShellError } from '../shell-error.ts';
import { dateMethods, type Method, type textMethods } from '../syntax/methods.ts';
import { listOf, numberOf } from './compare.ts';
import { formatMoment } from './moment.ts';
import { isList, typeOf, type Moment, type ShellValue } from './shell-value.ts';
import { assertLength } from './sum.ts';
import { textOf } from './text-of.ts';

/** The few methods that guides write: on dates, and on texts. Throws a ShellError where one does not fit its value. */
export function callMethod(target: ShellValue, method: Method, given: readonly ShellValue[]): ShellValue {
  if (target === null)
    throw new ShellError('InvalidOperation', `.${method}(): You cannot call a method on a null-valued expression.`);
  if (method === 'ToString') return toText(target, given);
  if (isDateMethod(method)) return laterDate(target, method, given);
  if (method === 'Contains' && isList(target))
    return target.some((item) => textOf(item).toLowerCase() === argument(method, given, 0).toLowerCase());
  return isList(target)
    ? target.map((item) => callMethod(item, method, given))
    : callOnText(textOf(target), method, given);
}

type DateMethod = (typeof dateMethods)[number];
type TextMethod = (typeof textMethods)[number];

function isDateMethod(method: Method): method is DateMethod {
  return dateMethods.some((one) => one === method);
}

const UNITS: Readonly<Partial<Record<DateMethod, number>>> = {
  AddDays: 86_400_000,
  AddHours: 3_600_000,
  AddMinutes: 60_000,
  AddSeconds: 1000,
};

function laterDate(target: ShellValue, method: DateMethod, given: readonly ShellValue[]): ShellValue {
  if (typeOf(target) !== 'time')
    throw new ShellError('InvalidOperation', `.${method}(): "${textOf(target)}" is not a date.`);
  const amount = numberOf(argument(method, given, 0));
  if (amount === null)
    throw new ShellError('InvalidArgument', `.${method}(): "${argument(method, given, 0)}" is not a number.`);
  const { ms } = target as Moment;
  const unit = UNITS[method];
  if (unit !== undefined) return moment(method, ms + amount * unit);
  return moment(method, monthsLater(ms, method === 'AddMonths' ? amount : amount * 12));
}

/** The same day of a later month, or its last one where it has no such day. */
function monthsLater(ms: number, months: number): number {
  const at = new Date(ms);
  const day = at.getDate();
  at.setDate(1);
  at.setMonth(at.getMonth() + months);
  const last = new Date(at.getFullYear(), at.getMonth() + 1, 0).getDate();
  at.setDate(Math.min(day, last));
  return at.getTime();
}

/** As far as a Date reaches. */
const LAST_MS = 8.64e15;

function moment(method: Method, ms: number): Moment {
  if (Number.isNaN(ms) || Math.abs(ms) > LAST_MS)
    throw new ShellError('InvalidArgument', `.${method}(): there is no such date.`);
  return { type: 'time', ms };
}

function toText(target: ShellValue, given: readonly ShellValue[]): string {
  const format = given[0];
  return typeOf(target) === 'time' && format !== undefined
    ? formatMoment((target as Moment).ms, textOf(format))
    : textOf(target);
}

function callOnText(text: string, method: TextMethod, given: readonly ShellValue[]): ShellValue {
  switch (method) {
    case 'Trim':
      return text.trim();
    case 'ToLower':
      return text.toLowerCase();
    case 'ToUpper':
      return text.toUpperCase();
    case 'Split':
      return text.split(given.length === 0 ? /\s/ : argument(method, given, 0));
    case 'Replace':
      return replaced(text, argument(method, given, 0), argument(method, given, 1));
    case 'Contains':
      return text.includes(argument(method, given, 0));
    case 'StartsWith':
      return text.startsWith(argument(method, given, 0));
    case 'EndsWith':
      return text.endsWith(argument(method, given, 0));
  }
}

function replaced(text: string, old: string, now: string): string {
  if (old === '') throw new ShellError('InvalidArgument', '.Replace(): what is replaced cannot be empty.');
  const parts = text.split(old);
  // Known before it is made: the parts, and the new text between them.
  assertLength(text.length + (parts.length - 1) * (now.length - old.length));
  return parts.join(now);
}

function argument(method: Method, given: readonly ShellValue[], index: number): string {
  const value = given[index];
  if (value === undefined)
    throw new ShellError('InvalidArgument', `.${method}(): a value is missing in its parentheses.`);
  return listOf(value).map(textOf).join(' ');
}
