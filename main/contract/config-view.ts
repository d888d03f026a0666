import type { ConfigDocument, SparseDocument } from './document.ts';
import type { TraceLine } from './session-view.ts';
import type { ChangeImpact } from './tester-view.ts';

/** Configuration, its changes and its explanations as clients see them. Times in ms since 1970. */

export interface ConfigNotice {
  readonly code: string;
  readonly text: string;
  readonly path: string | null;
}

export interface ConfigView {
  readonly revision: number;
  /** With every default filled in. */
  readonly document: ConfigDocument;
  /** As it stands in the file. */
  readonly sparse: SparseDocument;
  readonly notices: readonly ConfigNotice[];
  readonly firstRun: boolean;
  /** It is the one that the first run made: nobody has changed it yet, now or before an earlier start. */
  readonly untouched: boolean;
}

export interface ConfigFinding {
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly text: string;
  /** Set where the change needs the person to type this text first. */
  readonly confirmation?: string;
}

export interface ConfigCheck {
  readonly findings: readonly ConfigFinding[];
  readonly effects: readonly string[];
  /** What changes for checks and known devices; null where the draft is not valid, or this could not be found out. */
  readonly impact: ChangeImpact | null;
}

export interface ConfigSaved {
  readonly revision: number;
}

export interface ConfigApplied extends ConfigSaved {
  /** What changed for checks and known devices; null where this could not be found out. */
  readonly impact: ChangeImpact | null;
}

export interface ConfigRevision {
  readonly revision: number;
  readonly savedAtMs: number;
  readonly author: string;
  readonly summary: string;
}

/** One decision of a session that would take place: connect, MAIL FROM or RCPT TO. */
export interface ExplainedStage {
  readonly stage: 'connect' | 'authorize' | 'mail' | 'rcpt';
  readonly accepted: boolean;
  /** As on the wire; null where the session goes on with its usual success reply. */
  readonly reply: string | null;
  readonly trace: readonly TraceLine[];
}

export interface Explanation {
  readonly accepted: boolean;
  readonly connector: string | null;
  readonly rights: readonly string[];
  readonly stages: readonly ExplainedStage[];
}

/** What a remote reply means. */
export interface ReplyExplanation {
  readonly verdict: 'delivered' | 'deferred' | 'slowed' | 'failed';
  readonly category: string;
  readonly hint: string;
  /** Set where the reply is one that a provider is known for. */
  readonly known: KnownFailureView | null;
}

/** An entry of the catalogue of what providers refuse. */
export interface KnownFailureView {
  readonly id: string;
  readonly provider: string;
  /** One sentence each: why it happened, and what to do. */
  readonly cause: string;
  readonly remedy: string;
  /** PowerShell to paste, filled with what is configured; what is not known stands in angle brackets. */
  readonly script: string | null;
  readonly sources: readonly { readonly url: string; readonly checked: string }[];
}
