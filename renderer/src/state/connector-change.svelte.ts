import type { ConfigApplied, ConfigCheck } from '../../../main/contract/config-view.ts';
import type { ConnectorsView, ConnectorView } from '../../../main/contract/connector-view.ts';
import type { SparseDocument } from '../../../main/contract/document.ts';
import { findingsOf } from '../connectors/findings.ts';
import type { FieldFinding } from '../connectors/findings.ts';
import type { Live } from './live.svelte.ts';

/** Typing pauses for this long before the engine is asked what it makes of it. */
const PAUSE_MS = 250;

/** A change of the list of receive connectors: seen while it is made, reported on before it is saved. */
export class ConnectorChange {
  /** The connectors as the change would make them. */
  preview = $state.raw<ConnectorsView | null>(null);
  /** The change report; null while there is none, or while it is made. */
  report = $state.raw<ConfigCheck | null>(null);
  saving = $state(false);
  /** Position of the connector in the changed list. */
  readonly index: number;
  readonly #live: Live;
  readonly #baseRevision: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(live: Live, baseRevision: number, index: number) {
    this.#live = live;
    this.#baseRevision = baseRevision;
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

  /** Asks for the change report. False where it could not be had. */
  async check(patch: SparseDocument): Promise<boolean> {
    this.report = await this.#live.call('config.checkPatch', { patch });
    return this.report !== null;
  }

  async save(patch: SparseDocument, confirmations: readonly string[]): Promise<ConfigApplied | null> {
    this.saving = true;
    const applied = await this.#live.call('config.patch', {
      patch,
      baseRevision: this.#baseRevision,
      confirmations: [...confirmations],
    });
    this.saving = false;
    return applied;
  }

  async #describe(patch: SparseDocument): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const preview = await this.#live.call('connectors.describe', { patch });
    // An answer that was overtaken by a newer question is of no use.
    if (asked === this.#asked) this.preview = preview;
  }
}
