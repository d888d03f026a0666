import type { Client } from '../contract/client.ts';
import type { LiveLine, LiveReply, LiveState } from '../contract/live-view.ts';
import { CallError } from '../contract/client.ts';
import type { CommandContext } from './context.ts';
import { plain } from './output.ts';

/** What is done before a person types. */
export interface Preparation {
  readonly starttls: boolean;
  /** Send connector whose credential is used. */
  readonly auth?: string | undefined;
}

/** Failures that are an answer to what was typed. */
const ANSWERS: ReadonlySet<string> = new Set(['not-allowed', 'connection-failed', 'usage', 'secret-unavailable']);

/** The near end of a live dialogue: prints what is said, and sends what is typed. */
export class LiveTerminal {
  readonly #context: CommandContext;
  readonly #client: Client;
  readonly #id: string;
  readonly #unwatch: () => void;
  #state: LiveState = 'ready';
  /** Lines under way that the person sees already, because the terminal echoed them. */
  #echoed = 0;
  #lastNote = '';
  #over: () => void = () => undefined;
  readonly #ended: Promise<null>;

  constructor(context: CommandContext, client: Client, id: string) {
    this.#context = context;
    this.#client = client;
    this.#id = id;
    this.#ended = new Promise((resolve) => {
      this.#over = () => resolve(null);
    });
    const take = ({ lines, state }: { readonly lines: readonly LiveLine[]; readonly state: LiveState }): void => {
      for (const line of lines) this.#print(line);
      this.#state = state;
      if (state === 'closed') this.#over();
    };
    this.#unwatch = client.watch('live', { id }, { snapshot: take, delta: take, failed: () => this.#over() });
  }

  /** EHLO, and by request STARTTLS with EHLO once more, and a login. False where the answer to one was no. */
  async prepare(fqdn: string, { starttls, auth }: Preparation): Promise<boolean> {
    const id = this.#id;
    const hello = () => this.#send(`EHLO ${fqdn}`);
    const steps = [
      ...(starttls ? [hello, () => this.#client.call('live.startTls', { id })] : []),
      ...(starttls || auth !== undefined ? [hello] : []),
      ...(auth === undefined ? [] : [() => this.#client.call('live.authenticate', { id, sendConnector: auth })]),
    ];
    for (const step of steps) if (!(await this.#granted(step))) return false;
    return true;
  }

  /** Sends lines until there are no more of them or the dialogue ends. False where the connection broke. */
  async typeLines(): Promise<boolean> {
    const typed = this.#context.openLines();
    try {
      for (;;) {
        const line = await Promise.race([typed.next(), this.#ended]);
        if (line === null) return true;
        if (!(await this.#type(line, typed.isEchoed))) return false;
      }
    } finally {
      typed.close();
    }
  }

  close(): void {
    this.#unwatch();
  }

  async #type(line: string, isEchoed: boolean): Promise<boolean> {
    if (line === '' && this.#state !== 'body') return true;
    if (isEchoed) this.#echoed += 1;
    try {
      await this.#send(line);
      return true;
    } catch (error) {
      return this.#complain(error) !== 'connection-failed';
    } finally {
      this.#echoed = 0;
    }
  }

  #send(line: string): Promise<LiveReply> {
    return this.#client.call('live.send', { id: this.#id, line });
  }

  async #granted(ask: () => Promise<LiveReply>): Promise<boolean> {
    try {
      const { lines } = await ask();
      return /^2/.test(lines.at(-1) ?? '');
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  /** Says why something was not done, where the dialogue itself has not said so. Throws on what is no answer. */
  #complain(error: unknown): string {
    if (!(error instanceof CallError) || !ANSWERS.has(error.code)) throw error;
    if (error.message !== this.#lastNote) this.#context.output.message(`* ${plain(error.message)}`);
    return error.code;
  }

  #print({ kind, text }: LiveLine): void {
    const { json, output } = this.#context;
    if (kind === 'sent' && this.#echoed > 0) {
      this.#echoed -= 1;
      return;
    }
    if (kind === 'note') this.#lastNote = text;
    if (kind === 'note') output.message(`* ${plain(text)}`);
    else if (!json) output.result(plain(text));
  }
}
