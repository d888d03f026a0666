import type { ConfigView } from '../../../main/contract/config-view.ts';
import type { CertificatesView, MailboxesView, SendConnectorView } from '../../../main/contract/delivery-view.ts';
import type { OAuthView } from '../../../main/contract/oauth-view.ts';
import { messages } from '../messages.ts';
import type { SavedChange } from './connectors.svelte.ts';
import type { Live } from './live.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** What the delivery page holds: the configuration, what is known of next hops, folders and certificates, and the last change. */
export class Delivery {
  config = $state.raw<ConfigView | null>(null);
  connectors = $state.raw<readonly SendConnectorView[]>([]);
  /** How send connectors with OAuth are signed in. */
  signIns = $state.raw<readonly OAuthView[]>([]);
  mailboxes = $state.raw<MailboxesView | null>(null);
  certificates = $state.raw<CertificatesView | null>(null);
  /** Could not be read; the page offers to try again. */
  failed = $state(false);
  readonly undo: Undo;
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
    this.undo = new Undo(live, () => this.load());
  }

  async load(): Promise<void> {
    const [config, send, mailboxes, certificates] = await Promise.all([
      this.#live.call('config.get', {}),
      this.#live.call('sendConnectors.describe', {}),
      this.#live.call('mailboxes.list', {}),
      this.#live.call('certificates.list', {}),
    ]);
    this.failed = this.config === null && [config, send, mailboxes, certificates].includes(null);
    if (config === null || send === null || mailboxes === null || certificates === null) return;
    this.config = config;
    this.connectors = send.connectors ?? [];
    this.mailboxes = mailboxes;
    this.certificates = certificates;
    await this.#readSignIns();
  }

  /** Asked only where there are any. */
  async #readSignIns(): Promise<void> {
    if (!this.connectors.some(({ oauth }) => oauth !== null)) return;
    const views = await this.#live.attempt('oauth.status', {});
    if (views !== null) this.signIns = views;
  }

  /** How the last attempts went; everything else only where somebody changed the configuration. */
  async refresh(): Promise<void> {
    const send = await this.#live.attempt('sendConnectors.describe', {});
    if (send === null) return;
    if (this.config === null || send.revision !== this.config.revision) await this.load();
    else {
      this.connectors = send.connectors ?? [];
      await this.#readSignIns();
    }
  }

  /** Told of a change that was made in a dialog. */
  async changed({ kind, name, revision }: SavedChange): Promise<void> {
    this.undo.offer(messages.connectorEditor.saved[kind](name), revision);
    await this.load();
  }
}
