import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { Caller, CommandContext } from '../context.ts';
import { readText } from '../document-input.ts';
import { exitCodes } from '../exit-code.ts';
import { ShellRunner, type RunResult } from '../shell-runner.ts';
import type { ShellTerminal } from '../shell-terminal.ts';

/** `shell`: Exchange's cmdlets, typed, from a file, or through a pipe. Without an engine they work on the configuration alone. */

const PROMPT = '[PS] > ';
const MORE = '>> ';
const PIPE_WIDTH = 120;

interface ShellOptions {
  readonly command?: string;
}

export function addShellCommand(program: Command, deps: CommandDeps): void {
  onConfiguration<ShellOptions>(
    program
      .command('shell')
      .argument('[file]', 'commands to run; - or a pipe for standard input')
      .option('-c, --command <text>', 'run this and end')
      .description('the Exchange Management Shell: New-ReceiveConnector, Add-ADPermission, Get-Queue and the like'),
    deps,
    async (caller, { context, args, options }) => {
      const terminal = await openTerminal(caller, context);
      const runner = new ShellRunner(caller, context, {
        ask: (prompt, isSecret) => terminal?.ask(prompt, isSecret) ?? Promise.resolve(null),
        width: terminal?.width ?? PIPE_WIDTH,
      });
      try {
        if (terminal !== null && options.command === undefined && args[0] === undefined)
          await converse(runner, terminal, context);
        else await runText(runner, context, options.command ?? (await readText(args[0] ?? '-', context.readInput)));
        await runner.close();
      } finally {
        terminal?.close();
      }
    },
  );
}

/** Runs a whole text. An error that no command could help is a usage error, a command that failed is a no. */
async function runText(runner: ShellRunner, context: CommandContext, text: string): Promise<void> {
  const result = await runner.run(text);
  if (context.json) context.output.result(JSON.stringify(result.records, null, 2));
  else if (result.state === 'incomplete') say(result, context);
  if (result.records.some((record) => record.kind === 'error' && record.category === 'ParserError'))
    context.setExitCode(exitCodes.usage);
  else if (result.records.some((record) => record.kind === 'error' && record.category === 'NotRunning'))
    context.setExitCode(exitCodes.notRunning);
  else if (result.failed) context.answerNo();
}

async function converse(runner: ShellRunner, terminal: ShellTerminal, context: CommandContext): Promise<void> {
  context.output.message(
    'Exchange cmdlets for this Postroom. Get-Command lists them, Get-Help NAME explains one, exit ends.',
  );
  let text = '';
  for (;;) {
    const typed = await terminal.read(text === '' ? PROMPT : MORE);
    if (typed === null || (text === '' && /^\s*(?:exit|quit)\s*$/i.test(typed))) break;
    text = text === '' ? typed : `${text}\n${typed}`;
    if (text.trim() === '') {
      text = '';
      continue;
    }
    const result = await runner.run(text);
    const goesOn = result.state === 'incomplete' && typed.trim() !== '';
    if (result.state === 'incomplete' && !goesOn) say(result, context);
    if (!goesOn) text = '';
  }
  await keepHistory(terminal, context);
}

function say({ records }: RunResult, { output }: CommandContext): void {
  for (const { text } of records) output.message(`ERROR: ${text}`);
}

async function openTerminal(caller: Caller, context: CommandContext): Promise<ShellTerminal | null> {
  return context.openTerminal({
    clock: context.clock,
    history: await readHistory(context),
    complete: async (text) => {
      const { from, matches } = await caller.call('shell.complete', { text, cursor: text.length });
      return [matches, text.slice(from)];
    },
  });
}

const historyFile = ({ dataFolder }: CommandContext): string => join(dataFolder, 'shell-history');

/** Newest first, as a terminal wants it. A folder without a history has an empty one. */
async function readHistory(context: CommandContext): Promise<readonly string[]> {
  try {
    const text = await readFile(historyFile(context), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .reverse();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    context.output.message('The history of commands cannot be read; it begins anew.');
    return [];
  }
}

async function keepHistory(terminal: ShellTerminal, context: CommandContext): Promise<void> {
  const lines = [...terminal.history()].reverse();
  try {
    await writeFile(historyFile(context), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  } catch {
    context.output.message('The history of commands could not be kept: the data folder cannot be written to.');
  }
}
