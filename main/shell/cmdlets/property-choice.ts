import type { ShellContext } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import { listOf } from '../values/compare.ts';
import {
  isObject,
  propertyOf,
  typeOf,
  type Hashtable,
  type ScriptBlock,
  type ShellValue,
} from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { hasWildcard, matchesWildcard } from '../values/wildcard.ts';

/** Which properties of objects are meant: names, names with wildcards, script blocks, `@{Name=…; Expression={…}}`. */
export interface PropertyChoice {
  readonly title: string;
  readonly source: string | ScriptBlock;
  readonly width: number | null;
}

/** The choices in their order; wildcards stand for what the first object has. */
export function chosenProperties(given: ShellValue, items: readonly ShellValue[]): readonly PropertyChoice[] {
  return listOf(given).flatMap((one) => choicesOf(one, items));
}

export async function valueOfChoice(
  { source }: PropertyChoice,
  item: ShellValue,
  shell: ShellContext,
): Promise<ShellValue> {
  if (typeof source === 'string') return propertyOf(item, source) ?? null;
  const values = await shell.runBlock(source.statements, item);
  const [first] = values;
  return values.length > 1 ? values : (first ?? null);
}

function choicesOf(given: ShellValue, items: readonly ShellValue[]): readonly PropertyChoice[] {
  if (typeOf(given) === 'block') return [{ title: 'Expression', source: given as ScriptBlock, width: null }];
  if (typeOf(given) === 'table') return [calculated(given as Hashtable)];
  const name = textOf(given);
  const first = items[0] ?? null;
  const names = isObject(first) ? [...first.properties.keys()] : [];
  if (!hasWildcard(name)) {
    const known = names.find((one) => one.toLowerCase() === name.toLowerCase());
    return [{ title: known ?? name, source: name, width: null }];
  }
  return names.filter((one) => matchesWildcard(one, name)).map((title) => ({ title, source: title, width: null }));
}

function calculated(table: Hashtable): PropertyChoice {
  const part = (...names: readonly string[]): ShellValue => {
    for (const [key, value] of table.entries) if (names.includes(key.toLowerCase())) return value;
    return null;
  };
  const source = part('expression', 'e');
  const width = part('width', 'w');
  if (source === null)
    throw new ShellError('InvalidArgument', 'A calculated property needs Expression: @{Name="…"; Expression={…}}.');
  return {
    title: textOf(part('name', 'label', 'n', 'l')) || textOf(source),
    source: typeOf(source) === 'block' ? (source as ScriptBlock) : textOf(source),
    width: width === null ? null : Number(textOf(width)) || null,
  };
}
