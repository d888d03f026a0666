import type { ShellCompletion, ShellOutcome, ShellQuestion } from '../../../main/contract/shell-view.ts';
import { append, linesOf } from '../shell/scrollback.ts';
import type { Numbered } from '../shell/scrollback.ts';
import { noHistory } from '../tester/history.ts';
import type { Live } from './live.svelte.ts';

interface Waiting {
  readonly text: string;
  readonly width: number;
}

/** A shell session of this page: its screen, and what it waits for. It outlives a change of page. */
export class Shell {
  screen = $state.raw<readonly Numbered[]>([]);
  /** What the running command asks; null: it asks nothing. */
  question = $state.raw<ShellQuestion | null>(null);
  running = $state(false);
  /** Commands typed before, for the arrow keys. */
  history = $state.raw(noHistory);
  /** Text that ends in the middle of a command and waits for the rest. */
  pending = $state('');

  #session: string | null = null;
  readonly #waiting: Waiting[] = [];
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Runs a command once those before it are done, or keeps it where it is not finished. `width`: columns of the screen. */
  async run(text: string, width: number): Promise<void> {
    this.#waiting.push({ text, width });
    if (!this.running && this.question === null) await this.#work();
  }

  /** Answers the question; null gives up what was asked for. */
  async answer(answer: string | null, shown: string): Promise<void> {
    const asked = this.question;
    if (asked === null || this.#session === null) return;
    this.question = null;
    this.screen = append(this.screen, [{ kind: 'answered', question: asked.text, answer: shown }]);
    this.running = true;
    const outcome = await this.#live.call('shell.answer', { session: this.#session, answer });
    this.running = false;
    if (outcome !== null) this.#take(outcome);
    if (!this.#asks()) await this.#work();
  }

  complete(text: string, cursor: number): Promise<ShellCompletion | null> {
    return this.#live.attempt('shell.complete', { text, cursor });
  }

  clear(): void {
    this.screen = [];
    this.pending = '';
  }

  #asks(): boolean {
    return this.question !== null;
  }

  async #work(): Promise<void> {
    this.running = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#runOne(next);
      // What asks is answered before anything else runs.
      if (this.#asks()) break;
    }
    this.running = false;
  }

  async #runOne({ text, width }: Waiting): Promise<void> {
    const whole = this.pending === '' ? text : `${this.pending}\n${text}`;
    this.screen = append(this.screen, [{ kind: 'typed', text }]);
    const input = { text: whole, session: this.#session, width };
    const outcome =
      (await this.#live.attempt('shell.run', input)) ??
      // The engine was started anew, or let go of a shell that nobody used: a new one does.
      (await this.#live.call('shell.run', { ...input, session: null }));
    if (outcome === null) return;
    this.pending = outcome.state === 'incomplete' ? whole : '';
    this.#take(outcome);
  }

  #take(outcome: ShellOutcome): void {
    this.#session = outcome.session;
    this.screen = append(this.screen, linesOf(outcome));
    this.question = outcome.state === 'asking' ? outcome.question : null;
  }
}
