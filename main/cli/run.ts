import { inspect } from 'node:util';
import { commandDeps } from './engine-caller.ts';
import type { Surroundings } from './context.ts';
import { judgeFailure } from './exit-code.ts';
import { plain } from './output.ts';
import { createProgram } from './program.ts';

/** Runs one command line. Resolves with the exit code of a failure, or null where the command was carried out. */
export async function runCommand(
  args: readonly string[],
  surroundings: Surroundings,
  version: string,
): Promise<number | null> {
  try {
    await createProgram(commandDeps(surroundings), version).parseAsync(args, { from: 'user' });
    return null;
  } catch (error) {
    const { exitCode, text, cause } = judgeFailure(error);
    if (text !== '') surroundings.output.message(plain(text));
    if (args.includes('--verbose') && cause !== undefined) surroundings.output.message(inspect(cause));
    return exitCode;
  }
}
