import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import type { Api, CallInput, CallName, CallResult } from '../contract/calls.ts';
import type { Caller } from '../contract/declaration.ts';
import { PostroomError } from '../errors.ts';
import { complete } from '../shell/complete.ts';
import { cmdlets } from '../shell/cmdlets/list.ts';
import { identitiesOf } from '../shell/cmdlets/identities.ts';
import { ShellSession } from './shell-session.ts';

/** The Exchange Management Shell, for the console and the command line alike. */
export type ShellCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `shell.${string}`>>;

export interface ShellParts {
  readonly clock: Clock;
  /** Makes a call of the contract in the name of a caller, with that caller's rights. */
  readonly call: <Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    caller: Caller,
  ) => Promise<CallResult<Name>>;
}

const MAX_SESSIONS = 32;
const IDLE_MS = 60 * 60 * 1000;
/** A question that was not answered for so long is answered with no. */
const ANSWER_MS = 10 * 60 * 1000;

export function createShellCalls({ clock, call }: ShellParts): ShellCalls {
  const sessions = new ShellSessions(clock);
  return {
    'shell.run': ({ text, session, width }, caller) =>
      sessions.used(session).run({
        text,
        width,
        cmdlets,
        host: { call: (name, input) => call(name, input, caller), now: () => clock.now() },
      }),
    'shell.answer': ({ session, answer }) => sessions.used(session).answer(answer),
    'shell.complete': ({ text, cursor }, caller) =>
      complete(text, cursor, cmdlets, (noun) => identitiesOf(noun, (name, input) => call(name, input, caller))),
    'shell.close': ({ session }) => {
      sessions.close(session);
      return null;
    },
  };
}

interface Kept {
  readonly session: ShellSession;
  usedAtMs: number;
  timer: Timer | null;
}

/** The shells that are open, the least recently used first. */
class ShellSessions {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The session of that name, or a new one. Throws 'not-found' for one that was let go. */
  used(id: string | null): ShellSession {
    this.#letGo();
    const kept = id === null ? this.#open() : this.#kept.get(id);
    if (kept === undefined)
      throw new PostroomError('not-found', 'This shell is no longer open. Run the command again.');
    const { session } = kept;
    this.#kept.delete(session.id);
    this.#kept.set(session.id, kept);
    this.#watch(kept);
    return session;
  }

  close(id: string): void {
    const kept = this.#kept.get(id);
    kept?.timer?.cancel();
    kept?.session.abandon();
    this.#kept.delete(id);
  }

  #open(): Kept {
    return { session: new ShellSession(randomUUID()), usedAtMs: this.#clock.now(), timer: null };
  }

  #watch(kept: Kept): void {
    kept.timer?.cancel();
    kept.usedAtMs = this.#clock.now();
    kept.timer = this.#clock.after(ANSWER_MS, () => kept.session.abandon());
  }

  #letGo(): void {
    const limit = this.#clock.now() - IDLE_MS;
    for (const [id, { usedAtMs, session }] of this.#kept) {
      const isOld = usedAtMs < limit || this.#kept.size >= MAX_SESSIONS;
      if (isOld && !session.isRunning) this.close(id);
    }
  }
}
