/** How a cmdlet declares its parameters, and what of them a command gave. */

import type { ShellValue } from '../values/shell-value.ts';

export type ParameterType =
  | 'text'
  | 'texts'
  | 'switch'
  | 'boolean'
  | 'integer'
  | 'integerOrUnlimited'
  | 'size'
  | 'sizeOrUnlimited'
  | 'span'
  | 'time'
  | 'block'
  | 'any'
  | 'secure'
  /** A user name with its password, as Get-Credential gives it. */
  | 'credential'
  /** Several values: given as a list they replace, as `@{Add=…; Remove=…}` they change what is there. */
  | 'multi'
  | { readonly oneOf: readonly string[] }
  | { readonly flags: readonly string[] };

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Place among the arguments without a name, from 0. */
  readonly position?: number;
  readonly mandatory?: boolean;
  readonly aliases?: readonly string[];
  /** `$null` and an empty text take the value away. */
  readonly nullable?: boolean;
  /** Angle brackets belong to the value and are no placeholder. */
  readonly verbatim?: boolean;
  /** Accepted because guides write it; it has no meaning here. */
  readonly ignored?: boolean;
  readonly help: string;
}

/** A change of a list. */
export interface MultiChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A value as the parameter's type has it: texts for sizes and spans, names in their own spelling for enumerations. */
export type BoundValue = ShellValue | MultiChange;

/** What a command gave, by parameter. */
export class BoundParameters {
  readonly #values: ReadonlyMap<string, BoundValue>;

  constructor(values: ReadonlyMap<string, BoundValue>) {
    this.#values = values;
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** With values for what was not given. */
  or(values: Readonly<Record<string, BoundValue>>): BoundParameters {
    return new BoundParameters(new Map([...Object.entries(values), ...this.#values]));
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): BoundValue | undefined {
    return this.#values.get(name);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
  }

  /** A switch or a boolean; undefined where it was not given. */
  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }
}
