import type { ConfigFinding } from '../../../main/contract/config-view.ts';
import type { SparseDocument } from '../../../main/contract/document.ts';
import { findingsAt } from '../connectors/findings.ts';
import type { FieldFinding } from '../connectors/findings.ts';
import { ChangeReview } from './change-review.svelte.ts';

/** Typing pauses for this long before the engine is asked what it makes of it. */
const PAUSE_MS = 250;

/** A change of where mail goes: looked at while it is made, reported on before it is saved. */
export class DocumentChange extends ChangeReview {
  /** What the engine finds about the whole document as it would be. */
  found = $state.raw<readonly ConfigFinding[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** About one entry of the document, `accounts[2]`. */
  findingsOf(entry: string): readonly FieldFinding[] {
    return findingsAt(this.found, entry);
  }

  /** Looks at the change, a moment after the last one. */
  look(patch: SparseDocument): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#describe(patch), this.#asked === 0 ? 0 : PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #describe(patch: SparseDocument): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const view = await this.live.call('sendConnectors.describe', { patch });
    // An answer that was overtaken by a newer question is of no use.
    if (asked === this.#asked && view !== null) this.found = view.findings;
  }
}
