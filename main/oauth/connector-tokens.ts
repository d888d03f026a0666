import type { Clock, Timer } from '../clock.ts';
import type { Secrets } from '../config/configuration.ts';
import type { SendConnector } from '../config/snapshot.ts';
import { askerOf, isProgram } from './asker.ts';
import type { Granted, Grants } from './grants.ts';
import { OAuthFault } from './oauth-fault.ts';
import { isGood, isHeld, isTooYoung, retryMs, untilRenewalMs } from './renewal-times.ts';
import { TokenBox } from './token-box.ts';
import { ended, renewed, settingsPrint, signedIn, type TokenSet } from './token-set.ts';

export interface TokenDeps {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'remove' | 'names'>;
  /** For causes that nobody waits for. */
  readonly report: (error: unknown, doing: string) => void;
}

/** How a sign-in stands. */
export interface TokenState {
  readonly tokens: TokenSet | null;
  /** Why the last request failed; null once one went well. */
  readonly fault: OAuthFault | null;
}

/** The tokens of one send connector, under one set of settings. One request at a time; what it gives is kept before use. */
export class ConnectorTokens {
  readonly #connector: SendConnector;
  readonly #print: string;
  readonly #box: TokenBox;
  readonly #deps: TokenDeps;
  #tokens: TokenSet | null = null;
  #loading: Promise<void> | null = null;
  #running: Promise<TokenSet> | null = null;
  /** Counts what makes a running request worthless. */
  #generation = 0;
  #failure: { readonly fault: OAuthFault; readonly atMs: number } | null = null;
  #failures = 0;
  #timer: Timer | null = null;
  #closed = false;

  constructor(connector: SendConnector, deps: TokenDeps) {
    this.#connector = connector;
    this.#print = settingsPrint(connector);
    this.#box = new TokenBox(connector, this.#print, deps);
    this.#deps = deps;
  }

  get secretName(): string {
    return this.#connector.secretName;
  }

  isFor(connector: SendConnector): boolean {
    return settingsPrint(connector) === this.#print && connector.secretName === this.secretName;
  }

