import type { ConnectorsView, ConnectorView } from '../../../main/contract/connector-view.ts';
import type { Explanation } from '../../../main/contract/config-view.ts';
import { messages } from '../messages.ts';
import type { Live } from './live.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** A change that was made here, and can be taken back while nobody made another. */
export interface SavedChange {
  readonly kind: 'changed' | 'created' | 'removed';
  readonly name: string;
  readonly revision: number;
}

/** What the connectors page holds: the connectors as they are, the address that is tried, and the last change. */
export class Connectors {
  view = $state.raw<ConnectorsView | null>(null);
  /** What the map is drawn of: other ones only where more than today's counts is another. */
  mapped = $state.raw<readonly ConnectorView[]>([]);
  /** Could not be read; the page offers to try again. */
  failed = $state(false);
  filter = $state('');
  /** Name of the connector under the pointer or the focus. */
  pointed = $state<string | null>(null);
  /** The client address that is tried. */
  address = $state('');
  readonly undo: Undo;
  readonly #live: Live;
  #mappedText = '';

  constructor(live: Live) {
    this.#live = live;
    this.undo = new Undo(live, () => this.load());
  }

  async load(): Promise<void> {
    const view = await this.#live.call('connectors.describe', {});
    this.failed = view === null && this.view === null;
    if (view === null) return;
    const text = withoutCounts(view.connectors ?? []);
    if (text !== this.#mappedText) this.mapped = view.connectors ?? [];
    this.#mappedText = text;
    this.view = view;
  }

  /** Told of a change that was made in a dialog. */
  async changed({ kind, name, revision }: SavedChange): Promise<void> {
    this.undo.offer(messages.connectorEditor.saved[kind](name), revision);
    await this.load();
  }

  /** What a connection from the address would be answered. A null sender is asked about, which any connector takes. */
  async explain(from: string, to: string, recipient: string): Promise<Explanation | null> {
    const question = { from, to, tls: false, sender: '' };
    return this.#live.call('explain', recipient === '' ? question : { ...question, recipient });
  }
}

/** The connectors as text, but for what moves with the mail. */
function withoutCounts(connectors: readonly ConnectorView[]): string {
  return JSON.stringify(connectors.map((connector) => ({ ...connector, acceptedToday: 0, refusedToday: 0 })));
}
