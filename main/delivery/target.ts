import type { Readable } from 'node:stream';
import type { Envelope, QueuedRecipient } from '../transport/queue.ts';

/** One delivery attempt: a message, the recipients that share a next hop, and what became of each. */

export interface Attempt {
  readonly id: number;
  readonly messageId: string;
  readonly size: number;
  /** When it was accepted; dates the file of a mailbox delivery, which must be the same at each attempt. */
  readonly receivedAtMs?: number;
  /** Client that handed it in; null or absent: nobody did. */
  readonly remoteAddress?: string | null;
  readonly envelope: Omit<Envelope, 'recipients'>;
  readonly recipients: readonly QueuedRecipient[];
  /** Opens the body from its first byte; may be called again for the next host. */
  readonly body: () => Promise<Buffer | BodyStream>;
  /** Adds a signature to what is sent, behind every repair for this next hop; at most so many bytes. */
  readonly signature?: Signature;
}

export interface Signature {
  readonly mostBytes: number;
  sign(body: Buffer | BodyStream): Promise<Buffer | BodyStream>;
}

/** A body that comes from disk, chunk by chunk. */
export interface BodyStream extends Readable {
  /** For a reader that is done with a chunk and has handed it to nobody else: its memory is used again. */
  recycle?(chunk: Buffer): void;
}

/** A remote reply. `text` is all of it, codes included, on one line with control characters escaped and cut at 2,000 characters. */
export interface RemoteReply {
  readonly host: string;
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
}

/** deferred: try again; slowed: try again, and the next hop wants fewer; failed: never. */
export type Verdict = 'delivered' | 'deferred' | 'slowed' | 'failed';

export interface DeliveryOutcome {
  readonly index: number;
  readonly verdict: Verdict;
  readonly reply: RemoteReply | null;
  /** LastError as people read it, in Exchange's wording where known. */
  readonly error: string | null;
}

export interface AttemptResult {
  readonly outcomes: readonly DeliveryOutcome[];
  /** No host took the connection, or each ended it before MAIL FROM: the next hop's queue goes into Retry as a whole. */
  readonly unreachable: boolean;
  /** Host that gave the outcomes. */
  readonly host: string | null;
  /** It was given NOTIFY and reports successes from here on (RFC 3461 5.2.1). */
  readonly reportsSuccess?: boolean;
  /** What was changed in the message for this next hop, in sentences. */
  readonly repairs?: readonly string[];
}

/** A next hop that mail can be handed to. Never rejects: a failure is an outcome; an unknown one is 'deferred'. */
export interface Target {
  deliver(attempt: Attempt, signal: AbortSignal): Promise<AttemptResult>;
  /** Ends kept connections. */
  close(): Promise<void>;
}
