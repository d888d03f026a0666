import { inspect } from 'node:util';
import { commandDeps } from './engine-caller.ts';
import type { Surroundings } from './context.ts';
import { judgeFailure } from './exit-code.ts';
import { plain } from './output.ts';
import { createProgram } from './program.ts';

/** Runs one command line to its end. Never rejects: a failure becomes its sentence and its exit code. */
export async function runCommand(args: readonly string[], surroundings: Surroundings, version: string): Promise<void> {
  try {
    await createProgram(commandDeps(surroundings), version).parseAsync(args, { from: 'user' });
  } catch (error) {
    const { exitCode, text, cause } = judgeFailure(error);
    if (text !== '') surroundings.output.message(plain(text));
    if (args.includes('--verbose') && cause !== undefined) surroundings.output.message(inspect(cause));
    surroundings.setExitCode(exitCode);
  }
}
