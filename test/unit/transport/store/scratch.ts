import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../main/clock.ts';
import type {
  LeasedMessage,
  MessageDraft,
  MessageQueue,
  RecipientOutcome,
  StoredBody,
} from '../../../../main/transport/queue.ts';
import { openQueue, type OpenQueue, type QueueOptions } from '../../../../main/transport/store/open-queue.ts';

/** A queue in a folder of its own, with a clock that stands still until it is turned. */

export const START_MS = 1_800_000_000_000;
export const LEASE = { owner: 'dispatcher', untilMs: START_MS + 60_000 };

export interface TurnedClock extends Clock {
  nowMs: number;
  /** Runs all timers that are armed now, whatever their time. */
  fire(): void;
}

export function turnedClock(): TurnedClock {
  const armed = new Set<() => void>();
  const clock: TurnedClock = {
    nowMs: START_MS,
    now: () => clock.nowMs,
    monotonic: () => clock.nowMs,
    after: (_, action) => {
      const once = (): void => action();
      armed.add(once);
      return { cancel: () => void armed.delete(once) };
    },
    fire: () => {
      const actions = [...armed];
      armed.clear();
      for (const action of actions) action();
    },
  };
  return clock;
}

export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-queue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Closed at the end of the test, unless the test does it. */
export async function openIn(dataFolder: string, options: Partial<QueueOptions> = {}): Promise<OpenQueue> {
  const open = await openQueue({ dataFolder, clock: turnedClock(), poisonThreshold: () => 2, ...options });
  onTestFinished(() => open.queue.close());
  return open;
}

export async function scratchQueue(options: Partial<QueueOptions> = {}): Promise<MessageQueue> {
  return (await openIn(await scratchFolder(), options)).queue;
}

export function draft(id: number, ...addresses: string[]): MessageDraft {
  const recipients = (addresses.length === 0 ? ['someone@example.com'] : addresses).map((address) => ({
    ...{ address, notify: ['FAILURE' as const], originalRecipient: `rfc822;${address}` },
  }));
  return {
    id,
    envelope: {
      mailFrom: 'scanner@office.example',
      recipients,
      ret: 'HDRS',
      envid: 'e1',
      eightBit: true,
      smtpUtf8: false,
    },
    origin: {
      ...{ source: 'SMTP', connector: 'SERVER\\Relay', sessionId: '08DC', remoteAddress: '192.0.2.1', helo: 'scanner' },
      ...{ account: null, trusted: true },
    },
    ...{ messageId: `<${id}@office.example>`, subject: 'Scan “Büro”' },
    ...{ receivedAtMs: START_MS, expiresAtMs: START_MS + 172_800_000, notBeforeMs: START_MS },
  };
}

export function inline(text = 'Subject: Scan\r\n\r\nhello\r\n'): StoredBody {
  return { kind: 'inline', bytes: Buffer.from(text) };
}

/** Writes through a BodyWriter in pieces, as a session does. */
export async function storeBody(queue: MessageQueue, id: number, bytes: Buffer, piece = 65_536): Promise<StoredBody> {
  const writer = queue.createBody(id);
  for (let at = 0; at < bytes.length; at += piece) await writer.write(bytes.subarray(at, at + piece));
  return writer.finish();
}

/** Accepts a message that waits; returns its id. */
export async function accept(queue: MessageQueue, ...addresses: string[]): Promise<number> {
  const id = queue.nextId();
  await queue.accept(draft(id, ...addresses), inline());
  return id;
}

/** Accepts a message that is too large for the log and not written to the spool: the database takes it at once. */
export async function acceptStored(queue: MessageQueue, id = queue.nextId()): Promise<number> {
  await queue.accept(draft(id), inline('x'.repeat(530_000)));
  return id;
}

export async function acceptLeased(queue: MessageQueue, ...addresses: string[]): Promise<LeasedMessage> {
  const id = queue.nextId();
  const message = await queue.accept(draft(id, ...addresses), inline(), LEASE);
  if (message === null) throw new Error('not leased');
  return message;
}

export async function claimAll(queue: MessageQueue, nowMs = START_MS): Promise<readonly LeasedMessage[]> {
  return queue.claim({ owner: LEASE.owner, nowMs, untilMs: nowMs + 60_000, limit: 100 });
}

export function outcome(
  index: number,
  status: RecipientOutcome['status'],
  changes: Partial<RecipientOutcome> = {},
): RecipientOutcome {
  const error = status === 'delivered' ? null : '451 4.4.0 later';
  return { index, status, queue: 'example.com', error, attempted: true, ...changes };
}

export function release(nextAttemptMs: number): { nextAttemptMs: number; lastError: string; delayNotified: boolean } {
  return { nextAttemptMs, lastError: '451 4.4.0 later', delayNotified: false };
}

export async function bodyOf(queue: MessageQueue, id: number): Promise<Buffer> {
  const body: Buffer | Readable = await queue.openBody(id);
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
