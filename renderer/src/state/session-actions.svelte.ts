import type { Advice } from '../../../main/contract/tester-view.ts';
import { messages } from '../messages.ts';
import type { Live } from './live.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** What can be done with one recorded session. */
export class SessionActions {
  advice = $state.raw<readonly Advice[]>([]);
  /** What was done last, in words; empty at first. */
  done = $state('');
  readonly undo: Undo;
  readonly #live: Live;
  readonly #id: string;

  constructor(live: Live, id: string) {
    this.#live = live;
    this.#id = id;
    this.undo = new Undo(live, () => this.advise());
  }

  /** Asks what would turn a refusal. */
  async advise(): Promise<void> {
    const replay = await this.#replay();
    if (replay !== null) this.advice = (await this.#live.call('tester.advise', replay)) ?? [];
  }

  async copy(): Promise<void> {
    const recorded = await this.#live.call('sessions.transcript', { id: this.#id });
    if (recorded === null) return;
    try {
      await navigator.clipboard.writeText(recorded.text);
      this.done = messages.sessions.actions.copied;
    } catch {
      this.#live.failure = messages.sessions.actions.notCopied;
    }
  }

  /** Whether it was saved: the session as recorded, its replies expected. */
  async saveCheck(name: string): Promise<boolean> {
    const replay = await this.#replay();
    if (replay === null) return false;
    const saved = await this.#live.call('checks.save', { ...replay, name, expectation: 'recorded' });
    if (saved !== null) this.done = messages.sessions.actions.saved(name);
    return saved !== null;
  }

  /** Told of a change that was made here. */
  async applied(revision: number): Promise<void> {
    this.undo.offer(messages.sessions.actions.applied, revision);
    await this.advise();
  }

  async #replay() {
    const recorded = await this.#live.call('sessions.transcript', { id: this.#id });
    const conditions = recorded?.conditions ?? null;
    if (recorded === null || conditions === null) return null;
    const { remoteAddress, localAddress, localPort, implicitTls, userName } = conditions;
    return { text: recorded.text, conditions: { remoteAddress, localAddress, localPort, implicitTls, userName } };
  }
}
