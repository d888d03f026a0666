import { parseByteSize, parseTimeSpan } from '../../contract/units.ts';
import { ShellError } from '../shell-error.ts';
import { withPlainDashes } from '../syntax/characters.ts';
import { listOf, numberOf } from '../values/compare.ts';
import { parseMoment } from '../values/moment.ts';
import { isList, isObject, propertyOf, typeOf, type Hashtable, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import type { BoundValue, MultiChange, Parameter, ParameterType } from './parameters.ts';

/** A value as the parameter's type wants it. Throws a ShellError of category ParameterBinding. */
export function convert(parameter: Parameter, value: ShellValue): BoundValue {
  if (parameter.nullable === true && (value === null || value === '')) return null;
  const { type } = parameter;
  if (type === 'secure' || type === 'credential') return convertSecret(parameter, type, value);
  if (typeof type === 'object') return convertEnumeration(parameter, type, value);
  return isScalar(type)
    ? convertText(parameter, type, scalarText(parameter, textOf(single(parameter, value))))
    : convertValue(parameter, type, value);
}

type Structured = 'any' | 'block' | 'switch' | 'boolean' | 'texts' | 'multi';
type Secret = 'secure' | 'credential';
type Scalar = Exclude<ParameterType, object | Structured | Secret>;

function convertValue(parameter: Parameter, type: Structured, value: ShellValue): BoundValue {
  switch (type) {
    case 'any':
      return value;
    case 'block':
      return typeOf(value) === 'block' ? value : fail(parameter, value, 'a script block in braces { }');
    case 'switch':
    case 'boolean':
      return truth(value) ?? fail(parameter, value, '$true or $false');
    case 'texts':
      return nonEmpty(parameter, listOf(value).map(textOf));
    case 'multi':
      return convertMulti(parameter, value);
  }
}

/** How the text of each type is read, null where it is none, and what it should have been. */
const scalars: Readonly<Record<Scalar, { readonly read: (text: string) => BoundValue; readonly wanted: string }>> = {
  text: { read: (text) => text, wanted: 'a text' },
  integer: { read: wholeNumber, wanted: 'a whole number' },
  integerOrUnlimited: { read: unlimitedOr(wholeNumber), wanted: 'a whole number or unlimited' },
  size: { read: byteSize, wanted: 'a size such as 36MB' },
  sizeOrUnlimited: { read: unlimitedOr(byteSize), wanted: 'a size such as 36MB, or unlimited' },
  span: { read: (text) => (parseTimeSpan(text) === null ? null : text), wanted: 'a time span such as 00:05:00' },
  time: { read: moment, wanted: 'a date such as 2026-01-31 08:00' },
};

function isScalar(type: Scalar | Structured): type is Scalar {
  return Object.hasOwn(scalars, type);
}

function convertText(parameter: Parameter, type: Scalar, text: string): BoundValue {
  if (text === '' && parameter.mandatory === true) return failEmpty(parameter);
  const { read, wanted } = scalars[type];
  return read(text) ?? fail(parameter, text, wanted);
}

/** Blanks around a value come from pasting, save where the text is a person's own. */
function scalarText({ type, verbatim }: Parameter, text: string): string {
  return type === 'text' && verbatim === true ? text : text.trim();
}

function wholeNumber(text: string): BoundValue {
  const number = numberOf(text);
  return number !== null && Number.isInteger(number) ? number : null;
}

function byteSize(text: string): BoundValue {
  return parseByteSize(text) === null ? null : text;
}

function moment(text: string): BoundValue {
  const ms = parseMoment(text);
  return ms === null ? null : { type: 'time', ms };
}

function unlimitedOr(read: (text: string) => BoundValue): (text: string) => BoundValue {
  return (text) => (text.toLowerCase() === 'unlimited' ? 'unlimited' : read(text));
}

function convertEnumeration(parameter: Parameter, type: Extract<ParameterType, object>, value: ShellValue): BoundValue {
  const known = 'oneOf' in type ? type.oneOf : type.flags;
  const names = listOf(value)
    .flatMap((item) => textOf(item).split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => nameIn(known, name) ?? failUnknown(parameter, name, known));
  if ('flags' in type) return nonEmpty(parameter, names);
  const [first, ...more] = names;
  return first === undefined || more.length > 0 ? fail(parameter, value, `one of ${known.join(', ')}`) : first;
}

/** In any case, or by a beginning that no other name has. */
function nameIn(known: readonly string[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const beginning = known.filter((one) => one.toLowerCase().startsWith(wanted));
  return known.find((one) => one.toLowerCase() === wanted) ?? (beginning.length === 1 ? beginning[0] : undefined);
}

function convertMulti(parameter: Parameter, value: ShellValue): BoundValue {
  const texts = (item: ShellValue | undefined): readonly string[] =>
    item === undefined
      ? []
      : listOf(item)
          .map((one) => withPlainDashes(textOf(one)).trim())
          .filter((one) => one !== '');
  if (typeOf(value) !== 'table') return nonEmpty(parameter, texts(value));
  const change: { add: readonly string[]; remove: readonly string[] } = { add: [], remove: [] };
  for (const [key, given] of (value as Hashtable).entries) {
    const name = key.toLowerCase();
    if (name !== 'add' && name !== 'remove')
      throw new ShellError(
        'ParameterBinding',
        `Parameter '${parameter.name}' takes @{Add=...; Remove=...}; "${key}" is neither.`,
      );
    change[name] = texts(given);
  }
  return change satisfies MultiChange;
}

export function isMultiChange(value: BoundValue | undefined): value is MultiChange {
  return typeof value === 'object' && value !== null && !isList(value as ShellValue) && 'add' in value;
}

function truth(value: ShellValue): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = textOf(value).toLowerCase().replace(/^\$/, '');
  return text === 'true' ? true : text === 'false' ? false : null;
}

function single(parameter: Parameter, value: ShellValue): ShellValue {
  if (!isList(value)) return value;
  const [only, ...more] = value;
  return only === undefined || more.length > 0 ? fail(parameter, value, 'a single value') : only;
}

function nonEmpty(parameter: Parameter, values: readonly string[]): readonly string[] {
  if (values.length > 0 || parameter.nullable === true) return values;
  throw new ShellError(
    'ParameterBinding',
    `Cannot bind argument to parameter '${parameter.name}' because it is an empty collection.`,
  );
}

const secrets: Readonly<Record<Secret, { readonly fits: (value: ShellValue) => boolean; readonly wanted: string }>> = {
  secure: {
    fits: (value) => typeOf(value) === 'secure',
    wanted: "a SecureString: (Read-Host 'Password' -AsSecureString), or (Get-Credential).Password",
  },
  credential: {
    fits: (value) => isObject(value) && typeOf(propertyOf(value, 'Password') ?? null) === 'secure',
    wanted: 'a credential: (Get-Credential)',
  },
};

function convertSecret({ name }: Parameter, type: Secret, value: ShellValue): BoundValue {
  const { fits, wanted } = secrets[type];
  if (fits(value)) return value;
  // What was given is not repeated: it may be a password.
  throw new ShellError('ParameterBinding', `Cannot bind parameter '${name}'. It takes ${wanted}.`);
}

function failEmpty(parameter: Parameter): never {
  throw new ShellError(
    'ParameterBinding',
    `Cannot bind argument to parameter '${parameter.name}' because it is an empty string.`,
  );
}

function failUnknown(parameter: Parameter, name: string, known: readonly string[]): never {
  throw new ShellError(
    'ParameterBinding',
    `Cannot bind parameter '${parameter.name}'. "${name}" is none of its values: ${known.join(', ')}.`,
  );
}

function fail(parameter: Parameter, value: ShellValue, wanted: string): never {
  throw new ShellError(
    'ParameterBinding',
    `Cannot bind parameter '${parameter.name}'. "${textOf(value)}" is not ${wanted}.`,
  );
}
