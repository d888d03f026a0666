import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { OwnAddresses } from '../../../main/contract/start-view.ts';
import { printerValues } from '../printer/printer-values.ts';
import type { Live } from './live.svelte.ts';

/** What the printer card stands on: the configuration and the addresses of this machine. */
export class PrinterCardState {
  failed = $state(false);
  #document = $state.raw<ConfigDocument | null>(null);
  #own = $state.raw<OwnAddresses | null>(null);
  readonly #live: Live;
  /** Null until it is known; empty where no port is open to devices. */
  readonly doors = $derived.by(() =>
    this.#document && this.#own ? printerValues(this.#document, this.#live.status?.listeners ?? [], this.#own) : null,
  );

  constructor(live: Live) {
    this.#live = live;
  }

  async load(): Promise<void> {
    const view = await this.#live.attempt('config.get', {});
    const own = await this.#live.attempt('server.addresses', {});
    this.failed = view === null || own === null;
    this.#document = view?.document ?? this.#document;
    this.#own = own ?? this.#own;
  }
}
