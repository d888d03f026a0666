import { ShellError } from '../shell-error.ts';
import { placeholdersIn } from '../run/bind.ts';
import { convert } from '../run/convert.ts';
import type { Parameter } from '../run/parameters.ts';
import type { Settable } from '../cmdlets/settable.ts';
import type { ShellValue } from '../values/shell-value.ts';
import { argumentOf, literalOf } from './literal.ts';

/** A command that gives properties of the document: by their parameters, and by -Settings where no parameter carries a value. */

type Properties = Readonly<Record<string, unknown>>;

export interface CommandText {
  readonly command: string;
  /** Properties that no command can give. */
  readonly lost: readonly string[];
}

/** `beginning` is the command up to its first optional parameter. `carries` is false where the cmdlet would not keep a value as it is. */
export function commandText(
  beginning: string,
  properties: Properties,
  settables: readonly Settable[],
  carries: (property: string, value: unknown) => boolean = () => true,
): CommandText {
  const parts = [beginning];
  const rest: [string, unknown][] = [];
  const lost: string[] = [];
  for (const [property, value] of Object.entries(properties)) {
    const settable = settables.find((one) => one.property === property);
    const argument = settable === undefined || !carries(property, value) ? null : argumentFor(settable, value);
    if (argument !== null && settable !== undefined) parts.push(`-${settable.name} ${argument}`);
    else if (literalOf(value) === null) lost.push(property);
    else rest.push([property, value]);
  }
  const settings = rest.length === 0 ? [] : [`-Settings ${literalOf(Object.fromEntries(rest)) ?? ''}`];
  return { command: [...parts, ...settings].join(' '), lost };
}

/** null where the parameter would make something else of the value, or refuse it. */
export function argumentFor(parameter: Parameter, value: unknown): string | null {
  const argument = argumentOf(value);
  if (argument === null || !isShellValue(value)) return null;
  if (parameter.verbatim !== true && listed(value).some((item) => placeholdersIn(item).length > 0)) return null;
  try {
    return JSON.stringify(convert(parameter, value)) === JSON.stringify(value) ? argument : null;
  } catch (error) {
    if (error instanceof ShellError) return null;
    throw error;
  }
}

/** Plain values and lists of them are the same in the document and in the shell. */
function isShellValue(value: unknown): value is ShellValue {
  return listed(value).every((item) => item === null || ['string', 'number', 'boolean'].includes(typeof item));
}

function listed(value: unknown): readonly ShellValue[] {
  return (Array.isArray(value) ? value : [value]) as readonly ShellValue[];
}
