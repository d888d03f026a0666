import type { z } from 'zod';
import { listOf, type ForeignObject, type ForeignValue } from './foreign.ts';

/** From another program's properties to ours: the same names in camel case, and the first reading that our schema takes. */

export interface Converted {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Properties that have no meaning here, as they were. */
  readonly kept: Readonly<Record<string, ForeignValue>>;
  /** Properties that mean something here and could not be taken over, with the reason. */
  readonly refused: readonly { readonly property: string; readonly reason: string }[];
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** `skipped` are names, in lower case, that something else takes care of or that only Exchange needs. */
export function convert(object: ForeignObject, shape: Shape, skipped: ReadonlySet<string>): Converted {
  const ours = new Map(Object.keys(shape).map((key) => [key.toLowerCase(), key]));
  const properties: Record<string, unknown> = {};
  const kept: Record<string, ForeignValue> = {};
  const refused: { property: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(object.properties)) {
    if (skipped.has(name.toLowerCase())) continue;
    const key = ours.get(name.toLowerCase());
    if (key === undefined) {
      if (value !== null) kept[name] = value;
      continue;
    }
    const schema = shape[key];
    if (value === null || schema === undefined) continue;
    const reading = readings(object, name, value).find((one) => schema.safeParse(one).success);
    if (reading === undefined) refused.push({ property: name, reason: `"${String(value)}" is no value for it here` });
    else properties[key] = reading;
  }
  for (const [property, reason] of Object.entries(object.lost)) refused.push({ property, reason });
  return { properties, kept, refused };
}

/** What a text may mean, the most particular first. */
function readings(object: ForeignObject, name: string, value: string | readonly string[]): readonly unknown[] {
  const text = typeof value === 'string' ? value.trim() : (value[0] ?? '');
  // Grouped as the language of the server has it: 37,748,736; 37.748.736; 37 748 736; 37’748’736.
  const size = /\((\d[\d,.'’\s]{0,31}) bytes\)\s*$/i.exec(text)?.[1];
  return [
    ...(/^true$/i.test(text) ? [true] : []),
    ...(/^false$/i.test(text) ? [false] : []),
    ...(/^unlimited$/i.test(text) ? ['unlimited'] : []),
    ...(size === undefined ? [] : [`${size.replace(/\D/g, '')}B`]),
    ...(/^\d+$/.test(text) ? [Number(text)] : []),
    ...(typeof value === 'string' ? [text] : []),
    [...listOf(object, name)],
  ];
}