  /** A token that is good for now. */
  async token(): Promise<string> {
    await this.#loaded();
    const kept = this.#tokens;
    if (kept !== null && isGood(kept, this.#now())) {
      if (untilRenewalMs(kept, this.#now()) === 0) this.#renewBehind();
      return accessOf(kept);
    }
    return accessOf(await this.#renewAsked());
  }

  /** Another token for one that was refused; null where that one is too young for its age to be the reason. */
  async renew(refused: string): Promise<string | null> {
    await this.#loaded();
    const kept = this.#tokens;
    // Somebody else was refused too, and has asked already.
    if (kept !== null && kept.accessToken !== refused && isGood(kept, this.#now())) return accessOf(kept);
    if (kept !== null && isTooYoung(kept, this.#now())) return null;
    return accessOf(await this.#renewAsked());
  }

  async state(): Promise<TokenState> {
    try {
      await this.#loaded();
    } catch (error) {
      if (error instanceof OAuthFault) return { tokens: null, fault: error };
      throw error;
    }
    return { tokens: this.#tokens, fault: this.#failure?.fault ?? null };
  }

  /** Takes what a finished sign-in gave. */
  async adopt(granted: Granted): Promise<void> {
    this.#loading = Promise.resolve();
    this.#generation += 1;
    await this.#keep(signedIn(granted, this.#print, this.#now()));
  }

  /** For programs: shows at once whether the settings are right. */
  async signIn(): Promise<void> {
    await this.#loaded();
    this.forgetFailure();
    await this.#renewOnce();
  }

  async forget(): Promise<boolean> {
    this.#loading = Promise.resolve();
    this.#generation += 1;
    this.#tokens = null;
    this.forgetFailure();
    this.#schedule();
    return this.#box.remove();
  }

  forgetFailure(): void {
    this.#failure = null;
    this.#failures = 0;
  }

  /** Reads what is kept, and renews it ahead of time from now on. */
  keepFresh(): void {
    this.#loaded().then(
      () => this.#schedule(),
      (error: unknown) => this.#deps.report(error, `reading the sign-in of ${this.#connector.name}`),
    );
  }

  /** The settings are others now: what is under way is for nobody. */
  abandon(): void {
    this.#generation += 1;
    void this.close();
  }

  /** Resolves when what was under way is kept: a refresh token may be used up by now. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#schedule();
    await this.#running?.catch(() => undefined);
  }

  #now(): number {
    return this.#deps.clock.now();
  }

  #loaded(): Promise<void> {
    this.#loading ??= this.#box.read().then(
      (found) => {
        this.#tokens = found;
      },
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }

  async #renewAsked(): Promise<TokenSet> {
    if (this.#running === null && this.#failure !== null && isHeld(this.#failure.atMs, this.#now()))
      throw this.#failure.fault;
    return this.#renewOnce();
  }

  /** Single flight: who comes while a request runs gets what it gives. */
  #renewOnce(): Promise<TokenSet> {
    this.#running ??= this.#request().finally(() => {
      this.#running = null;
      this.#schedule();
    });
    return this.#running;
  }

  async #request(): Promise<TokenSet> {
    const before = this.#tokens;
    const generation = this.#generation;
    try {
      const granted = await this.#ask(before);
      if (this.#generation !== generation) return await this.#superseded();
      const now = this.#now();
      return await this.#keep(before === null ? signedIn(granted, this.#print, now) : renewed(before, granted, now));
    } catch (error) {
      if (this.#generation !== generation) return await this.#superseded();
      throw await this.#failed(error, before);
    }
  }

  /** A person signed in, or out, while the request ran: that counts. */
  #superseded(): Promise<TokenSet> {
    if (this.#tokens !== null) return Promise.resolve(this.#tokens);
    return Promise.reject(new OAuthFault('again', this.#nobody()));
  }

  async #ask(before: TokenSet | null): Promise<Granted> {
    const asker = await askerOf(this.#connector, this.#deps.secrets);
    if (isProgram(asker.settings)) return this.#deps.grants.program(asker);
    if (before === null) throw new OAuthFault('again', this.#nobody());
    if (before.ended !== null) throw new OAuthFault('again', before.ended);
    if (before.refreshToken !== null) return this.#deps.grants.refresh(asker, before.refreshToken);
    const text = `The provider gave no lasting sign-in for the send connector ${this.#connector.name}: sign in again, and ask for the scope offline_access.`;
    throw new OAuthFault('again', text);
  }

  #nobody(): string {
    return `Nobody has signed in for the send connector ${this.#connector.name} yet: sign in on the delivery page.`;
  }

  /** In memory at once, since the provider may know no other any more; then on disk, and only then in use. */
  async #keep(tokens: TokenSet): Promise<TokenSet> {
    this.#tokens = tokens;
    this.forgetFailure();
    await this.#box.write(tokens);
    this.#schedule();
    return tokens;
  }

  async #failed(error: unknown, before: TokenSet | null): Promise<OAuthFault> {
    const text = `The sign-in of the send connector ${this.#connector.name} could not be renewed.`;
    const fault = error instanceof OAuthFault ? error : new OAuthFault('temporary', text, error);
    this.#failure = { fault, atMs: this.#now() };
    this.#failures += 1;
    if (fault.kind === 'again' && before?.ended === null && before.refreshToken !== null) {
      this.#tokens = ended(before, fault.message);
      await this.#box.write(this.#tokens);
    }
    return fault;
  }

  /** Arms the next renewal: before the token ends, or a while after a failure that may pass. */
  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#closed || this.#running !== null || this.#tokens === null || !this.#canRenew(this.#tokens)) return;
    const inMs = Math.max(retryMs(this.#failures), untilRenewalMs(this.#tokens, this.#now()));
    this.#timer = this.#deps.clock.after(inMs, () => this.#renewBehind());
  }

  #canRenew({ refreshToken }: TokenSet): boolean {
    const { oauth } = this.#connector;
    return refreshToken !== null || (oauth !== null && isProgram(oauth));
  }

  /** Nobody waits for it: a failure is kept as the state, and tried again by itself. */
  #renewBehind(): void {
    if (this.#tokens !== null && this.#canRenew(this.#tokens)) this.#renewOnce().catch(() => undefined);
  }
}

function accessOf({ accessToken, ended: why }: TokenSet): string {
  if (accessToken === null) throw new OAuthFault('again', why ?? 'The sign-in has ended: sign in again.');
  return accessToken;
}
