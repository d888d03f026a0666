import { SvelteMap } from 'svelte/reactivity';
import type { Live } from './live.svelte.ts';
import { said } from '../said.ts';

const LONGEST = 4096;
const MOST_KEPT = 500;

/** What replies of other servers mean, in the engine's words; each is asked for once. */
export class ReplyWords {
  readonly #live: Live;
  readonly #hints = new SvelteMap<string, string | null>();

  constructor(live: Live) {
    this.#live = live;
  }

  /** Asks for the meaning of those that are new. */
  learn(replies: readonly string[]): void {
    for (const reply of replies) {
      if (reply === '' || this.#hints.has(reply)) continue;
      if (this.#hints.size >= MOST_KEPT) this.#hints.clear();
      this.#hints.set(reply, null);
      void this.#live.attempt('explainReply', { text: reply.slice(0, LONGEST) }).then((found) => {
        this.#hints.set(reply, found ? said(found.hint) : null);
      });
    }
  }

  /** Null while it is not known, or where nothing is known of it. */
  hintOf(reply: string): string | null {
    return this.#hints.get(reply) ?? null;
  }
}
