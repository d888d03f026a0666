import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { ShellFile, ShellOutcome, ShellQuestion, ShellRecord } from '../contract/shell-view.ts';
import { PostroomError } from '../errors.ts';
import type { Caller, CommandContext } from './context.ts';
import { resolveTyped } from './data-folder.ts';
import { plain } from './output.ts';
import { hasFailed, printRecords } from './shell-records.ts';

/** Asks the person; null where nobody is there. A secret answer is not shown. */
export type AskPerson = (prompt: string, isSecret: boolean) => Promise<string | null>;

/** What a call takes in one answer. */
const LARGEST_FILE = 192 * 1024;

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

  /** A file that a command names is the person's own, and on this machine. */
  async #read(path: string): Promise<string | null> {
    const bytes = await readFile(resolveTyped(path)).catch(() => null);
    if (bytes !== null && bytes.length <= LARGEST_FILE) return bytes.toString('base64');
    this.#context.output.message(
      bytes === null
        ? `${plain(path)} cannot be read. Check the path and its permissions.`
        : `${plain(path)} is larger than ${String(LARGEST_FILE / 1024)} KB, which is more than a command takes.`,
    );
    return null;
  }

  async #answer(session: string, question: ShellQuestion): Promise<ShellOutcome> {
    const answer =
      question.kind === 'file'
        ? await this.#read(question.path)
        : await this.#ask(promptOf(question), question.kind === 'input' && question.secret);
    return this.#caller.call('shell.answer', { session, answer });
  }
}

type Spoken = Exclude<ShellQuestion, { readonly kind: 'file' }>;

function promptOf(question: Spoken): string {
  if (question.kind === 'input') return `${question.text.split('\n').map(plain).join('\n')}: `;
  const head = `\n${plain(question.title)}\n${question.text.split('\n').map(plain).join('\n')}\n`;
  if (question.kind === 'text') return `${head}Type ${plain(question.expected)} to go on: `;
  const choices = question.choices.map(({ key, label }) => `[${key}] ${label}`).join('  ');
  return `${head}${choices}: `;
}

async function write({
  path,
  text,
  append,
  encoding = 'utf8',
}: Omit<ShellFile, 'encoding'> & { readonly encoding?: BufferEncoding }): Promise<void> {
  try {
    await (append ? appendFile : writeFile)(resolveTyped(path), Buffer.from(text, encoding));
  } catch (cause) {
    throw new PostroomError('usage', `${path} cannot be written. Check the path and its permissions.`, { cause });
  }
}
