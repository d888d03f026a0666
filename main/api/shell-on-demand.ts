import type { ShellCalls, ShellParts } from './shell.ts';

/** The shell's calls. Its language and cmdlets are loaded with the first of them: most engines never open a shell. */
export function shellOnDemand(parts: ShellParts): ShellCalls {
  let loading: Promise<ShellCalls> | null = null;
  const shell = (): Promise<ShellCalls> =>
    (loading ??= import('./shell.ts').then(({ createShellCalls }) => createShellCalls(parts)));
  return {
    'shell.run': async (input, caller) => (await shell())['shell.run'](input, caller),
    'shell.answer': async (input, caller) => (await shell())['shell.answer'](input, caller),
    'shell.complete': async (input, caller) => (await shell())['shell.complete'](input, caller),
    'shell.close': async (input, caller) => (await shell())['shell.close'](input, caller),
  };
}
