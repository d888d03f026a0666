import type { ShellFile, ShellOutcome, ShellQuestion, ShellRecord } from '../contract/shell-view.ts';
import { PostroomError } from '../errors.ts';
import { errorRecord, runScript, type RunOptions } from '../shell/run/shell-run.ts';
import { ShellError } from '../shell/shell-error.ts';

/** One person's shell: its variables, and a run that may be waiting for an answer. */

type Host = Omit<RunOptions['host'], 'ask'>;

export interface RunRequest {
  readonly text: string;
  readonly width: number;
  readonly cmdlets: RunOptions['cmdlets'];
  readonly host: Host;
}

export class ShellSession {
  readonly id: string;
  readonly #variables: RunOptions['variables'] = new Map();
  #records: ShellRecord[] = [];
  #files: ShellFile[] = [];
  #isRunning = false;
  #question: ShellQuestion | null = null;
  #answer: ((answer: string | null) => void) | null = null;
  /** Wakes who waits for the end of the run or for a question. */
  #turn: { readonly done: (outcome: ShellOutcome) => void; readonly failed: (error: unknown) => void } | null = null;

  constructor(id: string) {
    this.id = id;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Resolves at the end, or with a question. Rejects with 'usage' while a run is under way. */
  async run({ text, width, cmdlets, host }: RunRequest): Promise<ShellOutcome> {
    if (this.#isRunning)
      throw new PostroomError('usage', 'A command of this shell is still under way. Answer its question first.');
    this.#isRunning = true;
    const turn = this.#nextTurn();
    const options: RunOptions = {
      host: {
        call: (name, input) => host.call(name, input),
        now: () => host.now(),
        ask: (question) => this.#ask(question),
      },
      cmdlets,
      width,
      variables: this.#variables,
      say: (record) => void this.#records.push(record),
      write: (file) => void this.#files.push(file),
    };
    void this.#carryOut(text, options);
    return turn;
  }

  /** Goes on with the run that asks. Rejects with 'usage' where nothing was asked. */
  async answer(answer: string | null): Promise<ShellOutcome> {
    const resolve = this.#answer;
    if (resolve === null) throw new PostroomError('usage', 'No command of this shell is waiting for an answer.');
    const turn = this.#nextTurn();
    this.#answer = null;
    this.#question = null;
    resolve(answer);
    return turn;
  }

  /** A question that nobody answered any more counts as a no. */
  abandon(): void {
    this.#answer?.(null);
    this.#answer = null;
  }

  async #carryOut(text: string, options: RunOptions): Promise<void> {
    try {
      await runScript(text, options);
      this.#end('done');
    } catch (error) {
      if (error instanceof ShellError) {
        if (!error.isIncomplete) this.#records.push(errorRecord(error));
        this.#end(error.isIncomplete ? 'incomplete' : 'done', error.isIncomplete ? [errorRecord(error)] : []);
        return;
      }
      this.#isRunning = false;
      this.#turn?.failed(error);
    }
  }

  #end(state: 'done' | 'incomplete', more: readonly ShellRecord[] = []): void {
    this.#isRunning = false;
    this.#turn?.done(this.#outcome(state, more));
  }

  #ask(question: ShellQuestion): Promise<string | null> {
    return new Promise((resolve) => {
      this.#question = question;
      this.#answer = resolve;
      this.#turn?.done(this.#outcome('asking', []));
    });
  }

  #nextTurn(): Promise<ShellOutcome> {
    return new Promise((done, failed) => {
      this.#turn = { done, failed };
    });
  }

  #outcome(state: ShellOutcome['state'], more: readonly ShellRecord[]): ShellOutcome {
    const outcome = {
      session: this.id,
      state,
      records: [...this.#records, ...more],
      files: this.#files,
      question: this.#question,
    };
    this.#records = [];
    this.#files = [];
    return outcome;
  }
}
