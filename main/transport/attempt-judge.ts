import type { AttemptResult } from '../delivery/target.ts';
import {
  deferEvent,
  deliveryEvent,
  failureOf,
  outcomeOf,
  receiptOf,
  type DeliveredRecipient,
} from './attempt-outcome.ts';
import type { Group } from './next-hops.ts';
import { EXPIRED, wantsReceipt, type Failure, type OutcomeLedger } from './outcome-ledger.ts';
import type { QueuedRecipient } from './queue.ts';
import type { Tracking } from './tracking.ts';

/** Turns what an attempt came to into outcomes of its recipients. */

export interface AttemptJudgeDeps {
  readonly ledger: OutcomeLedger;
  readonly tracking: Tracking;
}

interface Waiting {
  readonly recipient: QueuedRecipient;
  readonly error: string | null;
  readonly isTried: boolean;
}

export class AttemptJudge {
  readonly #deps: AttemptJudgeDeps;

  constructor(deps: AttemptJudgeDeps) {
    this.#deps = deps;
  }

  /** Null where everything is decided, else a promise that failures and receipts wait for. */
  judge(group: Group, result: AttemptResult, waitMs: number, aborted: boolean): Promise<unknown> | null {
    const { ledger, tracking } = this.#deps;
    const { held, hop, recipients } = group;
    const delivered: DeliveredRecipient[] = [];
    const failures: Failure[] = [];
    const waiting: Waiting[] = [];
    const expired = ledger.isExpired(held.message);
    for (const [position, recipient] of recipients.entries()) {
      const outcome = outcomeOf(result, recipient.index, position);
      if (outcome.verdict === 'delivered') {
        ledger.delivered(held, recipient, hop.queue);
        delivered.push({ recipient, outcome });
      } else if (outcome.verdict === 'failed') {
        failures.push(failureOf(recipient, outcome, result.host));
      } else if (expired && !aborted) {
        failures.push({ recipient, diagnostic: EXPIRED, remoteHost: null, lastError: outcome.error });
      } else {
        const error = outcome.error ?? hop.lastError ?? 'The next hop did not say what became of the message.';
        // A next hop that only wants less has not refused this message: it is neither tried nor put off by that.
        waiting.push({ recipient, error: aborted ? null : error, isTried: !aborted && outcome.verdict !== 'slowed' });
      }
    }
    if (waiting.length > 0) this.#defer(group, waiting, waitMs);
    if (delivered.length > 0) tracking.track(held.message, () => deliveryEvent(hop, delivered, result));
    return this.#notify(group, delivered, failures, result);
  }

  #notify(
    group: Group,
    delivered: readonly DeliveredRecipient[],
    failures: readonly Failure[],
    result: AttemptResult,
  ): Promise<unknown> | null {
    const { ledger } = this.#deps;
    const { held, hop } = group;
    // RFC 3461 5.2.2: relayed is said only where the next hop will not say more.
    const receipts = (result.reportsSuccess === true ? [] : delivered)
      .filter(({ recipient }) => wantsReceipt(recipient))
      .map((entry) => receiptOf(entry, hop, result.host));
    if (failures.length === 0 && receipts.length === 0) return null;
    return Promise.all([
      ...(failures.length > 0 ? [ledger.fail(held, failures, hop.queue, true)] : []),
      ...(receipts.length > 0 ? [ledger.confirm(held, receipts)] : []),
    ]);
  }

  #defer({ held, hop }: Group, waiting: readonly Waiting[], waitMs: number): void {
    const { ledger, tracking } = this.#deps;
    for (const { recipient, error, isTried } of waiting) {
      ledger.park(held, [recipient], { queue: hop.queue, error, waitMs, attempted: isTried });
    }
    const tried = waiting.filter(({ isTried }) => isTried);
    if (tried.length === 0) return;
    const recipients = tried.map(({ recipient }) => recipient);
    tracking.track(held.message, () =>
      deferEvent(
        hop,
        recipients,
        tried.map(({ error }) => error ?? ''),
      ),
    );
  }
}
