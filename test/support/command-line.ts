import { systemClock } from '../../main/clock.ts';
import { runCommand } from '../../main/cli/run.ts';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line on a data folder in the process of the test, as the entry does. */
export const runOn = (folder: string, args: readonly string[], input = ''): Promise<Ran> =>
  runWith([...args, '--data', folder], input);

/** The same, with every argument as it is given. */
export async function runWith(args: readonly string[], input = ''): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  let code = 0;
  await runCommand(
    args,
    {
      output: { result: (text) => void out.push(text), message: (text) => void err.push(text) },
      clock: systemClock,
      readInput: () => Promise.resolve(input),
      openLines: () => ({ isEchoed: false, next: () => Promise.resolve(null), close: () => undefined }),
      openTerminal: () => null,
      setExitCode: (set) => {
        code = set;
      },
    },
    '1.2.3',
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}
