import type { Command } from 'commander';
import { readRunFile, runFilePath } from '../../console/run-file.ts';
import type { Run } from '../../console/run-file.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';

/** `metrics`: the figures that monitoring reads, for programs that cannot follow the token from start to start. */
export function addMetricsCommand(program: Command, deps: CommandDeps): void {
  onEngine(
    program.command('metrics').description('print the figures for monitoring, in the text format of Prometheus'),
    deps,
    async (_caller, { context }) => {
      const run = await readRunFile(runFilePath(context.dataFolder));
      if (run === null) throw new PostroomError('not-running', `Postroom does not run on ${context.dataFolder}.`);
      context.print({ text: await metricsOf(run) }, ({ text }) => text.trimEnd());
    },
  );
}

async function metricsOf({ url, token }: Run): Promise<string> {
  try {
    const response = await fetch(new URL('metrics', url), { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`answered ${String(response.status)}`);
    return await response.text();
  } catch (cause) {
    throw new PostroomError('not-running', 'The console does not answer. Is Postroom still running?', { cause });
  }
}
