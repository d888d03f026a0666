import type { Command } from 'commander';
import type { QuotaLimitName, SendGaugeView } from '../../contract/quota-view.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain, table } from '../output.ts';

/** `quotas`: how far each send connector is with what it may hand over. */

const spans: Readonly<Record<QuotaLimitName, string>> = {
  messagesPerMinute: 'messages a minute',
  messagesPerHour: 'messages an hour',
  messagesPerDay: 'messages a day',
  recipientsPerDay: 'recipients a day',
};

export function addQuotasCommand(program: Command, deps: CommandDeps): void {
  onEngine(
    program
      .command('quotas')
      .description('say how much each send connector has handed over, and when its queue clears'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('sendConnectors.gauges', {}), quotasText);
    },
  );
}

function quotasText(gauges: readonly SendGaugeView[]): string {
  const rows = gauges.flatMap(({ connector, limits, active, mostActive, waiting, clearsAtMs }) => {
    const clears = clearsAtMs === null ? '' : time(clearsAtMs);
    const first = [connector, `${String(active)}/${String(mostActive)}`, String(waiting), clears];
    const used = limits.map(({ name, used, limit }) => `${String(used)} of ${String(limit)} ${spans[name]}`);
    return (used.length === 0 ? ['no quota'] : used).map((text, at) =>
      at === 0 ? [...first, text] : ['', '', '', '', text],
    );
  });
  const slowed = gauges.flatMap(({ connector, slowed: by }) =>
    by === null ? [] : [`${plain(connector)} sends less until ${time(by.untilMs)}: ${plain(by.text ?? '')}`],
  );
  return [table(['CONNECTOR', 'ACTIVE', 'WAITING', 'CLEARS', 'USED'], rows), ...slowed].join('\n');
}

function time(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
