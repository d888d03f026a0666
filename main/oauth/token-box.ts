import type { Secrets } from '../config/configuration.ts';
import type { SendConnector } from '../config/snapshot.ts';
import { OAuthFault } from './oauth-fault.ts';
import { formatTokens, parseTokens, tokenSecretOf, type TokenSet } from './token-set.ts';

interface Deps {
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'remove' | 'names'>;
  readonly report: (error: unknown, doing: string) => void;
}

/** The place in the SecretBox where the tokens of one send connector are kept. */
export class TokenBox {
  readonly #connector: string;
  readonly #secret: string;
  /** Only tokens got under these settings count. */
  readonly #print: string;
  readonly #deps: Deps;

  constructor({ name }: Pick<SendConnector, 'name'>, print: string, deps: Deps) {
    this.#connector = name;
    this.#secret = tokenSecretOf(name);
    this.#print = print;
    this.#deps = deps;
  }

  /** Rejects with an OAuthFault where they are there, but cannot be opened. */
  async read(): Promise<TokenSet | null> {
    const { secrets } = this.#deps;
    if (!secrets.names().includes(this.#secret)) return null;
    try {
      const found = parseTokens(await secrets.get(this.#secret));
      return found?.settings === this.#print ? found : null;
    } catch (error) {
      const text = `The sign-in of the send connector ${this.#connector} is kept, but cannot be opened on this machine: sign in again.`;
      throw new OAuthFault('again', text, error);
    }
  }

  /** A failure is told and stops no mail; a restart before the next renewal would ask for a new sign-in. */
  async write(tokens: TokenSet): Promise<void> {
    try {
      await this.#deps.secrets.set(this.#secret, formatTokens(tokens));
    } catch (error) {
      this.#deps.report(error, `keeping the sign-in of ${this.#connector}`);
    }
  }

  remove(): Promise<boolean> {
    return this.#deps.secrets.remove(this.#secret);
  }
}
