import type { ConfigApplied, ConfigCheck } from '../../../main/contract/config-view.ts';
import type { SparseDocument } from '../../../main/contract/document.ts';
import type { Live } from './live.svelte.ts';

/** A change of the configuration that is reported on before it is saved. */
export class ChangeReview {
  /** The change report; null while there is none, or while it is made. */
  report = $state.raw<ConfigCheck | null>(null);
  saving = $state(false);
  protected readonly live: Live;
  #baseRevision: number | null;

  /** `baseRevision` null: the revision there is when the report is made. */
  constructor(live: Live, baseRevision: number | null = null) {
    this.live = live;
    this.#baseRevision = baseRevision;
  }

  /** Asks for the change report. False where it could not be had. */
  async check(patch: SparseDocument): Promise<boolean> {
    this.#baseRevision ??= (await this.live.call('config.get', {}))?.revision ?? null;
    if (this.#baseRevision !== null) this.report = await this.live.call('config.checkPatch', { patch });
    return this.report !== null;
  }

  async save(patch: SparseDocument, confirmations: readonly string[]): Promise<ConfigApplied | null> {
    if (this.#baseRevision === null) return null;
    this.saving = true;
    const applied = await this.live.call('config.patch', {
      patch,
      baseRevision: this.#baseRevision,
      confirmations: [...confirmations],
    });
    this.saving = false;
    return applied;
  }
}
