/** Sessions and devices as clients see them. Times in ms since 1970. */

export type SessionVerdict = 'open' | 'accepted' | 'refused' | 'mixed' | 'nothing';

export interface SessionDeviation {
  readonly code: string;
  readonly text: string;
  /** Line it belongs to. */
  readonly sequence: number;
}

export interface SessionSummary {
  readonly id: string;
  /** Rises with every session; the cursor of a page. */
  readonly number: number;
  readonly direction: 'receive' | 'send';
  readonly connector: string;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  readonly startedMs: number;
  readonly endedMs: number | null;
  readonly endedBy: 'Local' | 'Remote' | 'Remote(SocketError)' | null;
  readonly tls: string | null;
  readonly account: string | null;
  readonly helo: string | null;
  /** Transactions. */
  readonly accepted: number;
  readonly refused: number;
  readonly verdict: SessionVerdict;
  /** Last 4xx or 5xx reply, or null. */
  readonly lastError: string | null;
  readonly deviations: readonly SessionDeviation[];
}

export interface SessionLine {
  readonly session: string;
  readonly sequence: number;
  readonly atMs: number;
  readonly event: '+' | '-' | '>' | '<' | '*';
  readonly data: string;
  readonly context: string;
}

export interface SessionTransaction {
  readonly atMs: number;
  readonly accepted: boolean;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly reply: string;
}

export interface TraceLine {
  readonly step: string;
  readonly text: string;
  readonly data?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** Why the first reply behind the line at `sequence` was what it was. */
export interface SessionTrace {
  readonly sequence: number;
  readonly steps: readonly TraceLine[];
}

export interface SessionDetail extends SessionSummary {
  readonly lines: readonly SessionLine[];
  /** Lines of a long session that are no longer kept, from its middle. */
  readonly omittedLines: number;
  readonly transactions: readonly SessionTransaction[];
  readonly traces: readonly SessionTrace[];
}

export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: number | null;
}

/** What changed since the last delta. Under load not every line is sent: `skippedLines` says how many were not. */
export interface SessionsDelta {
  readonly changed: readonly SessionSummary[];
  readonly lines: readonly SessionLine[];
  readonly skippedLines: number;
  readonly skippedSessions: number;
}

/** The envelope of one message that a device sent or tried to send, and how it came in. */
export interface DeviceEnvelope {
  readonly atMs: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly helo: string | null;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly account: string | null;
  readonly mailFrom: string;
  /** The first of them; empty where the sender was refused already. */
  readonly recipients: readonly string[];
  /** Last reply to it, as on the wire. */
  readonly reply: string;
}

/** A device that was turned away today. */
export interface RefusedDevice {
  readonly address: string;
  /** Messages, and sessions that did not come as far as one, since midnight. */
  readonly count: number;
  readonly lastMs: number;
  /** The last refusal as on the wire. */
  readonly reply: string;
  /** The session it was in; null where it was before the last start. */
  readonly session: string | null;
  readonly mailFrom: string;
  /** Empty where it was refused before. */
  readonly recipients: readonly string[];
  /** When the same way was open to it since; null: still refused. */
  readonly acceptedMs: number | null;
}

/** Messages of one day of this machine's time zone. */
export interface DeviceDay {
  /** Its midnight. */
  readonly startMs: number;
  readonly accepted: number;
  readonly refused: number;
}

/** The last login that a device tried. */
export interface DeviceLogin {
  readonly atMs: number;
  /** As the client named it, in capitals. */
  readonly mechanism: string;
  /** null: it did not come so far as to name one. */
  readonly userName: string | null;
  readonly succeeded: boolean;
}

/** A message that a device sent again after it was accepted. */
export interface DeviceRepeat {
  /** So often in all. */
  readonly times: number;
  readonly lastMs: number;
}

/** What learning mode heard of a device since it was switched on. */
export interface DeviceKnock {
  readonly sinceMs: number;
  readonly lastMs: number;
  /** Sessions. */
  readonly times: number;
  /** The first of them. */
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

/** A source address and what its traffic tells of the device behind it. */
export interface DeviceCard {
  readonly address: string;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly connector: string;
  readonly tls: string | null;
  readonly helo: string | null;
  /** What DNS calls its address (PTR); null: nothing, or not looked up. */
  readonly hostName: string | null;
  readonly sessions: number;
  readonly accepted: number;
  readonly refused: number;
  /** Codes of tolerated deviations. */
  readonly deviations: readonly string[];
  readonly lastError: string | null;
  readonly lastErrorMs: number | null;
  readonly lastAccepted: DeviceEnvelope | null;
  readonly lastRefused: DeviceEnvelope | null;
  /** Where it connected to last; null where that is not known from earlier. */
  readonly localEndpoint: string | null;
  readonly login: DeviceLogin | null;
  /** The last time; null: it never did. */
  readonly repeat: DeviceRepeat | null;
  /** null: learning mode has not heard of it, or it sends by now. */
  readonly knock: DeviceKnock | null;
  /** The last seven days, oldest first; the last entry is today. */
  readonly days: readonly DeviceDay[];
}

/** A device with what a person said of it. One that has a name and never came has no sessions and 0 for its times. */
export interface Device extends DeviceCard {
  /** Null where nobody has named it. */
  readonly name: string | null;
  readonly note: string;
  /** Its messages wait for somebody to release them. */
  readonly holdMessages: boolean;
  /** As it stands in the configuration. */
  readonly expectedEvery: string | null;
  /** The longest pause it usually makes, in days; null where nothing can be said yet. */
  readonly pauseDays: number | null;
  /** When it sent last, where it ought to have sent since; else null. */
  readonly silentSinceMs: number | null;
  /** Receive connector that would take its next connection, by name; null: none would, or it never came. */
  readonly answeredBy: string | null;
}
