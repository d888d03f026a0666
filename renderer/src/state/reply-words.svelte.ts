import { SvelteMap } from 'svelte/reactivity';
import type { KnownFailureView } from '../../../main/contract/config-view.ts';
import type { Live } from './live.svelte.ts';
import { said } from '../said.ts';

const LONGEST = 4096;
const MOST_KEPT = 500;

interface Meaning {
  readonly hint: string;
  readonly known: KnownFailureView | null;
}

/** What replies of other servers mean, in the engine's words; each is asked for once. */
export class ReplyWords {
  readonly #live: Live;
  readonly #meanings = new SvelteMap<string, Meaning | null>();

  constructor(live: Live) {
    this.#live = live;
  }

  /** Asks for the meaning of those that are new. */
  learn(replies: readonly string[]): void {
    for (const reply of replies) {
      if (reply === '' || this.#meanings.has(reply)) continue;
      if (this.#meanings.size >= MOST_KEPT) this.#meanings.clear();
      this.#meanings.set(reply, null);
      void this.#live.attempt('explainReply', { text: reply.slice(0, LONGEST) }).then((found) => {
        this.#meanings.set(reply, found && { hint: said(found.hint), known: found.known });
      });
    }
  }

  /** Null while it is not known, or where nothing is known of it. */
  hintOf(reply: string): string | null {
    return this.#meanings.get(reply)?.hint ?? null;
  }

  /** Set where a provider is known for it. */
  knownOf(reply: string): KnownFailureView | null {
    return this.#meanings.get(reply)?.known ?? null;
  }
}
