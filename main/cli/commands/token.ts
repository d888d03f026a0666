import type { Command } from 'commander';
import { readRunFile, runFilePath } from '../../console/run-file.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { signInLink } from '../sign-in-link.ts';

/** `token`: what lets a program or a browser into the console. */
export function addTokenCommand(program: Command, deps: CommandDeps): void {
  onEngine<{ readonly link: boolean }>(
    program
      .command('token')
      .option('--link', 'print an address that signs a browser in once, within five minutes', false)
      .description("print the token of the running engine's console"),
    deps,
    async (_caller, { context, options }) => {
      const run = await readRunFile(runFilePath(context.dataFolder));
      if (run === null) throw new PostroomError('not-running', `Postroom does not run on ${context.dataFolder}.`);
      if (options.link) context.print({ link: await signInLink(run) }, ({ link }) => link);
      else context.print({ url: run.url, token: run.token }, ({ token }) => token);
    },
  );
}
