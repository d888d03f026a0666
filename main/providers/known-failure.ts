import type { ReplyCategory } from './reply-category.ts';

/** What is kept of each failure that a provider is known for. The data stands in `known-failures.ts`. */

export type ProviderName = 'Microsoft 365' | 'Exchange' | 'Google';

/** PowerShell that an administrator of Microsoft 365 pastes; the texts stand in `remedy-script.ts`. */
export type RemedyScript =
  | 'smtp-auth'
  | 'service-principal'
  | 'login'
  | 'send-as'
  | 'inbound-connector'
  | 'direct-send'
  | 'legacy-tls'
  | 'sent-items';

/** Where a fact was read, and when somebody last looked. */
export interface Source {
  readonly url: string;
  /** Date, `2026-11-22`. */
  readonly checked: string;
}

export interface KnownFailure {
  /** Stable: clients and tests name it. */
  readonly id: string;
  readonly provider: ProviderName;
  /** Fits the whole reply in one line, and no reply that another entry fits. */
  readonly pattern: RegExp;
  readonly verdict: 'defer' | 'fail' | 'slow';
  readonly category: ReplyCategory;
  /** One sentence each: why it happened, and what to do. */
  readonly cause: string;
  readonly remedy: string;
  readonly script: RemedyScript | null;
  readonly sources: readonly Source[];
}
