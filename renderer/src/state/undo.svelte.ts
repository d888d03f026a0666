import type { Live } from './live.svelte.ts';

/** The last change that was made on a page, and the way back while nobody made another. */
export class Undo {
  saved = $state.raw<{ readonly text: string; readonly revision: number } | null>(null);
  undone = $state(false);
  readonly #live: Live;
  readonly #reload: () => Promise<void>;

  /** `reload`: what the page does when its change was taken back. */
  constructor(live: Live, reload: () => Promise<void>) {
    this.#live = live;
    this.#reload = reload;
  }

  /** Tells of a change in a sentence; `revision` is the one it made. */
  offer(text: string, revision: number): void {
    this.saved = { text, revision };
    this.undone = false;
  }

  dismiss(): void {
    this.saved = null;
    this.undone = false;
  }

  async take(): Promise<void> {
    if (this.saved === null) return;
    const applied = await this.#live.call('config.undo', { baseRevision: this.saved.revision });
    if (applied === null) return;
    this.saved = null;
    this.undone = true;
    await this.#reload();
  }
}
