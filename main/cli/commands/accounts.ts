import type { Command } from 'commander';
import { PostroomError } from '../../errors.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { firstLine } from '../first-line.ts';
import { table } from '../output.ts';

/** `account`: who may log on with AUTH, and as whom they send. */

export function addAccountCommands(program: Command, deps: CommandDeps): void {
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
  onConfiguration(
    account.command('list').description('list the accounts, with the addresses they may send as'),
    deps,
    async (caller, { context }) => {
      const { document } = await caller.call('config.get', {});
      const rows = document.accounts.map(({ userName, addresses, enabled }) => ({ userName, addresses, enabled }));
      context.print(rows, (all) =>
        table(
          ['ACCOUNT', 'MAY SEND AS', 'STATE'],
          all.map(({ userName, addresses, enabled }) => [
            userName,
            addresses.join(', '),
            enabled ? 'enabled' : 'disabled',
          ]),
        ),
      );
    },
  );
  onConfiguration(
    account.command('remove').argument('<name>', 'user name').description('remove an account'),
    deps,
    async (caller, { context, args }) => {
      const userName = args[0] ?? '';
      const { document, revision: baseRevision } = await caller.call('config.get', {});
      const accounts = document.accounts.filter((known) => known.userName.toLowerCase() !== userName.toLowerCase());
      if (accounts.length === document.accounts.length)
        throw new PostroomError('not-found', `There is no account named ${userName}.`);
      const applied = await caller.call('config.patch', { patch: { accounts }, baseRevision, confirmations: [] });
      context.print({ userName, ...applied }, () => `Removed the account ${userName}.`);
    },
  );
}
