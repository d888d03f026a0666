import { isList, typeOf, type Hashtable, type ShellValue } from './shell-value.ts';
import { textOf } from './text-of.ts';

/** The value as it stands in the configuration document: tables are objects, what the shell alone knows is its text. */
export function documentValue(value: ShellValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (isList(value)) return value.map(documentValue);
  if (typeOf(value) === 'table') return documentObject(value as Hashtable);
  return textOf(value);
}

export function documentObject({ entries }: Hashtable): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...entries].map(([name, value]) => [name, documentValue(value)]));
}
