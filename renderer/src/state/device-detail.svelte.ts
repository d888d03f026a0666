import type { MessageRow } from '../../../main/contract/queue-view.ts';
import type { SessionSummary } from '../../../main/contract/session-view.ts';
import type { Advice } from '../../../main/contract/tester-view.ts';
import type { Live } from './live.svelte.ts';
import { SessionActions } from './session-actions.svelte.ts';

/** What is asked for when a device is opened: its recent sessions, and what would turn its last refusal. */

const RECENT = 8;
const MOST_HELD = 200;

export class DeviceDetail {
  /** Newest first; null until they are there. */
  sessions = $state.raw<readonly SessionSummary[] | null>(null);
  /** Best first; null where it was not asked for. */
  advice = $state.raw<readonly Advice[] | null>(null);
  /** Messages that wait for release, oldest first; null until they are there. */
  held = $state.raw<readonly MessageRow[] | null>(null);
  hasMoreHeld = $state(false);
  /** How many were released here just now. */
  released = $state<number | null>(null);
  readonly #live: Live;
  readonly #address: string;

  constructor(live: Live, address: string) {
    this.#live = live;
    this.#address = address;
  }

  async load(): Promise<void> {
    const filter = { direction: 'receive', remoteAddress: this.#address } as const;
    const page = await this.#live.attempt('sessions.list', { filter, before: null, limit: RECENT });
    this.sessions = page?.sessions ?? this.sessions ?? [];
    await this.#loadHeld();
  }

  /** Releases what waits. */
  async release(): Promise<void> {
    const ids = this.held?.map(({ id }) => id) ?? [];
    if (ids.length === 0) return;
    const touched = await this.#live.call('message.resume', { ids });
    if (touched === null) return;
    await this.#loadHeld();
    this.released = touched.count;
  }

  async #loadHeld(): Promise<void> {
    // As the engine says why it holds a message of this device.
    const text = `mail of the device ${this.#address} waits`;
    const page = await this.#live.attempt('queue.messages', {
      status: 'suspended',
      text,
      after: null,
      limit: MOST_HELD,
    });
    if (page === null) return;
    this.released = null;
    this.held = page.messages;
    this.hasMoreHeld = page.next !== null;
  }

  /** Asks about its latest session in which something was refused; it may not be kept any more. */
  async advise(): Promise<void> {
    const refused = this.sessions?.find(({ refused }) => refused > 0);
    if (refused === undefined) return;
    const actions = new SessionActions(this.#live, refused.id);
    await actions.advise();
    this.advice = actions.advice;
  }

  forgetAdvice(): void {
    this.advice = null;
  }
}
