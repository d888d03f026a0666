import { parseByteSize, parseTimeSpan } from '../../contract/units.ts';
import { ShellError } from '../shell-error.ts';
import type { ComparisonOperator } from '../syntax/syntax-tree.ts';
import { parseMoment } from './moment.ts';
import { isList, type ShellValue } from './shell-value.ts';
import { compileExpression } from './regular-expression.ts';
import { textOf } from './text-of.ts';
import { matchesWildcard } from './wildcard.ts';

/** Comparison as PowerShell does it: the left side says of which kind, case never counts, a list on the left is filtered. */
export function compareWith(operator: ComparisonOperator, left: ShellValue, right: ShellValue): ShellValue {
  switch (operator) {
    case 'contains':
      return listOf(left).some((item) => areEqual(item, right));
    case 'notcontains':
      return !listOf(left).some((item) => areEqual(item, right));
    case 'in':
      return listOf(right).some((item) => areEqual(left, item));
    case 'notin':
      return !listOf(right).some((item) => areEqual(left, item));
    default: {
      const holds = testOf(operator, right);
      return isList(left) ? left.filter(holds) : holds(left);
    }
  }
}

/** What counts as true. */
export function isTrue(value: ShellValue): boolean {
  if (isList(value)) return value.length > 1 || (value.length === 1 && isTrue(value[0] ?? null));
  return value !== null && value !== false && value !== 0 && value !== '';
}

export function listOf(value: ShellValue): readonly ShellValue[] {
  if (value === null) return [];
  if (isList(value)) return value;
  return typeof value === 'object' && value.type === 'flags' ? value.names : [value];
}

/** Below zero, zero or above, for sorting and for -gt and its like. */
export function order(left: ShellValue, right: ShellValue): number {
  const one = measureOf(left);
  const other = one === null ? null : measureOf(right, left);
  if (one !== null && other !== null) return one - other;
  const [first, second] = [textOf(left).toLowerCase(), textOf(right).toLowerCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}

function areEqual(left: ShellValue, right: ShellValue): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === 'boolean')
    return left === (typeof right === 'string' ? right.toLowerCase() === 'true' : isTrue(right));
  return order(left, right) === 0;
}

type OneSided = Exclude<ComparisonOperator, 'contains' | 'notcontains' | 'in' | 'notin'>;

function testOf(operator: OneSided, right: ShellValue): (left: ShellValue) => boolean {
  switch (operator) {
    case 'eq':
      return (left) => areEqual(left, right);
    case 'ne':
      return (left) => !areEqual(left, right);
    case 'gt':
      return (left) => order(left, right) > 0;
    case 'ge':
      return (left) => order(left, right) >= 0;
    case 'lt':
      return (left) => order(left, right) < 0;
    case 'le':
      return (left) => order(left, right) <= 0;
    case 'like':
      return (left) => matchesWildcard(textOf(left), textOf(right));
    case 'notlike':
      return (left) => !matchesWildcard(textOf(left), textOf(right));
    case 'match':
      return compiled(right);
    case 'notmatch': {
      const matches = compiled(right);
      return (left) => !matches(left);
    }
  }
}

function compiled(pattern: ShellValue): (left: ShellValue) => boolean {
  const matches = compileExpression(textOf(pattern));
  return (left) => matches(textOf(left));
}

/** The value as a number that can be ordered; `like` says what a text on the right side is meant to be. */
function measureOf(value: ShellValue, like: ShellValue = value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return typeof like === 'boolean' ? Number(value) : null;
  if (typeof value === 'object' && value !== null && !isList(value)) {
    if (value.type === 'size') return value.bytes;
    if (value.type === 'span' || value.type === 'time') return value.ms;
    return null;
  }
  return typeof value === 'string' ? measureOfText(value, like) : null;
}

function measureOfText(text: string, like: ShellValue): number | null {
  if (typeof like === 'number') return numberOf(text);
  if (typeof like !== 'object' || like === null || isList(like)) return null;
  if (like.type === 'size') return parseByteSize(text);
  if (like.type === 'span') return parseTimeSpan(text);
  if (like.type !== 'time') return null;
  const ms = parseMoment(text);
  if (ms === null) throw new ShellError('InvalidArgument', `"${text}" is not a date. Write it as 2026-01-31 08:00.`);
  return ms;
}

const FACTORS: Readonly<Record<string, number>> = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40, pb: 2 ** 50 };

/** A number as PowerShell writes it, `36MB` included, or null. */
export function numberOf(text: string): number | null {
  const match = /^(-?\d{1,15}(?:\.\d{1,15})?)(kb|mb|gb|tb|pb)?$/i.exec(text.trim());
  if (match?.[1] === undefined) return null;
  return Number(match[1]) * (match[2] === undefined ? 1 : (FACTORS[match[2].toLowerCase()] ?? 1));
}
