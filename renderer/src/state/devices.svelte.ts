import type { Device } from '../../../main/contract/session-view.ts';
import { namesOf } from '../devices/device-names.ts';
import type { Live } from './live.svelte.ts';

/** Between two looks while mail comes in. */
const PAUSE_MS = 700;

/** The devices as this page knows them, and what they are called, for every page that shows an address. */
export class Devices {
  /** Null until the first are there. */
  list = $state.raw<readonly Device[] | null>(null);
  /** Could not be read, and none are known from before. */
  failed = $state(false);
  readonly names = $derived(namesOf(this.list ?? []));
  readonly #live: Live;

  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Loads in a moment; what is asked meanwhile is asked once. */
  loadSoon(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.load();
    }, PAUSE_MS);
  }

  async load(): Promise<void> {
    const found = await this.#live.attempt('devices.list', {});
    this.failed = found === null && this.list === null;
    if (found !== null) this.list = found;
  }
}
