import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { TestMessageFate } from '../../../main/contract/start-view.ts';
import { messages } from '../messages.ts';
import { domainsOf, receiversPatch } from '../start/receivers.ts';
import { mayRelay, sendersOf, sendersPatch } from '../start/senders.ts';
import { WAY_SECRET, wayOf, wayPatch } from '../start/way.ts';
import type { Way } from '../start/way.ts';
import { ConfigChange } from './config-change.svelte.ts';
import type { Live } from './live.svelte.ts';

/** The guide's answers. They live as long as the window: leaving the guide loses nothing that was typed. */

type Outcome = 'proposed' | 'nothing' | 'failed';

/** Between two looks at a test message, and how long one is looked after. */
const LOOK_MS = 400;
const LOOKS = 75;

export class Guide {
  document = $state.raw<ConfigDocument | null>(null);
  failed = $state(false);
  senders = $state('');
  domains = $state('');
  /** Null while there is no connector of the guide. */
  everybody = $state<boolean | null>(null);
  way = $state.raw<Way | null>(null);
  password = $state('');
  sender = $state('');
  recipient = $state('');
  testing = $state(false);
  fate = $state.raw<TestMessageFate | null>(null);
  readonly change: ConfigChange;
  readonly #live: Live;
  #shown: ConfigDocument | null = null;

  constructor(live: Live) {
    this.#live = live;
    this.change = new ConfigChange(live, () => this.load());
  }

  /** Reads the configuration; what was typed and differs from it stays. */
  async load(): Promise<void> {
    const view = await this.#live.attempt('config.get', {});
    this.failed = view === null && this.document === null;
    if (view === null) return;
    const next = view.document;
    const last = this.#shown;
    const unlessTyped = <Answer>(typed: Answer, read: (document: ConfigDocument) => Answer): Answer =>
      last === null || JSON.stringify(typed) === JSON.stringify(read(last)) ? read(next) : typed;
    this.senders = unlessTyped(this.senders, sendersOf);
    this.domains = unlessTyped(this.domains, domainsOf);
    this.everybody = unlessTyped(this.everybody, mayRelay);
    this.way = unlessTyped<Way | null>(this.way, wayOf);
    if (this.sender === '') this.sender = `scanner@${next.acceptedDomains[0]?.domainName ?? 'localhost'}`;
    this.#shown = next;
    this.document = next;
  }

  proposeSenders(): Promise<Outcome> {
    const words = messages.start.sends;
    return this.change.propose({ text: words.change, said: words.saved }, (document) =>
      sendersPatch(document, this.senders),
    );
  }

  proposeReceivers(): Promise<Outcome> {
    const words = messages.start.receives;
    return this.change.propose({ text: words.change, said: words.saved }, (document) =>
      receiversPatch(document, this.domains, this.everybody),
    );
  }

  /** Keeps the password first, so that the report does not miss it. */
  async proposeWay(): Promise<Outcome> {
    const { way } = this;
    if (way === null) return 'nothing';
    const words = messages.start.goes;
    if (way.kind === 'smartHost' && way.userName.trim() !== '' && this.password !== '') {
      this.#live.failure = null;
      await this.#live.call('secret.set', { name: WAY_SECRET, value: this.password });
      // The call has no content to tell success from failure by.
      if (this.#hasFailed()) return 'failed';
      this.password = '';
    }
    return this.change.propose({ text: words.change, said: words.saved }, (document) => wayPatch(document, way));
  }

  #hasFailed(): boolean {
    return this.#live.failure !== null;
  }

  /** Sends a test message and looks after it until it is over, or for half a minute. */
  async test(): Promise<void> {
    this.testing = true;
    this.fate = null;
    this.#live.failure = null;
    const mail = { sender: this.sender.trim(), recipient: this.recipient.trim() };
    const sent = await this.#live.call('testMessage.send', mail);
    for (let look = 0; sent !== null && look < LOOKS; look += 1) {
      const fate = await this.#live.attempt('testMessage.fate', { id: sent.id });
      if (fate !== null) this.fate = fate;
      if (fate !== null && (fate.state !== 'waiting' || fate.place === 'Unreachable')) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    this.testing = false;
  }
}
