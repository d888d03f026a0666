import type { Command } from 'commander';
import type { Replayed } from '../../contract/tester-view.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { exitCodes } from '../exit-code.ts';
import { plain } from '../output.ts';
import { callWithReplay, replayRequest, withReplayOptions } from '../replay-options.ts';
import type { ReplayOptions } from '../replay-options.ts';
import { adviceText, replayText } from '../replay-text.ts';

/** `test`: a transcript once more, against the configuration. Nothing is sent and nothing is kept. */

interface TestOptions extends ReplayOptions {
  readonly trace: boolean;
  readonly advise: boolean;
}

export function addTestCommand(program: Command, deps: CommandDeps): void {
  onConfiguration<TestOptions>(
    withReplayOptions(
      program
        .command('test')
        .argument('<file>', 'transcript of an SMTP session, or - for standard input')
        .option('--trace', 'say the reasons for each reply', false)
        .option('--advise', 'for a refusal, say which changes would turn it', false)
        .description('replay a transcript against the configuration'),
    ),
    deps,
    async (caller, { context, args, options }) => {
      const request = await replayRequest(args[0] ?? '', options, context.readInput);
      const replayed = await callWithReplay(caller, 'tester.replay', request);
      const advice = options.advise ? await callWithReplay(caller, 'tester.advise', request) : null;
      context.print({ ...replayed, ...(advice === null ? {} : { advice }) }, () =>
        [replayText(replayed.result, options), ...(advice === null ? [] : ['', adviceText(advice)])].join('\n'),
      );
      for (const { line, column, text } of replayed.transcript.problems)
        context.output.message(`Line ${String(line)}, column ${String(column)}: ${plain(text)}`);
      context.setExitCode(exitCodeOf(replayed));
    },
  );
}

function exitCodeOf({ transcript, result }: Replayed): number {
  // What was not understood was not replayed, so there is no yes to give.
  if (transcript.problems.length > 0) return exitCodes.usage;
  const isFine = result.verdict === 'not compared' ? result.accepted : result.verdict !== 'different';
  return isFine ? exitCodes.ok : exitCodes.no;
}
