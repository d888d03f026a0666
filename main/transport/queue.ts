import type { Readable } from 'node:stream';
import type { Detour, Envelope, EnvelopeRecipient, Origin } from './envelope.ts';

/**
 * The durable queue, as the rest of the engine sees it. Asynchronous and lease-based, so that a server
 * database could stand behind it: a message is claimed by an owner until a time, settled recipient by
 * recipient, or given back.
 */

export type { Detour, Envelope, EnvelopeRecipient, Notify, Origin, Rewritten } from './envelope.ts';

export interface MessageDraft {
  /** From nextId(). */
  readonly id: number;
  readonly envelope: Envelope;
  readonly origin: Origin;
  /** Message-ID header with its angle brackets. */
  readonly messageId: string;
  readonly subject: string | null;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  /** First attempt not before this time (equal to receivedAtMs for "now"). */
  readonly notBeforeMs: number;
  /** Why it waits for somebody to release it; absent: it does not. Not accepted with a lease. */
  readonly heldFor?: string;
}

/** Takes a body while it arrives: in memory up to 256 KiB, then in a spool file. */
export interface BodyWriter {
  /** Bytes written so far. */
  readonly bytes: number;
  /** Returns null when there is nothing to wait for, else a promise to await before the next write. Rejects with 'disk-full' or 'store-failed'. */
  write(chunk: Buffer): Promise<void> | null;
  /** Ends the body; a spool file is fsynced together with its directory. */
  finish(): Promise<StoredBody>;
  /** Removes what was written. Never rejects. */
  abort(): Promise<void>;
}

export type StoredBody =
  | { readonly kind: 'inline'; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly name: string; readonly size: number; readonly checksum: string };

export type RecipientStatus = 'ready' | 'delivered' | 'failed' | 'expanded';

export interface QueuedRecipient extends EnvelopeRecipient {
  /** Position within the message: its identity. */
  readonly index: number;
  readonly status: RecipientStatus;
  readonly attempts: number;
  /** Queue it waits in: `Submission`, `Unreachable`, `Poison` or a next hop domain. */
  readonly queue: string;
  readonly lastError: string | null;
}

export type MessageStatus = 'ready' | 'leased' | 'suspended' | 'poison';

/** A message as it stands in the queue, without its body. */
export interface QueuedMessage extends Omit<MessageDraft, 'envelope' | 'notBeforeMs' | 'heldFor'> {
  readonly envelope: Omit<Envelope, 'recipients'>;
  readonly recipients: readonly QueuedRecipient[];
  readonly size: number;
  readonly status: MessageStatus;
  readonly nextAttemptMs: number;
  /** When a suspended message is released by itself; absent: when somebody does it. */
  readonly releaseAtMs?: number;
  /** Attempts of the message as a whole. */
  readonly attempts: number;
  /** Process deaths while it was being delivered. */
  readonly crashes: number;
  readonly delayNotified: boolean;
  readonly lastError: string | null;
}

export interface LeasedMessage extends QueuedMessage {
  readonly leaseOwner: string;
  readonly leaseUntilMs: number;
  /** Present on the way straight from intake to delivery; otherwise read it with openBody(). */
  readonly body: Buffer | null;
}

export interface RecipientOutcome {
  readonly index: number;
  readonly status: Exclude<RecipientStatus, 'expanded'>;
  /** Queue it waits in when it stays 'ready'. */
  readonly queue: string;
  readonly error: string | null;
  /** False when nothing was tried (blocked next hop): the attempt is not counted. */
  readonly attempted: boolean;
}

/** What one delivery attempt came to; kept with a message that stays. */
export interface AttemptRecord {
  readonly startedMs: number;
  readonly durationMs: number;
  /** Queue whose next hop was tried. */
  readonly queue: string;
  /** Host that gave the replies; null where none answered. */
  readonly host: string | null;
  /** What was changed in the message for this host, in sentences. Absent: nothing. */
  readonly repairs?: readonly string[];
  /** Recipients with the same outcome together; the first 20 that differ. */
  readonly results: readonly AttemptResultRecord[];
}

export interface AttemptResultRecord {
  readonly verdict: 'delivered' | 'deferred' | 'slowed' | 'failed';
  /** The remote's words; null where it said none. */
  readonly reply: string | null;
  /** What went wrong where the remote said nothing. */
  readonly error: string | null;
  /** Positions of the recipients within the message. */
  readonly recipients: readonly number[];
}

