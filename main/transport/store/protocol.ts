import type { ErrorCode } from '../../errors.ts';
import type {
  AttemptRecord,
  MessageFilter,
  MessageStatus,
  QueueCounts,
  QueueEdit,
  QueueSummary,
  RecoveryReport,
  Settlement,
} from '../queue.ts';

/** What the engine's thread and the store's thread say to each other: plain data, nothing else. */

/** A message as its row stands; `details` and `recipients` stay JSON until someone reads them. */
export interface MessageRow {
  readonly id: number;
  readonly status: MessageStatus;
  readonly queue: string;
  readonly nextAttemptMs: number;
  readonly leaseOwner: string | null;
  readonly leaseUntilMs: number | null;
  /** 1: becomes suspended when the lease ends. 2: is suspended, and released by itself at nextAttemptMs. */
  readonly held: number;
  readonly attempts: number;
  readonly crashes: number;
  readonly delayNotified: number;
  readonly lastError: string | null;
  readonly size: number;
  /** CRC-32 of the body, 8 hexadecimal digits; for an inline body the store computes it. */
  readonly checksum: string;
  /** Name in the spool folder; null: the body is in the database. */
  readonly file: string | null;
  readonly details: string;
  readonly recipients: string;
}

export interface Lease {
  readonly owner: string;
  readonly untilMs: number;
}

/** An inline body is a slice of the batch's one transferred block of memory. */
export type BodyReference =
  | { readonly kind: 'inline'; readonly offset: number; readonly size: number }
  | { readonly kind: 'file'; readonly name: string; readonly size: number; readonly checksum: string };

export type BodyAnswer =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly name: string; readonly size: number; readonly checksum: string };

/** Of a row, all but what is known of the body. */
export type MessageState = Omit<MessageRow, 'size' | 'checksum' | 'file'>;

/** A message out of the append log, as it stands now. */
export interface AdoptRequest extends MessageState {
  readonly body: BodyReference;
  /** Attempts it has had on the way here. */
  readonly tried: readonly AttemptRecord[];
  /** Who held it in the log; null: nobody. */
  readonly owner: string | null;
  /** Number of the segment in which it was accepted. */
  readonly segment: number;
}

export interface AcceptRequest {
  readonly id: number;
  readonly details: string;
  readonly recipients: string;
  readonly queue: string;
  readonly nextAttemptMs: number;
  readonly lease: Lease | null;
  /** Why it waits for somebody to release it; null: it does not. */
  readonly heldFor: string | null;
  readonly body: BodyReference;
}

interface Calls {
  accept: { request: AcceptRequest; answer: null };
  /** Marks it, too, so that the log does not bring it back. Asked again, it brings the row up to date if its owner still has it. */
  adopt: { request: AdoptRequest; answer: null };
  /** The log shall not bring this message back; a row that `owner` holds goes. */
  forget: { request: { owner: string; id: number; segment: number }; answer: null };
  /** These segments, up to a number, are gone: their marks may go. */
  unmark: { request: { segment: number }; answer: null };
  claim: { request: { owner: string; nowMs: number; untilMs: number; limit: number }; answer: MessageRow[] };
  /** Answers with the spool file that is no longer needed. */
  settle: { request: { owner: string; settlement: Settlement }; answer: string | null };
  renew: { request: { owner: string; ids: readonly number[]; untilMs: number }; answer: null };
  body: { request: { id: number }; answer: BodyAnswer };
  nextDue: { request: object; answer: number | null };
  queues: { request: object; answer: QueueSummary[] };
  page: { request: { filter: MessageFilter; after: number | null; limit: number }; answer: MessageRow[] };
  find: { request: { id: number }; answer: MessageRow | null };
  /** JSON of each, oldest first. */
  attempts: { request: { id: number }; answer: string[] };
  suspend: { request: { ids: readonly number[] }; answer: number };
  resume: { request: { ids: readonly number[]; nowMs: number }; answer: number };
  retryIds: { request: { ids: readonly number[]; queue: string | null; nowMs: number }; answer: number };
  /** At most `limit` messages, of one queue or of all. */
  retryDue: { request: { queue: string | null; nowMs: number; limit: number }; answer: number };
  remove: { request: { ids: readonly number[] }; answer: MessageRow[] };
  edit: { request: { id: number; edit: QueueEdit }; answer: null };
  quarantine: { request: { id: number; reason: string }; answer: null };
}

export type Call = keyof Calls;
export type Answer<K extends Call> = Calls[K]['answer'];
export type Operation<K extends Call = Call> = { [P in K]: { readonly call: P } & Readonly<Calls[P]['request']> }[K];
export type Handlers = { readonly [K in Call]: (operation: Operation<K>) => Answer<K> };

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause: string;
}

export type Outcome = { readonly value: Answer<Call> } | { readonly failure: Failure };

export interface StoreStats {
  /** Transactions that wrote, each with one fsync of the write-ahead log. */
  readonly commits: number;
  readonly batches: number;
  readonly operations: number;
}

export interface OpenRequest {
  readonly databasePath: string;
  readonly spoolFolder: string;
  readonly reservePath: string;
  readonly logFolder: string;
  readonly nowMs: number;
  readonly poisonThreshold: number;
  /** Messages that were in the hands of delivery when the process died. */
  readonly inFlight: readonly number[];
  /** 'reopen': the thread died, not the process; leases stand and nothing is recovered. */
  readonly mode: 'recover' | 'reopen';
}

export type ToStore =
  | { readonly kind: 'open'; readonly request: OpenRequest }
  | { readonly kind: 'batch'; readonly operations: readonly Operation[]; readonly bodies: Uint8Array }
  | { readonly kind: 'close'; readonly lastId: number };

export type FromStore =
  | {
      readonly kind: 'opened';
      readonly recovery: RecoveryReport;
      readonly lastId: number;
      readonly counts: QueueCounts;
      readonly hasReserve: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'answers';
      readonly outcomes: readonly Outcome[];
      readonly counts: QueueCounts;
      readonly stats: StoreStats;
      readonly hasReserve: boolean;
    }
  | { readonly kind: 'closed' };

/** Given to a worker thread that only copies the database and ends. */
export interface BackupRequest {
  readonly databasePath: string;
  readonly targetPath: string;
}
