import { formatByteSize, formatTimeSpan } from '../../contract/units.ts';
import { formatMoment } from './moment.ts';
import { isList, propertyOf, type ShellObject, type ShellValue } from './shell-value.ts';

/** The value as text: in a cell, in a string, in a file. Exchange's notations. */
export function textOf(value: ShellValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  return isList(value) ? value.map(textOf).join(' ') : textOfTyped(value);
}

type Typed = Exclude<ShellValue, null | boolean | number | string | readonly ShellValue[]>;

/** What has no text of its own to show. */
const opaque = { secure: 'System.Security.SecureString', bytes: 'System.Byte[]', block: '{…}' } as const;

function textOfTyped(value: Typed): string {
  switch (value.type) {
    case 'size':
      return formatByteSize(value.bytes);
    case 'span':
      return formatTimeSpan(value.ms);
    case 'time':
      return formatMoment(value.ms);
    case 'flags':
      return value.names.join(', ');
    case 'formatted':
      return value.lines.join('\n');
    case 'table':
      return pairs(value.entries);
    case 'object':
      return textOf(value.properties.get('Identity') ?? value.properties.get('Name') ?? pairs(value.properties));
    default:
      return opaque[value.type];
  }
}

/** A property as text; empty where there is none. */
export function textOfProperty(object: ShellObject, name: string): string {
  return textOf(propertyOf(object, name) ?? null);
}

/** A value in a table or a list, where several values stand in braces. */
export function cellOf(value: ShellValue): string {
  const text = isList(value) ? `{${value.map(textOf).join(', ')}}` : textOf(value);
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'formatted'
    ? text
    : oneLine(text);
}

function pairs(entries: ReadonlyMap<string, ShellValue>): string {
  return `@{${[...entries].map(([name, value]) => `${name}=${textOf(value)}`).join('; ')}}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
