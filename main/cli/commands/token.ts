import type { Command } from 'commander';
import { z } from 'zod';
import { readRunFile, runFilePath } from '../../console/run-file.ts';
import type { Run } from '../../console/run-file.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';

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

/** An address with a one-time code. Rejects with 'not-running'. */
export async function signInLink({ url, token }: Run): Promise<string> {
  try {
    const response = await fetch(new URL('code', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    return z.object({ url: z.string() }).parse(await response.json()).url;
  } catch (cause) {
    throw new PostroomError('not-running', 'The console does not answer. Is Postroom still running?', { cause });
  }
}
