import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { PostroomError } from '../errors.ts';
import { smartHostText } from './categorizer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Original } from './dsn.ts';
import type { Held } from './held-messages.ts';
import { readOriginal } from './original.ts';
import type { MessageQueue, QueuedMessage } from './queue.ts';
import { createQueueSurgery, type QueueSurgery } from './queue-surgery.ts';
import { inHandOf, viewQueues } from './queue-views.ts';
import { MAILBOX_QUEUE, POISON_QUEUE, SUBMISSION_QUEUE, UNREACHABLE_QUEUE } from './routing.ts';
import type { Tracking } from './tracking.ts';
import type { SuspendedQueues, Transport } from './transport.ts';

/** What an administrator may do to queues and messages: Suspend-, Resume-, Retry- and Remove-. */

/** Status of a removed message in its NDR, in Exchange's words. */
const REMOVED = '550 4.3.2 QUEUE.Admin; message deleted by administrative action';

/** Together they share a sync of the disk; the originals of their notifications are in memory meanwhile. */
const REMOVED_AT_ONCE = 32;

export interface QueueControlDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly tracking: Tracking;
  readonly report: (error: unknown, doing: string) => void;
  readonly dispatcher: Dispatcher;
  readonly suspendedQueues: SuspendedQueues;
}

export type QueueControl = Pick<
  Transport,
  | 'queues'
  | 'inHand'
  | 'suspendQueue'
  | 'resumeQueue'
  | 'retryQueue'
  | 'suspendMessages'
  | 'resumeMessages'
  | 'retryMessages'
  | 'removeMessages'
  | 'secretChanged'
> &
  QueueSurgery;

/** `SERVER\Queue` or `Queue`. */
function bareIdentity(identity: string): string {
  return identity.slice(identity.lastIndexOf('\\') + 1);
}