/** What becomes of a leased message. With no recipient left 'ready' the message and its body are removed. */
export interface Settlement {
  readonly id: number;
  readonly outcomes: readonly RecipientOutcome[];
  /** Attempts that these outcomes come from. A message that goes takes them along. */
  readonly attempts?: readonly AttemptRecord[];
  /** null: keep the lease (more next hops are under way). */
  readonly release: {
    readonly nextAttemptMs: number;
    readonly lastError: string | null;
    readonly delayNotified: boolean;
  } | null;
}

export interface QueueCounts {
  /** Everything not leased that waits for an attempt. */
  readonly waiting: number;
  readonly active: number;
  /** Part of waiting that has failed at least once. */
  readonly retry: number;
  readonly suspended: number;
  readonly unreachable: number;
  readonly poison: number;
}

export interface QueueSummary {
  readonly queue: string;
  readonly messageCount: number;
  readonly nextAttemptMs: number | null;
  readonly lastError: string | null;
}

export interface MessagePage {
  readonly messages: readonly QueuedMessage[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: number | null;
}

export interface MessageFilter {
  readonly queue?: string;
  readonly status?: MessageStatus;
}

/** What recovery at start found and did. */
export interface RecoveryReport {
  readonly integrity: 'ok' | 'replaced';
  /** Path of a damaged database that was set aside. */
  readonly setAside: string | null;
  /** Folder with files of the append log of which a part could not be read. */
  readonly damagedLog: string | null;
  /** Messages that were leased, or stood in the append log alone. */
  readonly leasesReclaimed: number;
  readonly poisoned: readonly number[];
  readonly filesWithoutRow: number;
  readonly rowsWithoutFile: readonly number[];
}

/** What an administrator changes of a message that waits. */
export interface QueueEdit {
  /** Who shall wait, instead of those who do; null: as it is. */
  readonly recipients: readonly EnvelopeRecipient[] | null;
  /** Their way: null leaves it to routing, undefined as it is. */
  readonly detour?: Detour | null;
  /** Whether it waits as it did, is due at a time, or is held for a reason. */
  readonly then:
    | 'keep'
    | { readonly dueMs: number; readonly hold?: undefined }
    /** With a time it is released then by itself. */
    | { readonly hold: string; readonly untilMs: number | null };
}

export interface MessageQueue {
  /** A new InternalId: unique in this data folder, rising. */
  nextId(): number;
  createBody(id: number): BodyWriter;
  /**
   * Commits message and body; resolves when both are on disk. With `lease` the message is claimed in the
   * same commit and returned ready for delivery. Rejects with 'disk-full' or 'store-failed'.
   */
  accept(
    draft: MessageDraft,
    body: StoredBody,
    lease?: { owner: string; untilMs: number },
  ): Promise<LeasedMessage | null>;
  claim(request: { owner: string; nowMs: number; untilMs: number; limit: number }): Promise<readonly LeasedMessage[]>;
  /**
   * Resolves when the death of the process cannot undo it. A power cut within a second may, where the message was
   * accepted with a lease and nobody of it waits any more.
   */
  settle(owner: string, settlement: Settlement): Promise<void>;
  renew(owner: string, ids: readonly number[], untilMs: number): Promise<void>;
  /** Marks the message as in the hands of delivery, so that a crash can be blamed on it; survives kill -9 without an fsync. */
  beginAttempt(id: number): void;
  endAttempt(id: number): void;
  /** Rejects with 'not-found', or 'store-failed' where size or checksum differ from what was accepted. */
  openBody(id: number): Promise<Buffer | Readable>;
  /** Earliest next attempt of a ready message, or null. */
  nextDueMs(): Promise<number | null>;

  counts(): QueueCounts;
  queues(): Promise<readonly QueueSummary[]>;
  page(filter: MessageFilter, after: number | null, limit: number): Promise<MessagePage>;
  find(id: number): Promise<QueuedMessage | null>;
  /** The newest attempts of a message that waits, oldest first. */
  attempts(id: number): Promise<readonly AttemptRecord[]>;

  suspend(ids: readonly number[]): Promise<number>;
  resume(ids: readonly number[], nowMs: number): Promise<number>;
  /** Makes waiting messages due now. */
  retry(filter: { ids?: readonly number[]; queue?: string }, nowMs: number): Promise<number>;
  /** Removes messages that are not leased. Returns what was removed, for NDRs and tracking. */
  remove(ids: readonly number[]): Promise<readonly QueuedMessage[]>;
  /**
   * Changes a message that is not leased, as a whole or not at all. Rejects with 'not-found' where it is gone, and with
   * 'not-allowed' where it is being sent or nobody would be left to wait.
   */
  edit(id: number, edit: QueueEdit): Promise<void>;
  /** Sets a message aside as poison. */
  quarantine(id: number, reason: string): Promise<void>;

  /** A consistent copy of all messages as one database (VACUUM INTO). */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
}
