import type { Command } from 'commander';
import { PostroomError } from '../../errors.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';

/** `secret`, `account`: passwords come from standard input, never from the command line, where others could see them. */

export function addSecretCommands(program: Command, deps: CommandDeps): void {
  const secret = program.command('secret').description('keep passwords that connectors use');

  onConfiguration(
    secret
      .command('set')
      .argument('<name>', 'as send-connector/Internet')
      .description('keep a secret read from standard input'),
    deps,
    async (caller, { context, args }) => {
      const name = args[0] ?? '';
      await caller.call('secret.set', { name, value: await firstLine(context.readInput) });
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

  const account = program.command('account').description('accounts for AUTH');
  onConfiguration<{ readonly address: readonly string[] }>(
    account
      .command('add')
      .argument('<name>', 'user name')
      .option('--address <address...>', 'addresses the account may send as', [])
      .description('make an account, with its password from standard input'),
    deps,
    async (caller, { context, args, options }) => {
      const userName = args[0] ?? '';
      const { document } = await caller.call('config.get', {});
      if (document.accounts.some((known) => known.userName.toLowerCase() === userName.toLowerCase())) {
        throw new PostroomError(
          'usage',
          `There is an account named ${userName} already. "account password" changes its password.`,
        );
      }
      const password = await firstLine(context.readInput);
      const applied = await caller.call('account.setPassword', { userName, password, addresses: [...options.address] });
      context.print({ userName, ...applied }, () => `Made the account ${userName}.`);
    },
  );
  onConfiguration(
    account
      .command('password')
      .argument('<name>', 'user name')
      .description('change a password, read from standard input'),
    deps,
    async (caller, { context, args }) => {
      const userName = args[0] ?? '';
      const { document } = await caller.call('config.get', {});
      if (!document.accounts.some((known) => known.userName.toLowerCase() === userName.toLowerCase())) {
        throw new PostroomError('not-found', `There is no account named ${userName}. "account add" makes one.`);
      }
      const applied = await caller.call('account.setPassword', {
        userName,
        password: await firstLine(context.readInput),
      });
      context.print({ userName, ...applied }, () => `Changed the password of ${userName}.`);
    },
  );
}

/** The first line of standard input without its line end: what `echo`, `printf` and a file give alike. */
async function firstLine(readInput: () => Promise<string>): Promise<string> {
  const [line = ''] = (await readInput()).split(/\r?\n/, 1);
  if (line === '')
    throw new PostroomError(
      'usage',
      'Nothing came from standard input. Pipe the value in: printf %s VALUE | postroom …',
    );
  return line;
}
