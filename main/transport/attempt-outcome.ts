import type { AttemptResult, DeliveryOutcome } from '../delivery/target.ts';
import type { DsnRecipient } from './dsn.ts';
import type { NextHop } from './next-hops.ts';
import type { Failure } from './outcome-ledger.ts';
import type { QueuedRecipient } from './queue.ts';
import type { TransportEvent } from './tracking.ts';

/** Reads the result of an attempt recipient by recipient. Pure. */

const UNKNOWN: Omit<DeliveryOutcome, 'index'> = { verdict: 'deferred', reply: null, error: null };

export interface DeliveredRecipient {
  readonly recipient: QueuedRecipient;
  readonly outcome: Omit<DeliveryOutcome, 'index'>;
}

/** What became of a recipient; a target that does not say leaves it to be tried again. */
export function outcomeOf(result: AttemptResult, index: number, position: number): Omit<DeliveryOutcome, 'index'> {
  const same = result.outcomes[position];
  return (same?.index === index ? same : result.outcomes.find((outcome) => outcome.index === index)) ?? UNKNOWN;
}

/** The reply in one line, `550 5.1.1 User unknown`, or null where there was none. */
export function replyLine({ reply }: Omit<DeliveryOutcome, 'index'>): string | null {
  return reply?.text ?? null;
}

export function failureOf(
  recipient: QueuedRecipient,
  outcome: Omit<DeliveryOutcome, 'index'>,
  host: string | null,
): Failure {
  const diagnostic = replyLine(outcome) ?? outcome.error ?? '550 5.0.0 The message was refused without a reason';
  return {
    recipient,
    diagnostic,
    remoteHost: outcome.reply === null ? null : outcome.reply.host || host,
    lastError: null,
  };
}

export function receiptOf({ recipient, outcome }: DeliveredRecipient, hop: NextHop, host: string | null): DsnRecipient {
  const action = hop.route.kind === 'mailbox' ? 'delivered' : 'relayed';
  return {
    recipient,
    action,
    diagnostic: replyLine(outcome),
    remoteHost: action === 'relayed' ? host : null,
    lastError: null,
  };
}

/** A target that throws has not said what became of the message: it is tried again. */
export function resultOfThrown(error: unknown, recipients: readonly QueuedRecipient[]): AttemptResult {
  const text = error instanceof Error ? error.message : String(error);
  const outcomes = recipients.map(({ index }) => ({ index, verdict: 'deferred', reply: null, error: text }) as const);
  return { outcomes, unreachable: false, host: null };
}

/** SEND for what the next hop took, DELIVER for what lies in a mailbox folder. */
export function deliveryEvent(
  { route: { connector } }: NextHop,
  delivered: readonly DeliveredRecipient[],
  { host, repairs = [] }: AttemptResult,
): TransportEvent {
  return {
    event: connector === null ? 'DELIVER' : 'SEND',
    source: connector === null ? 'STOREDRIVER' : 'SMTP',
    recipients: delivered.map(({ recipient }) => recipient.address),
    recipientStatus: delivered.map(({ outcome }) => replyLine(outcome) ?? ''),
    ...(connector === null ? {} : { connectorId: connector.identity }),
    ...(host === null ? {} : { serverHostname: host }),
    ...(repairs.length === 0 ? {} : { sourceContext: repairs.join(' ') }),
  };
}

export function deferEvent(
  { queue, route: { connector } }: NextHop,
  recipients: readonly QueuedRecipient[],
  errors: readonly string[],
): TransportEvent {
  return {
    event: 'DEFER',
    source: connector === null ? 'STOREDRIVER' : 'SMTP',
    recipients: recipients.map(({ address }) => address),
    recipientStatus: errors,
    sourceContext: queue,
    ...(connector === null ? {} : { connectorId: connector.identity }),
  };
}
