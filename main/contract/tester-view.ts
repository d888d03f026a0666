import type { CheckDocument, SparseDocument } from './document.ts';
import type { SessionDeviation, TraceLine } from './session-view.ts';

/** Transcripts, their replay against a configuration, and what is learnt from it. Times in ms. */

/** What the server is recorded to have said: whole reply lines, rejoined where a terminal wrapped them. */
export interface RecordedReply {
  /** Line of the pasted text where it begins, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** One thing the client did. A `body` holds the lines between DATA and the final dot, not dot-stuffed. */
export interface TranscriptStep {
  readonly kind: 'command' | 'auth-answer' | 'body';
  /** Line of the pasted text where it begins, from 1. */
  readonly line: number;
  /** One line for a command or an answer. */
  readonly text: readonly string[];
  /** null where nothing is recorded. */
  readonly reply: RecordedReply | null;
}

/** A place in the pasted text that could not be understood. */
export interface TranscriptProblem {
  readonly line: number;
  /** Where the same holds for the lines behind it too. */
  readonly lastLine: number;
  readonly column: number;
  readonly text: string;
}

export type TranscriptFormat =
  | 'telnet'
  | 'marked'
  | 'swaks'
  | 'curl'
  | 'msmtp'
  | 'openssl'
  | 'smtplib'
  | 'exchange-log'
  | 'session-log'
  | 'client-only';

/** What a log tells about the connection besides its lines. */
export interface TranscriptHints {
  readonly remoteAddress: string | null;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly implicitTls: boolean;
  readonly connector: string | null;
}

export interface Transcript {
  readonly format: TranscriptFormat;
  readonly greeting: RecordedReply | null;
  readonly steps: readonly TranscriptStep[];
  readonly problems: readonly TranscriptProblem[];
  readonly hints: TranscriptHints;
}

/** Lines that are no part of the dialogue, or something that was mended in them. */
export interface TranscriptNote {
  readonly line: number;
  readonly lastLine: number;
  readonly text: string;
}

/** One of the sessions that a pasted log holds. */
export interface TranscriptSession {
  readonly id: string;
  /** Line of the pasted text where it begins, from 1. */
  readonly line: number;
  readonly remoteAddress: string | null;
  readonly connector: string | null;
}

/** A transcript as it was read: with what every other line of the text was taken for. */
export interface ParsedTranscript extends Transcript {
  readonly notes: readonly TranscriptNote[];
  /** Empty where the text is not a log; the first is read unless another is asked for. */
  readonly sessions: readonly TranscriptSession[];
}

/** As whom and where a transcript is replayed. */
export interface ReplayConditions {
  /** Client IP address. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly localPort: number;
  /** TLS from the first byte, whatever the connector says of it; STARTTLS is done where the transcript says it. */
  readonly implicitTls: boolean;
  /** Account that AUTH signs in as, without its password; null: AUTH fails. */
  readonly userName: string | null;
}

/** `same meaning`: another text, name, date or id, or the other dialect. `not compared`: nothing was recorded. */
export type ReplayVerdict = 'same' | 'same meaning' | 'different' | 'not compared';

export type ReplyOutcome = 'accepted' | 'continue' | 'deferred' | 'refused' | 'not reached';

export interface ReplayStep {
  readonly kind: 'connect' | TranscriptStep['kind'];
  /** Line of the transcript it comes from; null for the connection. */
  readonly line: number | null;
  readonly sent: readonly string[];
  readonly expected: readonly string[] | null;
  /** Empty where the session was over before. */
  readonly actual: readonly string[];
  readonly outcome: ReplyOutcome;
  readonly verdict: ReplayVerdict;
  /** What differs, as one sentence; null for the same. */
  readonly difference: string | null;
  readonly trace: readonly TraceLine[];
  /** Waited by a real session before this reply; the tester only says so. */
  readonly tarpitMs: number;
  readonly deviations: readonly Omit<SessionDeviation, 'sequence'>[];
  /** What the tester took for granted, such as a login without its password. */
  readonly assumptions: readonly string[];
}

/** Where an accepted recipient's copy would go. */
export interface RoutePreview {
  readonly recipient: string;
  readonly kind: 'mailbox' | 'smart-host' | 'mx' | 'unreachable' | 'fail';
  readonly queue: string;
  readonly nextHop: string;
  readonly sendConnector: string | null;
  readonly reason: string;
}

export interface ReplayResult {
  readonly conditions: ReplayConditions;
  readonly connector: string | null;
  readonly steps: readonly ReplayStep[];
  /** The worst of all steps. */
  readonly verdict: ReplayVerdict;
  /** No MAIL, RCPT, AUTH or message was refused, and the connection was taken. */
  readonly accepted: boolean;
  /** Index into steps of the first refusal, or null. */
  readonly firstRefusal: number | null;
  readonly routes: readonly RoutePreview[];
}

/** A replay with the transcript that was replayed. */
export interface Replayed {
  readonly transcript: Transcript;
  readonly result: ReplayResult;
}

/** A session that took place, as a transcript. */
export interface RecordedTranscript {
  readonly text: string;
  /** null for a session in which Postroom was the client. */
  readonly conditions: ReplayConditions | null;
}

/** A change that would turn a refusal, ready to be applied. */
export interface Advice {
  /** Stable code of the kind of change, such as `widen-connector`. */
  readonly code: string;
  readonly title: string;
  /** What it does, in plain words. */
  readonly text: string;
  /** JSON merge patch (RFC 7396) against the sparse document; null where only the sender's side can change. */
  readonly patch: SparseDocument | null;
  /** Texts a person has to type before the patch is taken. */
  readonly confirmations: readonly string[];
  /** What else it would open; empty where nothing. */
  readonly opens: readonly string[];
  /** Anybody could relay through this server afterwards. */
  readonly opensRelay: boolean;
  readonly changes: readonly VerdictChange[];
}

/** A saved replay with its expectation, or one that always holds. */
export interface CheckResult {
  readonly name: string;
  readonly builtIn: boolean;
  readonly passed: boolean;
  /** One sentence: what came instead of what was expected. */
  readonly text: string;
}

export interface CheckEntry {
  readonly name: string;
  /** null: always there. */
  readonly definition: CheckDocument | null;
  /** null: switched off. */
  readonly result: CheckResult | null;
}

/** Checks as a file of their own. */
export interface CheckFile {
  readonly format: 'postroom-checks';
  readonly version: 1;
  /** As they stand in config.json. */
  readonly checks: readonly unknown[];
}

export interface CheckImported {
  readonly revision: number;
  readonly added: readonly string[];
  readonly replaced: readonly string[];
}

/** A check or a device that would be answered otherwise. */
export interface VerdictChange {
  readonly kind: 'check' | 'device';
  /** Name of the check, or address of the device. */
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly worse: boolean;
}

/** What a draft changes for what is known. */
export interface ChangeImpact {
  readonly checks: number;
  readonly devices: number;
  readonly changes: readonly VerdictChange[];
  /** "3 of 14 devices change: …" */
  readonly summary: string;
}
