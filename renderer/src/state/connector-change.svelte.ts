import type { ConnectorsView, ConnectorView } from '../../../main/contract/connector-view.ts';
import type { SparseDocument } from '../../../main/contract/document.ts';
import { findingsOf } from '../connectors/findings.ts';
import type { FieldFinding } from '../connectors/findings.ts';
import { ChangeReview } from './change-review.svelte.ts';
import type { Live } from './live.svelte.ts';

/** Typing pauses for this long before the engine is asked what it makes of it. */
const PAUSE_MS = 250;

/** A change of the list of receive connectors: seen while it is made, reported on before it is saved. */
export class ConnectorChange extends ChangeReview {
  /** The connectors as the change would make them. */
  preview = $state.raw<ConnectorsView | null>(null);
  /** Position of the connector in the changed list. */
  readonly index: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(live: Live, baseRevision: number, index: number) {
    super(live, baseRevision);
    this.index = index;
  }

  get view(): ConnectorView | null {
    return this.preview?.connectors?.[this.index] ?? null;
  }

  get findings(): readonly FieldFinding[] {
    return findingsOf(this.preview?.findings ?? [], this.index);
  }

  /** Looks at the change, a moment after the last one. */
  look(patch: SparseDocument): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#describe(patch), this.preview === null ? 0 : PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #describe(patch: SparseDocument): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const preview = await this.live.call('connectors.describe', { patch });
    // An answer that was overtaken by a newer question is of no use.
    if (asked === this.#asked) this.preview = preview;
  }
}
