import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openFilesCaller } from '../../main/cli/files-caller.ts';
import type { Caller } from '../../main/cli/context.ts';
import { systemClock } from '../../main/clock.ts';
import type { ShellFile, ShellQuestion, ShellRecord } from '../../main/contract/shell-view.ts';

/** A shell on a data folder of its own, where no engine runs: the configuration, the tester and the checks are real. */
export interface ShellHarness {
  readonly caller: Caller;
  readonly questions: readonly ShellQuestion[];
  readonly files: readonly ShellFile[];
  /** Runs a text to its end; `answers` are given in turn, then nobody answers. */
  run(text: string, answers?: readonly string[]): Promise<readonly ShellRecord[]>;
  /** The same; every question is answered with yes, or with what it wants typed out. */
  runAgreeing(text: string): Promise<readonly ShellRecord[]>;
}

export async function openShell(document: object, width = 100): Promise<ShellHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'post room '));
  await writeFile(join(folder, 'config.json'), JSON.stringify(document));
  const caller = await openFilesCaller({ dataFolder: folder, clock: systemClock, log: () => undefined });
  onTestFinished(async () => {
    await caller.close();
    await rm(folder, { recursive: true });
  });
  return harnessOf(caller, width);
}

/** A shell of whatever answers the calls. */
export function harnessOf(caller: Caller, width = 100): ShellHarness {
  const questions: ShellQuestion[] = [];
  const files: ShellFile[] = [];
  let session: string | null = null;
  const converse = async (text: string, answer: (question: ShellQuestion) => string | null) => {
    const records: ShellRecord[] = [];
    let outcome = await caller.call('shell.run', { text, session, width });
    for (;;) {
      session = outcome.session;
      records.push(...outcome.records);
      files.push(...outcome.files);
      if (outcome.question === null) return records;
      questions.push(outcome.question);
      outcome = await caller.call('shell.answer', { session, answer: answer(outcome.question) });
    }
  };
  return {
    caller,
    questions,
    files,
    run(text, answers = []) {
      const left = [...answers];
      return converse(text, () => left.shift() ?? null);
    },
    runAgreeing: (text) => converse(text, agreeing),
  };
}

/** Yes, what is to be typed out, or a password. */
function agreeing(question: ShellQuestion): string | null {
  if (question.kind === 'choice') return 'Y';
  if (question.kind === 'text') return question.expected;
  return question.kind === 'input' ? 'a long password' : null;
}

/** Lines of output, without the empty ones around tables. */
export function outputOf(records: readonly ShellRecord[]): readonly string[] {
  return records
    .filter(({ kind }) => kind === 'output' || kind === 'whatIf')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line !== '');
}

export const textsOf = (records: readonly ShellRecord[], kind: ShellRecord['kind']): readonly string[] =>
  records.filter((record) => record.kind === kind).map(({ text }) => text);
