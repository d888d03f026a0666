import type { Command } from 'commander';
import type { CallInput, CallName, CallResult } from '../contract/calls.ts';
import type { Clock } from '../clock.ts';
import type { Output } from './output.ts';
import { printer } from './output.ts';
import { resolveDataFolder } from './data-folder.ts';
import type { ShellTerminal, ShellTerminalOptions } from './shell-terminal.ts';
import { exitCodes } from './exit-code.ts';

/** What every command is handed: where to look, how to print, how to reach the engine. */

export interface Surroundings {
  readonly output: Output;
  readonly clock: Clock;
  /** The whole of standard input, for secrets and documents. */
  readonly readInput: () => Promise<string>;
  /** Standard input line by line, for what is typed or piped in while a command runs. */
  readonly openLines: () => LineInput;
  /** A terminal for commands; null where there is none. */
  readonly openTerminal: (options: ShellTerminalOptions) => ShellTerminal | null;
  /** Sets what the process will end with. */
  readonly setExitCode: (code: number) => void;
}

/** Lines as they come. */
export interface LineInput {
  /** Whether a person sees what is typed. */
  readonly isEchoed: boolean;
  /** null at the end. */
  next(): Promise<string | null>;
  close(): void;
}

/** Makes calls of the contract, to a running engine or on the files of one that does not run. */
export interface Caller {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>>;
  close(): Promise<void>;
}

export interface CommandContext extends Surroundings {
  readonly dataFolder: string;
  readonly json: boolean;
  readonly print: ReturnType<typeof printer>;
  /** Exit code 1: the command did its work, and the answer is no. */
  answerNo(): void;
}

const DATA = ['--data <folder>', 'data folder of the Postroom that is meant'] as const;
const JSON_OUTPUT = ['--json', 'print the result as JSON'] as const;
const VERBOSE = ['--verbose', 'on failure, say the technical cause too'] as const;

/** Adds what every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(...DATA)
    .option(...JSON_OUTPUT, false)
    .option(...VERBOSE, false);
}

/** The same may stand in front of the command: no defaults, since what is said there goes before what the command has. */
export function takeCommonOptionsFirst(program: Command): void {
  program
    .enablePositionalOptions()
    .option(...DATA)
    .option(...JSON_OUTPUT)
    .option(...VERBOSE);
}

/** The context of one run of a command. */
export function contextOf(command: Command, surroundings: Surroundings): CommandContext {
  const options = command.optsWithGlobals<{ data?: string; json: boolean }>();
  return {
    ...surroundings,
    dataFolder: resolveDataFolder(options.data),
    json: options.json,
    print: printer(surroundings.output, options.json),
    answerNo: () => surroundings.setExitCode(exitCodes.no),
  };
}
