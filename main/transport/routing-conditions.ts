import type { RoutingConditions } from '../config/snapshot.ts';
import { comparable, domainOf } from '../connectors/accepted-domains.ts';
import type { QueuedMessage } from './queue.ts';

/** Which mail a send connector is for, beside the domain it goes to: by sender, and by the way it came in. Pure. */

/** What routing reads of a message. */
export interface RoutedMessage {
  readonly size: number;
  /** As it stands in the queue; empty for the null sender. */
  readonly mailFrom: string;
  /** Identity of the receive connector that took it; null: none did. */
  readonly source: string | null;
}

export function routedMessage({ size, envelope, origin }: QueuedMessage): RoutedMessage {
  return { size, mailFrom: envelope.mailFrom, source: origin.connector };
}

/** Whether a connector with these conditions may take the message. Each kind that is given must hold. */
export function appliesTo(conditions: RoutingConditions | null, { mailFrom, source }: RoutedMessage): boolean {
  if (conditions === null) return true;
  const { senders, receiveConnectors } = conditions;
  if (receiveConnectors.size > 0 && (source === null || !receiveConnectors.has(source.toLowerCase()))) return false;
  return senders.size === 0 || isAmong(senders, mailFrom);
}

/** An address by itself, or by its domain as `@domain`; the null sender as `<>`. */
function isAmong(senders: ReadonlySet<string>, mailFrom: string): boolean {
  if (mailFrom === '') return senders.has('<>');
  return senders.has(comparable(mailFrom)) || senders.has(`@${domainOf(mailFrom)}`);
}
