import type { Client } from '../contract/client.ts';
import type { Command, OptionValues } from 'commander';
import { contextOf, withCommonOptions } from './context.ts';
import type { Caller, CommandContext, Surroundings } from './context.ts';

/** How a command is carried out: its context is made, the engine or its files are reached, and let go again. */

export interface CommandDeps {
  readonly surroundings: Surroundings;
  /** The engine of a data folder. Rejects with 'not-running'. */
  readonly reachEngine: (context: CommandContext) => Promise<Caller>;
  /** A connection that can watch topics. Rejects with 'not-running'. */
  readonly watchEngine: (context: CommandContext) => Promise<Client>;
  /** The same where it runs, else the configuration in its files. */
  readonly reachEngineOrFiles: (context: CommandContext) => Promise<Caller>;
}

export interface Invocation<Options> {
  readonly context: CommandContext;
  readonly args: readonly string[];
  readonly options: Options;
}

/** A command that needs neither engine nor configuration. */
export function onItsOwn<Options extends OptionValues>(
  command: Command,
  deps: CommandDeps,
  run: (invocation: Invocation<Options>) => Promise<void>,
): void {
  withCommonOptions(command).action(async (...given: unknown[]) => {
    await run({
      context: contextOf(command, deps.surroundings),
      args: given.flat().filter((value) => typeof value === 'string'),
      options: command.optsWithGlobals(),
    });
  });
}

/** A command that asks a running engine. */
export function onEngine<Options extends OptionValues>(
  command: Command,
  deps: CommandDeps,
  run: (caller: Caller, invocation: Invocation<Options>) => Promise<void>,
): void {
  onItsOwn<Options>(command, deps, async (invocation) =>
    withCaller(await deps.reachEngine(invocation.context), (caller) => run(caller, invocation)),
  );
}

/** A command that works on the files where no engine runs. */
export function onConfiguration<Options extends OptionValues>(
  command: Command,
  deps: CommandDeps,
  run: (caller: Caller, invocation: Invocation<Options>) => Promise<void>,
): void {
  onItsOwn<Options>(command, deps, async (invocation) =>
    withCaller(await deps.reachEngineOrFiles(invocation.context), (caller) => run(caller, invocation)),
  );
}

async function withCaller(caller: Caller, run: (caller: Caller) => Promise<void>): Promise<void> {
  try {
    await run(caller);
  } finally {
    await caller.close();
  }
}
