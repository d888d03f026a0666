import type { Clock } from '../clock.ts';
import type { SignInView } from '../contract/oauth-view.ts';
import { OAuthFault } from './oauth-fault.ts';
import type { Asker, Granted, Grants } from './grants.ts';

/** A sign-in by a person, from its beginning to its end. */
export interface SignIn {
  view(): SignInView;
  cancel(): void;
  /** Only in a browser: takes the address it was sent back to. */
  finish?(address: string): Promise<void>;
}

export interface SignInParts {
  readonly asker: Asker;
  readonly clock: Clock;
  readonly grants: Grants;
  /** Keeps what the provider gave. */
  readonly granted: (granted: Granted) => Promise<void>;
}

type Ending = Exclude<SignInView['state'], 'waiting'>;

/** The state of a sign-in: it ends once, and what comes later changes nothing. */
export class SignInProgress {
  readonly #begun: Pick<SignInView, 'kind' | 'link' | 'userCode' | 'expiresMs'>;
  readonly #release: () => void;
  #state: SignInView['state'] = 'waiting';
  #text = '';

  /** `release` runs at the end, however it comes. */
  constructor(begun: Pick<SignInView, 'kind' | 'link' | 'userCode' | 'expiresMs'>, release: () => void) {
    this.#begun = begun;
    this.#release = release;
  }

  get waiting(): boolean {
    return this.#state === 'waiting';
  }

  view(): SignInView {
    return { ...this.#begun, state: this.#state, text: this.#text };
  }

  end(state: Ending, text = ''): void {
    if (!this.waiting) return;
    this.#state = state;
    this.#text = text;
    this.#release();
  }

  fail(error: unknown): void {
    if (error instanceof OAuthFault) {
      const { kind, message } = error;
      this.end(kind === 'denied' || kind === 'expired' ? kind : 'failed', message);
    } else this.end('failed', 'The sign-in failed.');
  }
}
