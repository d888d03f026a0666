import { appendFile, writeFile } from 'node:fs/promises';
import type { ShellFile, ShellOutcome, ShellQuestion, ShellRecord } from '../contract/shell-view.ts';
import { PostroomError } from '../errors.ts';
import type { Caller, CommandContext } from './context.ts';
import { resolveTyped } from './data-folder.ts';
import { plain } from './output.ts';
import { hasFailed, printRecords } from './shell-records.ts';

/** Asks the person; null where nobody is there. */
export type AskPerson = (prompt: string) => Promise<string | null>;

export interface RunResult {
  readonly state: 'done' | 'incomplete';
  readonly failed: boolean;
  readonly records: readonly ShellRecord[];
}

/** One shell of the engine, used from a terminal: prints what commands say, answers what they ask, writes their files. */
export class ShellRunner {
  readonly #caller: Caller;
  readonly #context: CommandContext;
  readonly #ask: AskPerson;
  readonly #width: number;
  #session: string | null = null;

  constructor(
    caller: Caller,
    context: CommandContext,
    { ask, width }: { readonly ask: AskPerson; readonly width: number },
  ) {
    this.#caller = caller;
    this.#context = context;
    this.#ask = ask;
    this.#width = width;
  }

  async run(text: string): Promise<RunResult> {
    const records: ShellRecord[] = [];
    let failed = false;
    let outcome = await this.#caller.call('shell.run', { text, session: this.#session, width: this.#width });
    for (;;) {
      this.#session = outcome.session;
      failed ||= hasFailed(outcome);
      records.push(...outcome.records);
      if (!this.#context.json && outcome.state !== 'incomplete') printRecords(outcome, this.#context.output);
      for (const file of outcome.files) await write(file);
      if (outcome.state !== 'asking' || outcome.question === null)
        return { state: outcome.state === 'incomplete' ? 'incomplete' : 'done', failed, records };
      outcome = await this.#answer(outcome.session, outcome.question);
    }
  }

  async close(): Promise<void> {
    if (this.#session !== null) await this.#caller.call('shell.close', { session: this.#session });
  }

  async #answer(session: string, question: ShellQuestion): Promise<ShellOutcome> {
    const answer = await this.#ask(promptOf(question));
    return this.#caller.call('shell.answer', { session, answer });
  }
}

function promptOf(question: ShellQuestion): string {
  const head = `\n${plain(question.title)}\n${question.text.split('\n').map(plain).join('\n')}\n`;
  if (question.kind === 'text') return `${head}Type ${plain(question.expected)} to go on: `;
  const choices = question.choices.map(({ key, label }) => `[${key}] ${label}`).join('  ');
  return `${head}${choices}: `;
}

async function write({ path, text, append }: ShellFile): Promise<void> {
  try {
    await (append ? appendFile : writeFile)(resolveTyped(path), text);
  } catch (cause) {
    throw new PostroomError('usage', `${path} cannot be written. Check the path and its permissions.`, { cause });
  }
}
