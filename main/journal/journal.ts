import type { TraceStep } from '../connectors/model.ts';

/** The side exit of every stage: protocol logs, message tracking, live events, counters. Nothing here may slow or fail a caller. */

export type LogEventKind = '+' | '-' | '>' | '<' | '*';

export interface SessionStart {
  /** 16 hex digits, as Exchange prints them. */
  readonly id: string;
  readonly direction: 'receive' | 'send';
  /** Connector identity, `SERVER\Name`. */
  readonly connector: string;
  /** Goes to the protocol log file (ProtocolLoggingLevel Verbose); the live log gets every session. */
  readonly verbose: boolean;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
}

/** Log of one session. Cheap: a line is kept as given and formatted off the path. */
export interface SessionLog {
  readonly id: string;
  write(event: LogEventKind, data: string, context?: string): void;
  /** Attaches the reasoning behind the last reply; called only when the trace is wanted. */
  trace(steps: () => readonly TraceStep[]): void;
  /** A tolerated deviation from the protocol, by stable code, recorded on the session. */
  deviation(code: string, text: string): void;
  /** Facts that change during a session. */
  update(facts: { readonly tls?: string; readonly account?: string; readonly helo?: string }): void;
  /** One transaction ended. */
  transaction(result: { readonly accepted: boolean; readonly mailFrom: string; readonly recipients: readonly string[]; readonly reply: string }): void;
  close(by: 'Local' | 'Remote' | 'Remote(SocketError)'): void;
}

/** A line of the message tracking log (EXCHANGE 9.2). */
export interface TrackingEvent {
  readonly event: 'RECEIVE' | 'SEND' | 'DELIVER' | 'DEFER' | 'FAIL' | 'DSN' | 'EXPAND' | 'POISONMESSAGE' | 'SUBMIT' | 'DROP';
  readonly source: 'SMTP' | 'DSN' | 'ROUTING' | 'QUEUE' | 'PICKUP' | 'STOREDRIVER' | 'ADMIN' | 'POISONMESSAGE';
  readonly clientIp?: string;
  readonly clientHostname?: string;
  readonly serverIp?: string;
  readonly serverHostname?: string;
  readonly sourceContext?: string;
  readonly connectorId?: string;
  readonly internalMessageId: number;
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly recipientStatus?: readonly string[];
  readonly totalBytes: number;
  readonly subject: string | null;
  readonly sender: string;
  readonly returnPath: string;
  readonly relatedRecipient?: string;
  readonly reference?: string;
  readonly directionality?: 'Incoming' | 'Originating';
}

export type Counter = 'accepted' | 'delivered' | 'refused' | 'deferred' | 'failed' | 'dropped-log-lines' | 'sessions';

export interface Journal {
  open(session: SessionStart): SessionLog;
  track(event: TrackingEvent): void;
  count(counter: Counter, by?: number): void;
  counters(): Readonly<Record<Counter, number>>;
  /** Writes what is buffered and closes the files. */
  close(): Promise<void>;
}
