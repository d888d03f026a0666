import type { Clock } from '../clock.ts';
import type { AttemptResult, DeliveryOutcome } from '../delivery/target.ts';
import { outcomeOf } from './attempt-outcome.ts';
import type { Group } from './next-hops.ts';
import type { AttemptRecord, AttemptResultRecord } from './queue.ts';

/** What is kept of a delivery attempt for the person who asks why a message waits. Pure, but for the time. */

/** Outcomes that differ; a list of 500 addresses at 500 servers stays small. */
const MOST_RESULTS = 20;
const LONGEST_TEXT = 1000;

/** Null where there is nothing to ask: everybody has the message, or the next hop only wanted to be sent less. */
export function attemptRecord(group: Group, result: AttemptResult, clock: Clock): AttemptRecord | null {
  const { held, hop, recipients, startedMs } = group;
  const { outcomes } = result;
  const isWhole = recipients.length === held.message.recipients.length && outcomes.length === recipients.length;
  if (isWhole && outcomes.every(({ verdict }) => verdict === 'delivered' || verdict === 'slowed')) return null;
  const durationMs = clock.monotonic() - startedMs;
  return {
    startedMs: Math.round(clock.now() - durationMs),
    durationMs: Math.round(durationMs),
    queue: hop.queue,
    host: result.host ?? outcomes.find(({ reply }) => reply !== null)?.reply?.host ?? null,
    ...(result.repairs === undefined ? {} : { repairs: result.repairs }),
    results: resultsOf(group, result),
  };
}

function resultsOf({ recipients }: Group, result: AttemptResult): readonly AttemptResultRecord[] {
  const results = new Map<string, AttemptResultRecord & { readonly recipients: number[] }>();
  for (const [position, { index }] of recipients.entries()) {
    const told = toldOf(outcomeOf(result, index, position));
    const key = JSON.stringify(told);
    const known = results.get(key);
    if (known !== undefined) known.recipients.push(index);
    else if (results.size < MOST_RESULTS) results.set(key, { ...told, recipients: [index] });
  }
  return [...results.values()];
}

function toldOf({ verdict, reply, error }: Omit<DeliveryOutcome, 'index'>): Omit<AttemptResultRecord, 'recipients'> {
  const words = reply?.text.slice(0, LONGEST_TEXT) ?? null;
  // Our own wording of a reply says no more than the reply.
  return { verdict, reply: words, error: words === null ? (error?.slice(0, LONGEST_TEXT) ?? null) : null };
}
