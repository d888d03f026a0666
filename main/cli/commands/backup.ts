import type { Command } from 'commander';
import { lockDataFolder } from '../../config/data-folder-lock.ts';
import { prepareDataFolder } from '../../config/data-folder.ts';
import { restore } from '../../wiring/backup.ts';
import { onEngine, onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { resolveTyped } from '../data-folder.ts';

/** `backup`, `restore`: everything of a data folder in one folder that can be looked into. */
export function addBackupCommands(program: Command, deps: CommandDeps): void {
  onEngine(
    program
      .command('backup')
      .argument('<folder>', 'folder to make')
      .description('copy configuration, secrets, certificates and queue into a folder'),
    deps,
    async (caller, { context, args }) => {
      const result = await caller.call('backup.create', { path: resolveTyped(args[0] ?? '') });
      context.print(result, ({ path }) => `Wrote ${path}.`);
    },
  );

  onItsOwn(
    program
      .command('restore')
      .argument('<folder>', 'folder made by "backup"')
      .description('put a backup into an empty data folder that no Postroom runs on'),
    deps,
    async ({ context, args }) => {
      const dataFolder = await prepareDataFolder(context.dataFolder);
      const lock = await lockDataFolder(dataFolder);
      try {
        await restore(resolveTyped(args[0] ?? ''), dataFolder);
      } finally {
        await lock.release();
      }
      context.print({ dataFolder }, () => `Restored into ${dataFolder}. Start it with "postroom serve".`);
    },
  );
}
