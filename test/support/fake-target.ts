import type { SendConnector } from '../../main/config/snapshot.ts';
import type { Attempt, AttemptResult, Target, Verdict } from '../../main/delivery/target.ts';
import type { TargetFactory } from '../../main/transport/routing.ts';

/** Next hops that behave as a test tells them to, and write down what they were given. */

export interface Delivered {
  readonly id: number;
  readonly address: string;
  readonly target: string;
}

/** What becomes of one recipient: a verdict, or a reply as `550 5.1.1 text` (4xx defers, 5xx fails). */
export type Behaviour = Verdict | 'unreachable' | 'throw' | `${number} ${string}`;

export class FakeTargets implements TargetFactory {
  readonly delivered: Delivered[] = [];
  readonly attempts: { readonly target: string; readonly attempt: Attempt }[] = [];
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  /** Largest number of attempts at a time, by target. */
  readonly most = new Map<string, number>();
  /** Says how an attempt for a recipient ends. */
  behaviour: (address: string, target: string) => Behaviour = () => 'delivered';
  /** Reply of those that slow down; null: none. */
  slowedBy: `${number} ${string}` | null = null;
  /** Targets that offer DSN. */
  readonly offeringDsn = new Set<string>();
  /** Attempts on these targets hang until release(). */
  readonly hanging = new Set<string>();
  readonly #waiting: { readonly target: string; readonly go: () => void }[] = [];
  readonly #active = new Map<string, number>();

  smartHost(connector: SendConnector): Target {
    return this.#open(connector.smartHosts.join(','));
  }

  mx(_connector: SendConnector, domain: string): Target {
    return this.#open(domain);
  }

  mailboxFolder(): Target {
    return this.#open('mailboxes');
  }

  active(target: string): number {
    return this.#active.get(target) ?? 0;
  }

  deliveredTo(address: string): number {
    return this.delivered.filter((entry) => entry.address === address).length;
  }

  attemptsFor(address: string): number {
    return this.attempts.filter(({ attempt }) => attempt.recipients.some((recipient) => recipient.address === address))
      .length;
  }

  /** Lets hanging attempts end. */
  release(target: string): void {
    this.hanging.delete(target);
    for (const { target: name, go } of this.#waiting.splice(0)) {
      if (name === target) go();
      else this.#waiting.push({ target: name, go });
    }
  }

  #open(name: string): Target {
    this.opened.push(name);
    return {
      deliver: (attempt, signal) => this.#deliver(name, attempt, signal),
      close: () => {
        this.closed.push(name);
        return Promise.resolve();
      },
    };
  }

  async #deliver(target: string, attempt: Attempt, signal: AbortSignal): Promise<AttemptResult> {
    this.attempts.push({ target, attempt });
    const active = this.active(target) + 1;
    this.#active.set(target, active);
    this.most.set(target, Math.max(this.most.get(target) ?? 0, active));
    try {
      await attempt.body();
      if (this.hanging.has(target)) await this.#hang(target, signal);
      return this.#answer(target, attempt, signal);
    } finally {
      this.#active.set(target, this.active(target) - 1);
    }
  }

  #hang(target: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ target, go: resolve });
      signal.addEventListener('abort', () => resolve());
    });
  }

  #answer(target: string, attempt: Attempt, signal: AbortSignal): AttemptResult {
    const { recipients } = attempt;
    const behaviours = recipients.map(({ address }) => (signal.aborted ? 'deferred' : this.behaviour(address, target)));
    const unreachable = behaviours.includes('unreachable');
    const outcomes = recipients.map(({ index, address }, position) => {
      const behaviour = behaviours[position] ?? 'deferred';
      if (behaviour === 'throw') throw new Error('the target broke');
      if (behaviour === 'delivered') this.delivered.push({ id: attempt.id, address, target });
      if (behaviour === 'slowed' && this.slowedBy !== null)
        return { ...outcomeOf(index, this.slowedBy, target), verdict: 'slowed' as const };
      return outcomeOf(index, behaviour, target);
    });
    const host = unreachable ? null : `host.${target}`;
    return { outcomes, unreachable, host, reportsSuccess: this.offeringDsn.has(target) };
  }
}

function outcomeOf(
  index: number,
  behaviour: Exclude<Behaviour, 'throw'>,
  target: string,
): AttemptResult['outcomes'][number] {
  const reply = /^(\d{3}) (?:(\d\.\d\.\d) )?/.exec(behaviour);
  if (reply !== null) {
    const verdict = behaviour.startsWith('5') ? 'failed' : 'deferred';
    const { 1: code = '', 2: enhanced = '' } = reply;
    return {
      ...{ index, verdict, error: behaviour },
      reply: {
        host: `host.${target}`,
        code: Number(code),
        enhanced: enhanced === '' ? null : enhanced,
        text: behaviour,
      },
    };
  }
  const verdict = behaviour === 'unreachable' ? 'deferred' : (behaviour as Verdict);
  const error = verdict === 'delivered' ? null : `451 4.4.0 ${target} said ${behaviour}`;
  return { index, verdict, reply: null, error };
}
