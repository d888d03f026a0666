import type { Command } from 'commander';
import type { SessionDetail, SessionLine, SessionSummary } from '../../contract/session-view.ts';
import type { CallError } from '../../contract/client.ts';
import { PostroomError } from '../../errors.ts';
import { onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { CommandContext } from '../context.ts';
import { plain } from '../output.ts';

/** `log`: recent sessions with their lines, and on request what follows. JSON comes as one line of the log per line. */

interface LogOptions {
  readonly follow: boolean;
  readonly last: string;
}

export function addLogCommand(program: Command, deps: CommandDeps): void {
  onItsOwn<LogOptions>(
    program
      .command('log')
      .option('--follow', 'go on with what happens, until Ctrl+C', false)
      .option('--last <n>', 'recent sessions to begin with', '10')
      .description('print the conversations of recent sessions'),
    deps,
    async ({ context, options }) => {
      const last = Number(options.last);
      if (!Number.isInteger(last) || last < 0 || last > 500)
        throw new PostroomError('usage', '--last takes a number from 0 to 500.');
      const caller = await deps.reachEngine(context);
      try {
        if (last > 0) {
          const { sessions } = await caller.call('sessions.list', { limit: last });
          for (const { id } of [...sessions].reverse())
            printSession(context, await caller.call('sessions.get', { id }));
        }
      } finally {
        await caller.close();
      }
      if (options.follow) await follow(context, deps);
    },
  );
}

function printSession(context: CommandContext, session: SessionDetail): void {
  for (const line of session.lines) printLine(context, line, session.remoteEndpoint);
}

function printLine({ json, output }: CommandContext, line: SessionLine, remote: string): void {
  const text = [line.data, line.context].filter((part) => part !== '').join(' ');
  if (json) output.result(JSON.stringify({ ...line, remoteEndpoint: remote }));
  else output.result(`${new Date(line.atMs).toISOString()} ${line.session} ${remote} ${line.event} ${plain(text)}`);
}

/** Prints lines as they come; ends when the engine does. */
async function follow(context: CommandContext, deps: CommandDeps): Promise<void> {
  const client = await deps.watchEngine(context);
  const remotes = new Map<string, string>();
  const learn = (sessions: readonly SessionSummary[]): void => {
    for (const { id, remoteEndpoint, endedMs } of sessions) {
      // A closed session's last lines come with the news of its end.
      if (endedMs === null || !remotes.has(id)) remotes.set(id, remoteEndpoint);
    }
  };
  await new Promise<void>((resolve, reject) => {
    client.watch(
      'sessions',
      { lines: true, recent: 100 },
      {
        snapshot: ({ sessions }) => learn(sessions),
        delta: ({ changed, lines, skippedLines }) => {
          learn(changed);
          for (const line of lines) printLine(context, line, remotes.get(line.session) ?? '-');
          if (skippedLines > 0) context.output.message(`(${String(skippedLines)} lines not shown)`);
          for (const { id, endedMs } of changed) if (endedMs !== null) remotes.delete(id);
        },
        failed: (error: CallError) => (error.code === 'not-running' ? resolve() : reject(error)),
      },
    );
  });
  context.output.message('Postroom has stopped.');
}
