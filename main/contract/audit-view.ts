import type { SparseDocument } from './document.ts';

/** What the audit tried, and what it found. */

export type AuditSeverity = 'critical' | 'warning' | 'notice';

export interface AuditFinding {
  readonly code: string;
  readonly severity: AuditSeverity;
  readonly text: string;
  readonly connector: string | null;
  /** Mends it; null where a person has to decide. */
  readonly patch: SparseDocument | null;
  /** What the patch does. */
  readonly remedy: string;
}

/** One way in that the open-relay battery was tried through. */
export interface AuditDoor {
  /** Identity of the receive connector. */
  readonly connector: string;
  readonly remoteAddress: string;
  /** Where the client connects to. */
  readonly localAddress: string;
  readonly localPort: number;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly attempts: number;
  /** Attempts that could have relayed. */
  readonly open: number;
}

export interface AuditReport {
  readonly findings: readonly AuditFinding[];
  /** In the order in which they were tried. */
  readonly doors: readonly AuditDoor[];
  /** Sessions that were tried. */
  readonly attempts: number;
  /** Attempts that could have relayed without any right to. */
  readonly open: number;
}
