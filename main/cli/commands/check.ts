import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CheckResult } from '../../contract/tester-view.ts';
import { PostroomError } from '../../errors.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps, Invocation } from '../action.ts';
import type { Caller } from '../context.ts';
import { resolveTyped } from '../data-folder.ts';
import { readJsonObject } from '../document-input.ts';
import { plain } from '../output.ts';
import { callWithReplay, replayRequest, withReplayOptions } from '../replay-options.ts';
import type { ReplayOptions } from '../replay-options.ts';

/** `check`: runs the checks, or saves, switches, removes, exports and imports them. */

interface CheckOptions extends ReplayOptions {
  readonly save?: string;
  readonly now: boolean;
  readonly replace: boolean;
  readonly remove?: string;
  readonly enable?: string;
  readonly disable?: string;
  readonly export?: string | true;
  readonly import?: string;
}

type Work = (caller: Caller, invocation: Invocation<CheckOptions>) => Promise<void>;

export function addCheckCommand(program: Command, deps: CommandDeps): void {
  onConfiguration<CheckOptions>(
    withReplayOptions(
      program
        .command('check')
        .argument('[names...]', 'checks to run, all without; with --save the transcript, or - for standard input')
        .option('--save <name>', 'save a transcript as a check that expects its recorded replies')
        .option('--now', 'with --save: expect what is answered now', false)
        .option('--replace', 'with --save: a check of that name may be there', false)
        .option('--remove <name>', 'remove a saved check')
        .option('--enable <name>', 'switch a saved check on')
        .option('--disable <name>', 'switch a saved check off: it is kept and not run')
        .option('--export [file]', 'write the saved checks as JSON')
        .option('--import <file>', 'take over exported checks; of the same name they are replaced')
        .description('run the checks that guard the configuration'),
    ),
    deps,
    (caller, invocation) => workOf(invocation.options)(caller, invocation),
  );
}

function workOf(options: CheckOptions): Work {
  const works = { save, remove, enable, disable, export: exportAll, import: importAll } as const;
  const wanted = (['save', 'remove', 'enable', 'disable', 'export', 'import'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (wanted.length > 1)
    throw new PostroomError('usage', `Use one of ${wanted.map((name) => `--${name}`).join(', ')}.`);
  return wanted[0] === undefined ? run : works[wanted[0]];
}

const run: Work = async (caller, { context, args }) => {
  const results = await caller.call('checks.run', { names: [...args] });
  context.print(results, resultsText);
  if (results.some(({ passed }) => !passed)) context.answerNo();
};

const save: Work = async (caller, { context, args, options }) => {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0)
    throw new PostroomError('usage', '--save NAME takes one transcript: a file, or - for standard input.');
  const request = await replayRequest(file, options, context.readInput);
  const name = options.save ?? '';
  const expectation = options.now ? 'now' : 'recorded';
  const saved = await callWithReplay(caller, 'checks.save', {
    ...request,
    name,
    expectation,
    replace: options.replace,
  });
  context.print({ name, ...saved }, () => `Saved the check "${plain(name)}".`);
};

const remove: Work = async (caller, { context, options }) => {
  const name = options.remove ?? '';
  context.print(await caller.call('checks.remove', { name }), () => `Removed the check "${plain(name)}".`);
};

const enable: Work = async (caller, { context, options }) => {
  const name = options.enable ?? '';
  const saved = await caller.call('checks.setEnabled', { name, enabled: true });
  context.print(saved, () => `Switched the check "${plain(name)}" on.`);
};

const disable: Work = async (caller, { context, options }) => {
  const name = options.disable ?? '';
  const saved = await caller.call('checks.setEnabled', { name, enabled: false });
  context.print(saved, () => `Switched the check "${plain(name)}" off; it is kept.`);
};

const exportAll: Work = async (caller, { context, options }) => {
  const file = await caller.call('checks.export', {});
  const text = JSON.stringify(file, null, 2);
  if (typeof options.export !== 'string') {
    context.output.result(text);
    return;
  }
  await write(options.export, `${text}\n`);
  context.print(
    { path: options.export, checks: file.checks.length },
    ({ path, checks }) => `Wrote ${String(checks)} ${checks === 1 ? 'check' : 'checks'} to ${plain(path)}.`,
  );
};

const importAll: Work = async (caller, { context, options }) => {
  const file = await readJsonObject(options.import ?? '', context.readInput);
  context.print(await caller.call('checks.import', { file }), ({ added, replaced }) =>
    plain(`Added: ${added.join(', ') || 'none'}. Replaced: ${replaced.join(', ') || 'none'}.`),
  );
};

function resultsText(results: readonly CheckResult[]): string {
  const failed = results.filter(({ passed }) => !passed).length;
  return [
    ...results.map(({ name, builtIn, passed, text }) =>
      plain(`${passed ? 'passed' : 'FAILED'}: ${name}${builtIn ? ' (built in)' : ''}: ${text}`),
    ),
    '',
    `${String(results.length - failed)} passed, ${String(failed)} failed`,
  ].join('\n');
}

async function write(name: string, text: string): Promise<void> {
  try {
    await writeFile(resolveTyped(name), text);
  } catch (cause) {
    throw new PostroomError('usage', `${name} cannot be written. Check the path and its permissions.`, { cause });
  }
}
