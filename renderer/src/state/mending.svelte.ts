import type { Advice } from '../../../main/contract/tester-view.ts';
import { messages } from '../messages.ts';
import type { Remedy } from '../overview/problems.ts';
import type { Live } from './live.svelte.ts';
import { SessionActions } from './session-actions.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** What a person does about the problems on the overview. */
export class Mending {
  /** The change that would let a device in; a dialog reports on it. */
  offered = $state.raw<Advice | null>(null);
  /** The certificate that is to be renewed; a dialog says what follows. */
  renewing = $state.raw<{ readonly file: string; readonly names: readonly string[] } | null>(null);
  /** What was done last, in words; empty at first. */
  done = $state('');
  readonly undo: Undo;
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
    this.undo = new Undo(live, () => Promise.resolve());
  }

  async mend(remedy: Remedy): Promise<void> {
    this.done = '';
    switch (remedy.kind) {
      case 'go':
        location.hash = remedy.hash;
        return;
      case 'start':
        await this.#live.call('services.start', { name: remedy.service });
        return;
      case 'retry':
        await this.#live.call('queue.retry', { queue: remedy.queue });
        return;
      case 'relay':
        await this.#offerRelay(remedy.session);
        return;
      case 'renew':
        this.renewing = remedy;
    }
  }

  saved(revision: number): void {
    this.offered = null;
    this.undo.offer(messages.problems.applied, revision);
  }

  async renew(): Promise<void> {
    if (this.renewing === null) return;
    const { file, names } = this.renewing;
    const made = await this.#live.call('certificates.create', { file, names: [...names], replace: true });
    if (made === null) return;
    this.renewing = null;
    this.done = messages.problems.renew.done(file);
  }

  /** Where no change of the configuration would help, the session says why. */
  async #offerRelay(session: string): Promise<void> {
    const actions = new SessionActions(this.#live, session);
    await actions.advise();
    this.offered = actions.advice.find(({ patch }) => patch !== null) ?? null;
    if (this.offered === null) location.hash = `#sessions:${session}`;
  }
}
