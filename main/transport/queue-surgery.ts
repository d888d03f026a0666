import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { PostroomError } from '../errors.ts';
import type { Dispatcher } from './dispatcher.ts';
import { messageGone } from './message-content.ts';
import type { Detour, EnvelopeRecipient, MessageQueue, QueuedMessage, QueueEdit } from './queue.ts';
import type { Transport } from './transport.ts';

/** What an administrator may change of messages that wait: their recipients, their way, and whether they wait at all. */

export interface QueueSurgeryDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly dispatcher: Dispatcher;
  /** Takes messages out of the waiting lists in memory; those being sent stay. */
  readonly withdraw: (ids: readonly number[]) => Promise<void>;
}

export type QueueSurgery = Pick<Transport, 'editRecipients' | 'holdMessages' | 'rerouteMessages'>;

export function createQueueSurgery({ queue, clock, snapshot, dispatcher, withdraw }: QueueSurgeryDeps): QueueSurgery {
  /**
   * Suspended first, so that nobody takes it up between the two steps; the edit is one commit. A process that dies
   * between them leaves the message suspended as it was.
   */
  async function edit(id: number, change: (message: QueuedMessage) => QueueEdit): Promise<void> {
    const before = await queue.find(id);
    if (before === null) throw messageGone();
    const wasStopped = before.status === 'suspended' || before.status === 'poison';
    try {
      await queue.suspend([id]);
      await withdraw([id]);
      const { then, ...edited } = change(before);
      // What flowed before flows again, at the time it was to.
      const flowing = then === 'keep' && !wasStopped;
      await queue.edit(id, { ...edited, then: flowing ? { dueMs: before.nextAttemptMs } : then });
    } catch (error) {
      if (!wasStopped) await queue.resume([id], before.nextAttemptMs);
      throw error;
    }
    dispatcher.submitted(null);
  }

  async function each(ids: readonly number[], change: () => QueueEdit): Promise<number> {
    let count = 0;
    for (const id of ids) {
      try {
        await edit(id, change);
        count += 1;
      } catch (error) {
        // One that has left meanwhile, or is being sent, does not keep the others; alone it tells why.
        if (!(error instanceof PostroomError) || ids.length === 1 || error.code === 'store-failed') throw error;
      }
    }
    return count;
  }

  return {
    async editRecipients(id, addresses, resend) {
      await edit(id, (message) => ({
        recipients: recipientsOf(message, addresses),
        then: resend ? { dueMs: clock.now() } : 'keep',
      }));
    },
    holdMessages: (ids, hold, untilMs) => each(ids, () => ({ recipients: null, then: { hold, untilMs } })),
    async rerouteMessages(ids, connector) {
      const detour = connector === null ? null : detourOf(connector, snapshot());
      return each(ids, () => ({ recipients: null, detour, then: { dueMs: clock.now() } }));
    },
  };
}

function detourOf(name: string, { sendConnectors }: Snapshot): Detour {
  const found = sendConnectors.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new PostroomError('not-found', `There is no send connector named "${name}".`);
  if (!found.enabled)
    throw new PostroomError('not-allowed', `The send connector "${found.name}" is disabled; enable it first.`);
  return { connector: found.name };
}

/** Those who wait already keep what their sender asked for; somebody new is asked for nothing. */
function recipientsOf({ recipients }: QueuedMessage, addresses: readonly string[]): readonly EnvelopeRecipient[] {
  const known = new Map(recipients.map((recipient) => [recipient.address.toLowerCase(), recipient]));
  const wanted = new Map(addresses.map((address) => [address.toLowerCase(), address]));
  return [...wanted].map(([key, address]) => {
    const { notify = [], originalRecipient = null, detour } = known.get(key) ?? {};
    return { address, notify, originalRecipient, ...(detour === undefined ? {} : { detour }) };
  });
}
