import type { Endpoint } from '../connectors/decision.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Clock } from '../clock.ts';
import type { SessionLog } from '../journal/journal.ts';
import type { RepeatFacts } from './repeats.ts';
import type { BodyWriter, MessageDraft, StoredBody } from '../transport/queue.ts';

/** What a session needs of the rest of the engine. The tester hands in a sink that keeps nothing. */

/** Takes accepted messages. */
export interface MessageSink {
  nextId(): number;
  createBody(id: number): BodyWriter;
  /** Resolves when the message is safe; rejects with 'disk-full' or 'store-failed'. */
  accept(draft: MessageDraft, body: StoredBody): Promise<void>;
  /** Reason why no mail is taken right now, or null. */
  pressure(): string | null;
}

/** Counts that outlive one session. */
export interface SubmissionLimits {
  /** Notes one MAIL FROM; false where the connector's message rate is exceeded. */
  takeMessage(connector: ReceiveConnector, address: string, account: string | null): boolean;
  /** False while too many logons failed from this address. */
  mayLogOn(address: string): boolean;
  logonFailed(address: string): void;
  /** Notes an accepted message; the how manyth time the client sent it. */
  sent(message: RepeatFacts): number;
}

export interface SessionServices {
  readonly snapshot: Snapshot;
  readonly connector: ReceiveConnector;
  readonly endpoint: Endpoint;
  readonly log: SessionLog;
  readonly clock: Clock;
  readonly sink: MessageSink;
  readonly limits: SubmissionLimits;
  /** A certificate is there, so STARTTLS can be offered. */
  readonly tlsAvailable: boolean;
  /** Checks a password against a hash; also called for unknown users, to take the same time. */
  readonly verifyPassword: (password: string, hash: string | null) => Promise<boolean>;
  readonly newGuid: () => string;
  readonly count: (counter: 'accepted' | 'refused') => void;
  readonly track: (message: MessageDraft, bytes: number) => void;
  readonly onClosed: () => void;
}
