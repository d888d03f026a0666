import type { CallInput, CallName, CallResult } from '../../../main/contract/calls.ts';
import { CallError } from '../../../main/contract/client.ts';
import { said } from '../said.ts';
import type { Live } from './live.svelte.ts';

/** What a dialog asks the engine for: it stays open, and says why, where that fails. */
export class DialogCall {
  failure = $state<string | null>(null);
  busy = $state(false);
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  async make<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name> | null> {
    this.busy = true;
    this.failure = null;
    const answer = await this.#live.ask(name, input);
    this.busy = false;
    if (!(answer instanceof CallError)) return answer;
    this.failure = said(answer.message);
    return null;
  }
}
