import type { Command } from 'commander';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { secretText } from '../first-line.ts';

/** `secret`: passwords come from standard input, never from the command line, where others could see them. */

export function addSecretCommands(program: Command, deps: CommandDeps): void {
  const secret = program.command('secret').description('keep passwords that connectors use');

  onConfiguration(
    secret
      .command('set')
      .argument('<name>', 'as send-connector/Internet')
      .description('keep a secret read from standard input: a password, or a whole key file'),
    deps,
    async (caller, { context, args }) => {
      const name = args[0] ?? '';
      await caller.call('secret.set', { name, value: await secretText(context.readInput) });
      context.print({ name }, () => `Kept the secret ${name}.`);
    },
  );
  onConfiguration(
    secret.command('remove').argument('<name>').description('forget a secret'),
    deps,
    async (caller, { context, args }) => {
      const { removed } = await caller.call('secret.remove', { name: args[0] ?? '' });
      context.print({ removed }, () => (removed ? 'Removed.' : 'There was no secret of that name.'));
      if (!removed) context.answerNo();
    },
  );
  onConfiguration(
    secret.command('list').description('list the names of the secrets'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('secret.list', {}), (names) => names.join('\n'));
    },
  );
}
