import { nearestName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { isList, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import type { Cmdlet } from './cmdlet.ts';
import { convert } from './convert.ts';
import { BoundParameters, type BoundValue, type Parameter } from './parameters.ts';

/** Arguments of a command become values of its cmdlet's parameters, by PowerShell's rules. */

export type EvaluatedArgument =
  | { readonly kind: 'parameter'; readonly name: string; readonly attached: boolean; readonly value: ShellValue }
  | { readonly kind: 'value'; readonly value: ShellValue };

const changing: readonly Parameter[] = [
  {
    name: 'WhatIf',
    type: 'switch',
    aliases: ['wi'],
    help: 'Says what would happen, and for which devices and checks.',
  },
  { name: 'Confirm', type: 'switch', aliases: ['cf'], help: 'Asks first; -Confirm:$false does not ask.' },
];
const common: readonly Parameter[] = [
  { name: 'Verbose', type: 'switch', aliases: ['vb'], ignored: true, help: '' },
  { name: 'ErrorAction', type: 'text', aliases: ['ea'], help: 'SilentlyContinue leaves errors out.' },
  { name: 'WarningAction', type: 'text', aliases: ['wa'], help: 'SilentlyContinue leaves warnings out.' },
  { name: 'DomainController', type: 'text', ignored: true, help: '' },
];

/** Those of the cmdlet and those that every cmdlet has. */
export function parametersOf(cmdlet: Cmdlet): readonly Parameter[] {
  return [...cmdlet.parameters, ...(cmdlet.changes === true ? changing : []), ...common];
}

export interface Binding {
  readonly bound: BoundParameters;
  /** Parameters that were given and have no meaning here. */
  readonly ignored: readonly Parameter[];
}

/** `hasInput`: the pipeline gives what a mandatory Identity would. Throws a ShellError of category ParameterBinding. */
export function bind(cmdlet: Cmdlet, given: readonly EvaluatedArgument[], hasInput: boolean): Binding {
  const known = parametersOf(cmdlet);
  const raw = new Map<Parameter, ShellValue>();
  const loose: ShellValue[] = [];
  const queue = [...given];
  for (let argument = queue.shift(); argument !== undefined; argument = queue.shift()) {
    if (argument.kind === 'value') {
      loose.push(argument.value);
      continue;
    }
    const parameter = findParameter(cmdlet, known, argument.name);
    if (raw.has(parameter))
      throw failure(`Cannot bind parameter because parameter '${parameter.name}' is specified more than once.`);
    raw.set(parameter, argument.attached ? argument.value : valueFor(parameter, queue));
  }
  bindByPosition(cmdlet, loose, raw);
  const missing = cmdlet.parameters.filter(
    (one) => one.mandatory === true && !raw.has(one) && !(hasInput && one.name === 'Identity'),
  );
  if (missing.length > 0)
    throw failure(
      `Cannot process command because of one or more missing mandatory parameters: ${missing.map(({ name }) => name).join(' ')}.`,
    );
  if (cmdlet.isLanguage !== true) refusePlaceholders(raw);
  const values = new Map<string, BoundValue>();
  for (const [parameter, value] of raw) values.set(parameter.name, convert(parameter, value));
  return {
    bound: new BoundParameters(values),
    ignored: [...raw.keys()].filter(({ ignored }) => ignored === true),
  };
}

/** Takes the next value, unless the parameter is a switch that stands for itself. */
function valueFor(parameter: Parameter, queue: EvaluatedArgument[]): ShellValue {
  if (parameter.type === 'switch') return true;
  const next = queue[0];
  if (next?.kind !== 'value') throw failure(`Missing an argument for parameter '${parameter.name}'.`);
  queue.shift();
  return next.value;
}

function bindByPosition(cmdlet: Cmdlet, loose: readonly ShellValue[], raw: Map<Parameter, ShellValue>): void {
  const open = cmdlet.parameters
    .filter((parameter) => parameter.position !== undefined && !raw.has(parameter))
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
  loose.forEach((value, index) => {
    const parameter = open[index];
    if (parameter === undefined)
      throw failure(`A positional parameter cannot be found that accepts argument '${textOf(value)}'.`);
    raw.set(parameter, value);
  });
}

/** By its name, an alias, or the beginning of a name that no other parameter has. */
export function findParameter(cmdlet: Cmdlet, known: readonly Parameter[], name: string): Parameter {
  const wanted = name.toLowerCase();
  const names = (parameter: Parameter): readonly string[] => [parameter.name, ...(parameter.aliases ?? [])];
  const exact = known.find((parameter) => names(parameter).some((one) => one.toLowerCase() === wanted));
  if (exact !== undefined) return exact;
  const possible = known.filter((parameter) => names(parameter).some((one) => one.toLowerCase().startsWith(wanted)));
  const [only] = possible;
  if (possible.length === 1 && only !== undefined) return only;
  if (possible.length > 1) {
    const list = possible.map((parameter) => `-${parameter.name}`).join(' ');
    throw failure(
      `Parameter cannot be processed because the parameter name '${name}' is ambiguous. Possible matches include: ${list}.`,
    );
  }
  const near = nearestName(
    name,
    known.map((parameter) => parameter.name),
  );
  throw failure(
    `A parameter cannot be found that matches parameter name '${name}'.${near === null ? '' : ` ${cmdlet.name} has -${near}.`}`,
  );
}

/** `<Name of the connector>` in a value: a guide left it for the reader to fill in. All of a command are named at once. */
function refusePlaceholders(raw: ReadonlyMap<Parameter, ShellValue>): void {
  const found: string[] = [];
  for (const [parameter, value] of raw) {
    if (parameter.verbatim === true) continue;
    for (const text of isList(value) ? value : [value])
      for (const placeholder of placeholdersIn(text)) found.push(`${placeholder} (-${parameter.name})`);
  }
  // A single identity is looked up, so that the nearest existing name can be told.
  if (found.every((one) => one.endsWith('(-Identity)'))) return;
  const what = found.length === 1 ? 'a placeholder' : 'placeholders';
  throw new ShellError(
    'InvalidArgument',
    `The command still contains ${what} of its guide: ${found.join(', ')}. Replace ${found.length === 1 ? 'it' : 'each'} with your own value.`,
  );
}

export function placeholdersIn(value: ShellValue): readonly string[] {
  return typeof value === 'string' ? (value.match(/<[^<>@]{1,200}>/g) ?? []) : [];
}

function failure(message: string): ShellError {
  return new ShellError('ParameterBinding', message);
}