export function createQueueControl(deps: QueueControlDeps): QueueControl {
  const { queue, clock, snapshot, tracking, report, dispatcher, suspendedQueues } = deps;

  async function known(identity: string): Promise<string> {
    const wanted = bareIdentity(identity).toLowerCase();
    const fixed = [SUBMISSION_QUEUE, UNREACHABLE_QUEUE, POISON_QUEUE, MAILBOX_QUEUE];
    const stored = (await queue.queues()).map((summary) => summary.queue);
    const suspended = dispatcher.hops.suspendedQueues().map(({ name }) => name);
    const names = [...fixed, ...stored, ...[...dispatcher.hops.all()].map((hop) => hop.queue), ...suspended];
    const found = names.find((name) => name.toLowerCase() === wanted);
    if (found === undefined) throw new PostroomError('not-found', `There is no queue named ${bareIdentity(identity)}.`);
    return found;
  }

  /** Poison is not a queue that is worked off: its messages are resumed or removed one by one. */
  function refusePoison(name: string): void {
    if (name !== POISON_QUEUE) return;
    throw new PostroomError(
      'not-allowed',
      'Messages in the poison queue stay suspended; resume or remove them one by one.',
    );
  }

  async function due(count: Promise<number>): Promise<number> {
    const messages = await count;
    if (messages > 0) dispatcher.submitted(null);
    return messages;
  }

  async function retryQueue(identity: string): Promise<number> {
    const name = await known(identity);
    refusePoison(name);
    return retryNamed(name);
  }

  function retryNamed(name: string): Promise<number> {
    dispatcher.hops.unblock(dispatcher.hops.of(name));
    return due(queue.retry({ queue: name }, clock.now()));
  }

  /** Keeps which queues are suspended for the next start. */
  function keepSuspended(): Promise<void> {
    const lasting = dispatcher.hops.suspendedQueues().filter((one) => one.lasting);
    return suspendedQueues.save(lasting.map(({ name }) => name));
  }

  /** Routing and sign-in are looked up again at each attempt; this makes the attempt come now. */
  async function secretChanged(secret: string): Promise<number> {
    let count = 0;
    for (const { identity, auth, secretName, smartHosts } of snapshot().sendConnectors) {
      if (auth === 'None' || secretName !== secret) continue;
      const hops = [...dispatcher.hops.all()].filter(({ route }) => route.connector?.identity === identity);
      for (const { held } of hops.flatMap((hop) => [...hop.active])) retryReleased(held);
      dispatcher.withdraw(hops);
      dispatcher.hops.renew(identity);
      count += await due(queue.retry({ queue: smartHostText(smartHosts) }, clock.now()));
    }
    return count;
  }

  /** An attempt under way may still fail with the old password. */
  function retryReleased(held: Held): void {
    const { id } = held.message;
    dispatcher.messages
      .untilReleased(held)
      .then(() => due(queue.retry({ ids: [id] }, clock.now())))
      .catch((error: unknown) => report(error, `trying message ${id} again`));
  }

  /** Takes messages out of the waiting lists in memory. Those being sent stay. */
  async function withdraw(ids: readonly number[]): Promise<void> {
    const { messages } = dispatcher;
    await Promise.all(
      ids.map(async (id) => {
        const held = messages.find(id);
        if (held === null) return;
        dispatcher.withdraw(dispatcher.hops.all(), held);
        if (held.active === 0) await messages.untilReleased(held);
      }),
    );
  }

  async function removeMessages(ids: readonly number[], withNdr: boolean): Promise<number> {
    // Suspended first: what is given back here would be due, and claimed again before it is removed.
    await queue.suspend(ids);
    await withdraw(ids);
    let removed = 0;
    for (let at = 0; at < ids.length; at += REMOVED_AT_ONCE) {
      const portion = ids.slice(at, at + REMOVED_AT_ONCE);
      const gone = await Promise.all(portion.map((id) => removeSoon(id, withNdr)));
      removed += gone.filter(Boolean).length;
    }
    return removed;
  }

  /** At once, or when its attempt has ended. */
  function removeSoon(id: number, withNdr: boolean): Promise<boolean> {
    const held = dispatcher.messages.find(id);
    if (held === null) return remove(id, withNdr);
    removeLater(held, withNdr);
    return Promise.resolve(true);
  }

  function removeLater(held: Held, withNdr: boolean): void {
    const { id } = held.message;
    dispatcher.messages
      .untilReleased(held)
      .then(() => remove(id, withNdr))
      .catch((error: unknown) => report(error, `removing message ${id}`));
  }

  async function remove(id: number, withNdr: boolean): Promise<boolean> {
    const message = await queue.find(id);
    if (message === null || message.status === 'leased') return false;
    // With the message its body goes too; what the sender gets back is read first.
    const original = withNdr ? await readOriginal(queue, message, report) : null;
    const [gone] = await queue.remove([id]);
    if (gone === undefined) return false;
    if (original !== null) await notify(gone, original);
    tracking.track(gone, () => ({
      event: 'FAIL',
      source: 'ADMIN',
      recipients: waitingOf(gone).map(({ address }) => address),
      recipientStatus: [REMOVED],
      sourceContext: 'removed by an administrator',
    }));
    tracking.count('failed');
    return true;
  }

  async function notify(message: QueuedMessage, original: Original): Promise<void> {
    const recipients = waitingOf(message).map((recipient) => ({
      recipient,
      action: 'failed' as const,
      diagnostic: REMOVED,
      remoteHost: null,
      lastError: recipient.lastError,
    }));
    await dispatcher.dsn.notify(message, recipients, original);
  }

  return {
    ...createQueueSurgery({ queue, clock, snapshot, dispatcher, withdraw }),
    inHand: (name) => inHandOf(name, dispatcher),
    queues: async () => viewQueues(await queue.queues(), dispatcher, snapshot(), clock),
    async suspendQueue(identity, until = 'resumed') {
      const name = await known(identity);
      refusePoison(name);
      dispatcher.hops.suspend(name, until === 'resumed');
      dispatcher.withdraw(name === SUBMISSION_QUEUE ? dispatcher.hops.all() : dispatcher.hops.of(name));
      // It holds from now on; where it cannot be kept for the next start, the caller learns of that.
      await keepSuspended();
    },
    async resumeQueue(identity) {
      const name = await known(identity);
      refusePoison(name);
      dispatcher.hops.resume(name);
      // What was suspended before it had a queue waits in all of them.
      if (name === SUBMISSION_QUEUE) await due(queue.retry({}, clock.now()));
      else await retryNamed(name);
      dispatcher.submitted(null);
      await keepSuspended();
    },
    retryQueue,
    secretChanged,
    async suspendMessages(ids) {
      await withdraw(ids);
      return queue.suspend(ids);
    },
    resumeMessages: (ids) => due(queue.resume(ids, clock.now())),
    async retryMessages(ids) {
      for (const id of ids) {
        const message = await queue.find(id);
        for (const recipient of message === null ? [] : waitingOf(message)) {
          dispatcher.hops.unblock(dispatcher.hops.of(recipient.queue));
        }
      }
      return due(queue.retry({ ids }, clock.now()));
    },
    removeMessages,
  };
}

function waitingOf(message: QueuedMessage) {
  return message.recipients.filter(({ status }) => status === 'ready');
}
