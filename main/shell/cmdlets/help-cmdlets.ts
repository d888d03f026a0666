import { parametersOf } from '../run/bind.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { nearestName } from '../nearest-name.ts';
import { shellObject } from '../values/shell-value.ts';
import { hasWildcard, matchesWildcard } from '../values/wildcard.ts';
import { wrap } from '../format/columns.ts';

/** What there is, and how it is used. */

const getCommand: Cmdlet = {
  name: 'Get-Command',
  aliases: ['gcm'],
  synopsis: 'Lists the cmdlets.',
  parameters: [
    { name: 'Name', type: 'texts', position: 0, help: 'Names, with wildcards.' },
    { name: 'Verb', type: 'texts', help: 'The first part of the name.' },
    { name: 'Noun', type: 'texts', help: 'The last part of the name.' },
  ],
  run({ bound, shell }) {
    const fits = (name: string, patterns: readonly string[] | undefined): boolean =>
      patterns === undefined || patterns.some((pattern) => matchesWildcard(name, pattern));
    return shell.cmdlets
      .filter(({ name }) => {
        const [verb = '', noun = ''] = name.split('-');
        return fits(name, bound.texts('Name')) && fits(verb, bound.texts('Verb')) && fits(noun, bound.texts('Noun'));
      })
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, synopsis }) => shellObject('Command', { CommandType: 'Cmdlet', Name: name, Synopsis: synopsis }));
  },
};

const getHelp: Cmdlet = {
  name: 'Get-Help',
  aliases: ['help', 'man'],
  synopsis: 'Says what a cmdlet does and which parameters it has.',
  parameters: [
    { name: 'Name', type: 'text', position: 0, help: 'A cmdlet.' },
    ...['Full', 'Detailed', 'Examples', 'Online'].map((name): Parameter => ({
      name,
      type: 'switch',
      help: 'All that there is is shown anyway.',
    })),
    { name: 'Parameter', type: 'texts', help: 'Parameters are explained anyway, all of them.' },
  ],
  run({ bound, shell }) {
    const name = bound.text('Name') ?? 'Get-Help';
    const wanted = name.toLowerCase();
    const found = shell.cmdlets.find((one) =>
      [one.name, ...(one.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
    );
    if (found !== undefined) return [{ type: 'formatted', lines: helpOf(found, shell.width) }];
    if (hasWildcard(name)) return getCommand.run({ ...{ bound, shell }, cmdlet: getCommand, input: null });
    const near = nearestName(
      name,
      shell.cmdlets.map((one) => one.name),
    );
    throw new ShellError(
      'CommandNotFound',
      `There is no help for "${name}".${near === null ? '' : ` The nearest cmdlet is ${near}.`}`,
    );
  },
};

function helpOf(cmdlet: Cmdlet, width: number): string[] {
  const indented = (text: string): string[] => wrap(text, Math.max(40, width - 8)).map((line) => `    ${line}`);
  const parameters = parametersOf(cmdlet).filter(({ ignored }) => ignored !== true);
  return [
    '',
    'NAME',
    `    ${cmdlet.name}`,
    '',
    'SYNOPSIS',
    ...indented(cmdlet.synopsis),
    '',
    'SYNTAX',
    ...indented([cmdlet.name, ...parameters.map(syntaxOf)].join(' ')),
    ...(cmdlet.aliases === undefined ? [] : ['', 'ALIASES', `    ${cmdlet.aliases.join(', ')}`]),
    '',
    'PARAMETERS',
    ...parameters.flatMap((parameter) => [
      `    -${parameter.name}`,
      ...indented(`    ${parameter.help}${valuesOf(parameter)}`),
    ]),
    '',
  ];
}

function syntaxOf(parameter: Parameter): string {
  if (parameter.type === 'switch') return `[-${parameter.name}]`;
  const name = parameter.position === undefined ? `-${parameter.name}` : `[-${parameter.name}]`;
  const text = `${name} <${typeName(parameter)}>`;
  return parameter.mandatory === true ? text : `[${text}]`;
}

function typeName({ type }: Parameter): string {
  if (typeof type === 'object') return 'oneOf' in type ? type.oneOf.join(' | ') : 'Flags';
  const names: Readonly<Record<typeof type, string>> = {
    text: 'String',
    texts: 'String[]',
    switch: 'SwitchParameter',
    boolean: 'Boolean',
    integer: 'Int32',
    integerOrUnlimited: 'Unlimited',
    size: 'ByteQuantifiedSize',
    sizeOrUnlimited: 'Unlimited',
    span: 'EnhancedTimeSpan',
    time: 'DateTime',
    block: 'ScriptBlock',
    secure: 'SecureString',
    credential: 'PSCredential',
    any: 'Object',
    multi: 'MultiValuedProperty',
  };
  return names[type];
}

function valuesOf({ type }: Parameter): string {
  return typeof type === 'object' && 'flags' in type ? ` Values: ${type.flags.join(', ')}.` : '';
}

export const helpCmdlets: readonly Cmdlet[] = [getCommand, getHelp];
