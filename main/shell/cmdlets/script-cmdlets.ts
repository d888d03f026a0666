import type { Cmdlet } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { isList, type ShellValue } from '../values/shell-value.ts';

/** What stands in scripts around the commands that matter. */

const object: Parameter = {
  name: 'Object',
  type: 'any',
  position: 0,
  aliases: ['InputObject'],
  help: 'What is shown.',
};

const writeOutput: Cmdlet = {
  name: 'Write-Output',
  aliases: ['echo', 'write'],
  synopsis: 'Shows a value.',
  isLanguage: true,
  parameters: [object],
  run: ({ bound, input }) => shown(bound.value('Object') as ShellValue | undefined, input),
};

const writeHost: Cmdlet = {
  name: 'Write-Host',
  synopsis: 'Shows a value; colours are left out.',
  isLanguage: true,
  parameters: [
    object,
    ...['ForegroundColor', 'BackgroundColor', 'Separator'].map((name): Parameter => ({ name, type: 'any', help: '' })),
    { name: 'NoNewline', type: 'switch', help: '' },
  ],
  run: ({ bound, input }) => shown(bound.value('Object') as ShellValue | undefined, input),
};

function shown(value: ShellValue | undefined, input: readonly ShellValue[] | null): readonly ShellValue[] {
  if (value === undefined) return input ?? [];
  return isList(value) ? value : [value];
}

/** Scripts begin with them; here all of it is there already. */
const needless: readonly (readonly [string, ...string[]])[] = [
  ['Add-PSSnapin', 'asnp'],
  ['Import-Module', 'ipmo'],
  ['Set-ExecutionPolicy'],
  ['Set-ADServerSettings'],
  ['Connect-ExchangeServer'],
];

const needlessCmdlets = needless.map(([name, ...aliases]): Cmdlet => ({
  ...{ name, aliases, synopsis: 'Not needed here: every cmdlet is there already.', isLanguage: true },
  parameters: [
    { name: 'Name', type: 'any', position: 0, help: '' },
    ...['ExecutionPolicy', 'Scope', 'ServerFqdn', 'RecipientViewRoot'].map((one): Parameter => ({
      name: one,
      type: 'any',
      help: '',
    })),
    { name: 'ViewEntireForest', type: 'any', help: '' },
    ...['Auto', 'Force', 'ClientApplication'].map((one): Parameter => ({ name: one, type: 'switch', help: '' })),
  ],
  run({ shell }) {
    shell.note(`${name} is not needed here and did nothing.`);
    return [];
  },
}));

export const scriptCmdlets: readonly Cmdlet[] = [writeOutput, writeHost, ...needlessCmdlets];
