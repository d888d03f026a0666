import { createInterface } from 'node:readline';
import type { Clock, Timer } from '../clock.ts';
import { holdsPlainPassword } from '../contract/shell-history.ts';
import { EchoGate } from './echo-gate.ts';

/** A terminal at which commands are typed: a prompt, editing, history and completion. */
export interface ShellTerminal {
  /** Columns. */
  readonly width: number;
  /** What is typed or pasted; lines that come together belong together. null at the end. */
  read(prompt: string): Promise<string | null>;
  /** The answer to a question: it is kept in no history, and not shown where it is secret. */
  ask(prompt: string, isSecret: boolean): Promise<string | null>;
  /** Newest first. */
  history(): readonly string[];
  close(): void;
}

export interface ShellTerminalOptions {
  readonly clock: Clock;
  readonly history: readonly string[];
  /** The ends that the text could have, and the part of it that they replace. */
  readonly complete: (text: string) => Promise<readonly [readonly string[], string]>;
}

export const HISTORY_LINES = 500;
/** A paste arrives line by line without a pause; nobody types that fast. */
const TOGETHER_MS = 40;
const DEFAULT_WIDTH = 120;

/** null where input or output is not a terminal. */
export function openShellTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  { clock, history, complete }: ShellTerminalOptions,
): ShellTerminal | null {
  if (!input.isTTY || !output.isTTY) return null;
  let kept: readonly string[] = history;
  let isAsking = false;
  const gate = new EchoGate(output);
  const lines = createInterface({
    input,
    output: gate,
    terminal: true,
    history: [...history],
    historySize: HISTORY_LINES,
    removeHistoryDuplicates: true,
    completer: (text: string, answer: (error: Error | null, result: [string[], string]) => void) => {
      complete(text).then(
        ([matches, part]) => answer(null, [[...matches], part]),
        // Without an answer there is nothing to complete; the next command says what is wrong.
        () => answer(null, [[], text]),
      );
    },
  });
  const waiting = new PastedLines(clock);
  lines.on('history', (now: string[]) => {
    // The list is the editor's own: what is taken out of it is not recalled either.
    if (isAsking || holdsPlainPassword(now[0] ?? '')) now.shift();
    kept = [...now];
  });
  lines.on('line', (line) => waiting.add(line));
  lines.on('SIGINT', () => {
    output.write('^C\n');
    waiting.forget();
    lines.write(null, { ctrl: true, name: 'u' });
    lines.prompt();
  });
  lines.on('close', () => waiting.end());
  return {
    get width() {
      return output.columns > 0 ? output.columns : DEFAULT_WIDTH;
    },
    read: (prompt) => {
      lines.setPrompt(prompt);
      lines.prompt();
      return waiting.next();
    },
    ask: async (prompt, isSecret) => {
      isAsking = true;
      // Beginnings of the lines of a question stand above the one that is edited.
      const lineStart = prompt.lastIndexOf('\n') + 1;
      output.write(prompt.slice(0, lineStart));
      lines.setPrompt(prompt.slice(lineStart));
      lines.prompt();
      gate.isShut = isSecret;
      const answer = await waiting.next();
      gate.isShut = false;
      if (isSecret) output.write('\n');
      isAsking = false;
      return answer;
    },
    history: () => kept,
    close: () => lines.close(),
  };
}

/** Lines put together as they arrive. */
export class PastedLines {
  readonly #clock: Clock;
  #lines: string[] = [];
  #timer: Timer | null = null;
  #isOver = false;
  #resolve: ((text: string | null) => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#timer?.cancel();
    this.#timer = this.#clock.after(TOGETHER_MS, () => this.#give());
  }

  forget(): void {
    this.#timer?.cancel();
    this.#lines = [];
  }

  end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#give();
  }

  /** Only one may wait at a time. */
  next(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#isOver) this.#give();
    });
  }

  #give(): void {
    if (this.#resolve === null || (this.#lines.length === 0 && !this.#isOver)) return;
    const text = this.#lines.length === 0 ? null : this.#lines.join('\n');
    this.#lines = [];
    this.#resolve(text);
    this.#resolve = null;
  }
}
