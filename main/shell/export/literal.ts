import { quote } from '../syntax/print.ts';

/** Values of the configuration document as a command writes them. */

/** null where the shell has no way to write it, such as a list within a list of one. */
export function literalOf(value: unknown): string | null {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(String(value)) ? String(value) : null;
  if (Array.isArray(value)) return listLiteral(value);
  return typeof value === 'object' ? tableLiteral(value) : null;
}

/** An argument: a plain word stands without quotes, several values without brackets. */
export function argumentOf(value: unknown): string | null {
  if (typeof value === 'string') return /^[a-z][\w.-]*$/i.test(value) ? value : quote(value);
  if (!Array.isArray(value) || value.length === 0) return literalOf(value);
  return joined(value.map(argumentOf), ',');
}

function listLiteral(items: readonly unknown[]): string | null {
  // What a pipeline puts out is laid out flat, so a list or nothing as the only item would be lost.
  if (items.length === 1 && (Array.isArray(items[0]) || items[0] === null)) return null;
  const list = joined(items.map(literalOf), ', ');
  return list === null ? null : `@(${list})`;
}

function tableLiteral(value: object): string | null {
  const entries = Object.entries(value).map(([key, item]: readonly [string, unknown]) => {
    const literal = literalOf(item);
    return literal === null ? null : `${/^[a-z]\w*$/i.test(key) ? key : quote(key)} = ${literal}`;
  });
  const body = joined(entries, '; ');
  return body === null ? null : body === '' ? '@{}' : `@{ ${body} }`;
}

function joined(parts: readonly (string | null)[], between: string): string | null {
  return parts.includes(null) ? null : parts.join(between);
}
