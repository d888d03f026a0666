import { nearestName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import type { Command } from '../syntax/syntax-tree.ts';
import type { Cmdlet } from './cmdlet.ts';
import { insteadOf } from './foreign-commands.ts';

/** The cmdlet of that name or alias. Throws a ShellError of category CommandNotFound that says what to type instead. */
export function findCmdlet(cmdlets: readonly Cmdlet[], { name, at }: Command): Cmdlet {
  const wanted = name.toLowerCase();
  const cmdlet = cmdlets.find((one) =>
    [one.name, ...(one.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
  );
  if (cmdlet !== undefined) return cmdlet;
  throw new ShellError(
    'CommandNotFound',
    `The term '${name}' is not recognized as the name of a cmdlet. ${hint(name, cmdlets)}`,
    { at },
  );
}

function hint(name: string, cmdlets: readonly Cmdlet[]): string {
  const instead = insteadOf(name);
  if (instead !== null) return instead;
  const near = nearestName(
    name,
    cmdlets.map((one) => one.name),
  );
  return `${near === null ? '' : `The nearest one is ${near}. `}Get-Command lists them.`;
}
