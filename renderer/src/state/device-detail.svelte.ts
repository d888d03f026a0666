import type { SessionSummary } from '../../../main/contract/session-view.ts';
import type { Advice } from '../../../main/contract/tester-view.ts';
import type { Live } from './live.svelte.ts';
import { SessionActions } from './session-actions.svelte.ts';

/** What is asked for when a device is opened: its recent sessions, and what would turn its last refusal. */

const RECENT = 8;

export class DeviceDetail {
  /** Newest first; null until they are there. */
  sessions = $state.raw<readonly SessionSummary[] | null>(null);
  /** Best first; null where it was not asked for. */
  advice = $state.raw<readonly Advice[] | null>(null);
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
