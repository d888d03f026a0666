import type { ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';
import type { Live } from './live.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** A change of the configuration that a page proposes: it waits for its report, is saved, and can be taken back. */

export interface Proposal {
  /** What it is for, in a sentence. */
  readonly text: string;
  /** What is said once it is saved. */
  readonly said: string;
  readonly patch: SparseDocument;
}

export class ConfigChange {
  proposal = $state.raw<Proposal | null>(null);
  readonly undo: Undo;
  readonly #live: Live;
  readonly #reload: () => Promise<void>;

  /** `reload`: what the page does behind every change that was saved or taken back here. */
  constructor(live: Live, reload: () => Promise<void>) {
    this.#live = live;
    this.#reload = reload;
    this.undo = new Undo(live, reload);
  }

  /** Makes a patch of the configuration as it is now; null: there is nothing to change. */
  async propose(
    words: Pick<Proposal, 'text' | 'said'>,
    patchOf: (document: ConfigDocument) => SparseDocument | null,
  ): Promise<'proposed' | 'nothing' | 'failed'> {
    const view = await this.#live.call('config.get', {});
    if (view === null) return 'failed';
    const patch = patchOf(view.document);
    this.proposal = patch === null ? null : { ...words, patch };
    return patch === null ? 'nothing' : 'proposed';
  }

  /** Told of the revision that saving the proposal made. */
  async saved(revision: number): Promise<void> {
    if (this.proposal !== null) this.undo.offer(this.proposal.said, revision);
    this.proposal = null;
    await this.#reload();
  }

  drop(): void {
    this.proposal = null;
  }
}
