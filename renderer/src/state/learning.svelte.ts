import type { LearningView } from '../../../main/contract/learning-view.ts';
import type { Live } from './live.svelte.ts';

/** What learning mode heard. */
export class Learning {
  /** Null until it is there. */
  view = $state.raw<LearningView | null>(null);
  failed = $state(false);
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  async load(): Promise<void> {
    const found = await this.#live.attempt('learning.get', {});
    this.failed = found === null;
    if (found !== null) this.view = found;
  }
}
