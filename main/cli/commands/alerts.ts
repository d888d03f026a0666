import type { Command } from 'commander';
import type { AlertsView } from '../../contract/alert-view.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain, table } from '../output.ts';

/** `alerts`: who is told of what needs a person. */

const NAMES = { toast: 'toast', email: 'e-mail', webhook: 'webhook', eventLog: 'event log' } as const;

export function addAlertCommands(program: Command, deps: CommandDeps): void {
  const alerts = program.command('alerts').description('see what was told to whom, and try whether alerts arrive');

  onEngine(
    alerts.command('status').description('list the ways that alerts take, and what was told last'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('alerts.get', {}), statusText);
    },
  );

  onEngine(
    alerts.command('test').description('send a test alert by every way that is set up'),
    deps,
    async (caller, { context }) => {
      const trials = await caller.call('alerts.test', {});
      context.print(trials, (rows) =>
        rows.length === 0
          ? 'No way is set up. Set alerts.emailRecipients or alerts.webhookUrl in the configuration.'
          : table(
              ['WAY', 'SENT', 'WHAT CAME OF IT'],
              rows.map(({ channel, isSent, text }) => [NAMES[channel], isSent ? 'yes' : 'no', plain(text)]),
            ),
      );
      if (trials.length === 0 || trials.some(({ isSent }) => !isSent)) context.answerNo();
    },
  );
}

function statusText({ channels, quietUntilMs, recent }: AlertsView): string {
  const timeOf = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString());
  return [
    table(
      ['WAY', 'STATE', 'LAST', 'TROUBLE'],
      channels.map(({ channel, state, lastMs, trouble }) => [
        NAMES[channel],
        state,
        timeOf(lastMs),
        plain(trouble ?? ''),
      ]),
    ),
    ...(quietUntilMs === null ? [] : ['', `Quiet hours until ${timeOf(quietUntilMs)}.`]),
    '',
    ...(recent.length === 0
      ? ['Nothing was told yet.']
      : recent.slice(0, 10).map(({ atMs, title }) => `${timeOf(atMs)} ${plain(title)}`)),
  ].join('\n');
}
