import type { Command } from 'commander';
import type { LearnedDevice, LearningProposal, LearningView } from '../../contract/learning-view.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain, table } from '../output.ts';

/** `learning`: take no mail for a while, see who knocks, and let them in. */

const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 720;

const standings: Readonly<Record<LearnedDevice['standing'], string>> = {
  ready: 'would be accepted',
  relay: 'may not send outside',
  connector: 'no connector lets it in',
  login: 'its login fails',
  outside: 'comes from the Internet',
  silent: 'has said nothing yet',
  other: 'would be refused',
};

export function addLearningCommands(program: Command, deps: CommandDeps): void {
  const learning = program.command('learning').description('take no mail, list who knocks, and let them in');
  onEngine(
    learning.command('show', { isDefault: true }).description('say who knocked, and what would let them in'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('learning.get', {}), learningText);
    },
  );
  onEngine<{ readonly hours: string; readonly limit: boolean }>(
    learning
      .command('start')
      .option('--hours <number>', 'when it ends by itself', '24')
      .option('--no-limit', 'it lasts until somebody ends it')
      .description('accept no mail from now on'),
    deps,
    async (caller, { context, options }) => {
      const endsMs = options.limit ? deps.surroundings.clock.now() + hours(options.hours) * HOUR_MS : null;
      const learningModeEnds = endsMs === null ? null : new Date(endsMs).toISOString();
      const { revision: baseRevision } = await caller.call('config.get', {});
      const patch = { transport: { learningModeEnabled: true, learningModeEnds } };
      await caller.call('config.patch', { patch, baseRevision });
      context.print({ endsMs }, () => `Learning mode is on: no mail is accepted. ${endText(endsMs)}`);
    },
  );
  onEngine(learning.command('stop').description('accept mail again'), deps, async (caller, { context }) => {
    const { revision: baseRevision } = await caller.call('config.get', {});
    const patch = { transport: { learningModeEnabled: null, learningModeEnds: null } };
    await caller.call('config.patch', { patch, baseRevision });
    context.print({ enabled: false }, () => 'Learning mode is off: mail is accepted again.');
  });
  onEngine(
    learning
      .command('apply')
      .argument('<number>', 'number of a proposal, as "learning show" lists them')
      .description('make the receive connector that was proposed'),
    deps,
    async (caller, { context, args }) => {
      const { revision: baseRevision } = await caller.call('config.get', {});
      const { proposals } = await caller.call('learning.get', {});
      const proposal = proposals[Number(args[0]) - 1];
      if (proposal === undefined) {
        const text = `There is no proposal ${plain(args[0] ?? '')}. "learning show" lists them.`;
        throw new PostroomError('not-found', text);
      }
      await caller.call('config.patch', { patch: proposal.patch, baseRevision });
      context.print(proposal, ({ connector }) => `The devices are let in by ${plain(connector)}.`);
    },
  );
}

function hours(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= LONGEST_HOURS) return count;
  throw new PostroomError('usage', `"${plain(text)}" is no number of hours between 1 and ${String(LONGEST_HOURS)}.`);
}

function learningText({ enabled, endsMs, devices, proposals }: LearningView): string {
  const state = enabled ? `Learning mode is on: no mail is accepted. ${endText(endsMs)}` : 'Learning mode is off.';
  if (devices.length === 0) return `${state} Nobody has knocked${enabled ? ' yet' : ''}.`;
  const rows = devices.map(({ address, helo, tls, login, knock, standing, reply }) => [
    ...[address, helo ?? '', tls ?? '', login === null ? '' : `${login.mechanism} ${login.userName ?? ''}`.trim()],
    ...[knock.senders.join(', '), knock.recipients.join(', ')],
    reply === null ? standings[standing] : `${standings[standing]}: ${reply}`,
  ]);
  const list = table(['ADDRESS', 'HELO', 'TLS', 'LOGIN', 'FROM', 'TO', 'WITHOUT LEARNING MODE'], rows);
  return [state, list, ...proposals.map((proposal, at) => `${String(at + 1)}. ${proposalText(proposal)}`)].join('\n');
}

function proposalText({ kind, ranges, connector, isNew }: LearningProposal): string {
  const relays = kind === 'relay';
  const wants = relays ? 'to send to recipients outside' : 'to send at all';
  const what = `${isNew ? 'the new receive connector' : 'the receive connector'} "${plain(connector)}"`;
  return `${plain(ranges.join(', '))} wanted ${wants}: ${what} would let ${relays ? 'these relay' : 'these in'}.`;
}

function endText(endsMs: number | null): string {
  return endsMs === null ? 'It lasts until somebody ends it.' : `It ends at ${new Date(endsMs).toLocaleString()}.`;
}
