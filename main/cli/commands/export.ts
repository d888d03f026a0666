import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { PostroomError } from '../../errors.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { resolveTyped } from '../data-folder.ts';

/** `export`: the configuration as shell commands that make it again. */

interface ExportOptions {
  readonly file?: string;
}

export function addExportCommand(program: Command, deps: CommandDeps): void {
  onConfiguration<ExportOptions>(
    program
      .command('export')
      .option('--file <path>', 'write them to this file instead of standard output')
      .description('write the shell commands that make this configuration on an empty one, without passwords'),
    deps,
    async (caller, { context, options: { file } }) => {
      const { text } = await caller.call('config.export', {});
      if (file === undefined) {
        context.print({ text }, (given) => given.text.trimEnd());
        return;
      }
      try {
        // It names accounts and addresses: for whoever asked alone.
        await writeFile(resolveTyped(file), text, { mode: 0o600 });
      } catch (cause) {
        throw new PostroomError('usage', `${file} cannot be written. Check the path and its permissions.`, { cause });
      }
      context.print({ file }, () => `Wrote ${file}. Run it with: postroom shell ${file}`);
    },
  );
}
