import type { Command } from 'commander';
import { WEBHOOK_SECRET } from '../../contract/webhook-secret.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { secretText } from '../first-line.ts';
import { plain } from '../output.ts';

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
      const { sendConnectors } = (await caller.call('config.get', {})).document;
      context.print({ name }, () => plain(`Kept the secret ${name}.${doubtAbout(name, sendConnectors)}`));
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

/** A mistyped name would be kept as well, and mail would wait for a password all the same. */
function doubtAbout(name: string, sendConnectors: readonly { readonly name: string }[]): string {
  const [, kind, owner = ''] = /^(send-connector|oauth-client|dkim)\/(.+)$/.exec(name) ?? [];
  if (name === WEBHOOK_SECRET || kind === 'dkim') return '';
  if (kind === undefined)
    return ` Nothing asks for a secret of this name. The password of a send connector is send-connector/NAME, its client secret oauth-client/NAME, the token of the webhook ${WEBHOOK_SECRET}.`;
  if (sendConnectors.some((connector) => connector.name.toLowerCase() === owner.toLowerCase())) return '';
  return ` No send connector is named "${owner}" yet; it is used as soon as there is one.`;
}
