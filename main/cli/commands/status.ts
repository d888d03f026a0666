import type { Command } from 'commander';
import { serviceNames } from '../../contract/status-view.ts';
import type { ServiceName, Status } from '../../contract/status-view.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine, onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { exitCodes, isNotRunning } from '../exit-code.ts';
import { productVersion } from '../installation.ts';
import { plain, table } from '../output.ts';

/** `status`, `services`: whether it works, and switching parts of it on and off. */

export function addStatusCommands(program: Command, deps: CommandDeps): void {
  onItsOwn(
    program.command('status').description('say whether Postroom runs, where it listens and what waits'),
    deps,
    async ({ context }) => {
      try {
        const caller = await deps.reachEngine(context);
        try {
          context.print(await caller.call('status.get', {}), statusText);
        } finally {
          await caller.close();
        }
      } catch (error) {
        if (!isNotRunning(error)) throw error;
        context.output.message(error.message);
        if (context.json) context.print(stoppedStatus(), () => '');
        context.setExitCode(exitCodes.notRunning);
      }
    },
  );

  const services = program.command('services').description('start and stop the services one by one');
  onEngine(
    services.command('list').description('list the services and their states'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('services.list', {}), (rows) =>
        table(
          ['SERVICE', 'STATE'],
          rows.map(({ name, state }) => [name, state]),
        ),
      );
    },
  );
  for (const verb of ['start', 'stop'] as const) {
    onEngine(
      services
        .command(verb)
        .argument('<name>', `one of ${serviceNames.map((name) => `"${name}"`).join(', ')}`)
        .description(`${verb} a service`),
      deps,
      async (caller, { context, args }) => {
        const name = serviceNamed(args[0] ?? '');
        await caller.call(`services.${verb}`, { name });
        context.print({ name, state: verb === 'start' ? 'running' : 'stopped' }, ({ state }) => `${name} is ${state}.`);
      },
    );
  }
}

const stoppedStatus = (): Omit<Status, 'pid' | 'today'> & { readonly pid: null } => ({
  state: 'stopped',
  pid: null,
  version: productVersion(),
  console: null,
  services: serviceNames.map((name) => ({ name, state: 'stopped' })),
  listeners: [],
  sending: { smartHosts: [], mx: false },
  queue: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
  accepted: 0,
  delivered: 0,
  refused: 0,
  problems: [],
});

function serviceNamed(given: string): ServiceName {
  const found = serviceNames.find((name) => name.toLowerCase() === given.toLowerCase());
  if (found === undefined) {
    throw new PostroomError(
      'usage',
      `There is no service named "${plain(given)}". The services are ${serviceNames.join(', ')}.`,
    );
  }
  return found;
}

function statusText(status: Status): string {
  const { queue } = status;
  const lines = [
    `Postroom ${status.version} is ${status.state} (process ${String(status.pid)}).`,
    ...(status.console === null ? [] : [`Console: ${status.console}`]),
    '',
    table(
      ['SERVICE', 'STATE'],
      status.services.map(({ name, state }) => [name, state]),
    ),
    '',
    table(
      ['ADDRESS', 'PORT', 'STATE', 'CONNECTOR', 'REASON'],
      status.listeners.map(({ address, port, state, connector, reason }) => [
        address,
        port,
        state,
        connector,
        reason ?? '',
      ]),
    ),
    '',
    `Queue: ${String(queue.waiting)} waiting, ${String(queue.active)} being sent, ${String(queue.retry)} tried before, ` +
      `${String(queue.suspended)} suspended, ${String(queue.unreachable)} without a route, ${String(queue.poison)} set aside.`,
    `Since the start: ${String(status.accepted)} accepted, ${String(status.delivered)} delivered, ${String(status.refused)} refused.`,
    ...status.problems.map(({ text, action }) => `! ${text} ${action}`),
  ];
  return lines.join('\n');
}
