import type { Command } from 'commander';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { resolveTyped } from '../data-folder.ts';

/** `backup`, `restore`: everything of a data folder in one file. */
export function addBackupCommands(program: Command, deps: CommandDeps): void {
  onEngine(
    program
      .command('backup')
      .argument('<file>', 'file to write')
      .description('write configuration, secrets and queue into one file'),
    deps,
    async (caller, { context, args }) => {
      const result = await caller.call('backup.create', { path: resolveTyped(args[0] ?? '') });
      context.print(result, ({ path }) => `Wrote ${path}.`);
    },
  );
}
