import type { ConfigDocument, SparseDocument } from '../contract/document.ts';
import type { Snapshot } from './snapshot.ts';

/** The configuration as the engine sees it: snapshots out, checked patches in. */

export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Path into the document, `receiveConnectors[2].bindings[0]`. */
  readonly path: string;
  readonly text: string;
  /** Set where the change needs the person to type this text first (open relay). */
  readonly confirmation?: string;
}

/** What a dry run says about a draft. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  /** Plain sentences: what would start, stop or change. */
  readonly effects: readonly string[];
  readonly document: ConfigDocument | null;
}

export interface Revision {
  readonly revision: number;
  readonly savedAtMs: number;
  readonly author: string;
  readonly summary: string;
}

export interface ApplyOptions {
  readonly baseRevision: number;
  readonly author: string;
  /** Texts typed to confirm dangerous findings. */
  readonly confirmations?: readonly string[];
}

/** Something the person has to be told about the file: set aside, migrated, one connector disabled. */
export interface Notice {
  readonly code: string;
  readonly text: string;
  readonly path: string | null;
}

export interface Configuration {
  current(): Snapshot;
  notices(): readonly Notice[];
  /** True when the data folder was empty and the defaults were created. */
  readonly firstRun: boolean;
  /** True while the defaults of the first run stand, also after a restart. */
  untouched(): boolean;
  check(draft: SparseDocument): CheckReport;
  /** A JSON merge patch (RFC 7396) against the current sparse document, checked only. */
  checkPatch(patch: unknown): CheckReport;
  /** Replaces the document. Rejects with 'config-conflict' on a stale base, 'config-invalid' with the first error, 'confirmation-needed'. */
  apply(draft: SparseDocument, options: ApplyOptions): Promise<Snapshot>;
  patch(patch: unknown, options: ApplyOptions): Promise<Snapshot>;
  history(): Promise<readonly Revision[]>;
  /** What going back to an earlier revision would change. Rejects with 'not-found' where it is not kept. */
  checkRevision(revision: number): Promise<CheckReport>;
  /** Goes back to an earlier revision, as a new one. Rejects as apply(), and with 'not-found'. */
  restore(revision: number, options: ApplyOptions): Promise<Snapshot>;
  undo(options: Omit<ApplyOptions, 'confirmations'>): Promise<Snapshot>;
  /**
   * Called before each change that would be saved, one after the other: what a change needs is made here. Where it
   * rejects, nothing is saved and whoever made the change gets that error.
   */
  beforeSave(prepare: (next: Snapshot, current: Snapshot) => Promise<void>): void;
  /** Called with every new snapshot; returns the unsubscriber. */
  onChange(listener: (next: Snapshot, previous: Snapshot) => void): () => void;
  /** Sparse form of the current document, as it stands in the file. */
  sparse(): SparseDocument;
  readonly secrets: Secrets;
  close(): Promise<void>;
}

/** The SecretBox: values go in and are used, they are never listed or shown. */
export interface Secrets {
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<boolean>;
  /** Rejects with 'secret-unavailable'. */
  get(name: string): Promise<string>;
  names(): readonly string[];
}
