import type { Snapshot } from '../config/snapshot.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { lintAccounts } from './lint-accounts.ts';
import { lintReachability } from './lint-reachability.ts';
import { lintRelay } from './lint-relay.ts';
import { lintRouting } from './lint-routing.ts';
import { lintTls, type LintCertificate } from './lint-tls.ts';

export type { LintCertificate } from './lint-tls.ts';

/** What a look at the configuration alone shows: pure, so it can run on a draft. */

export interface LintInput {
  readonly snapshot: Snapshot;
  /** Those that listeners use. */
  readonly certificates: readonly LintCertificate[];
  readonly nowMs: number;
}

export function lintConfiguration({ snapshot, certificates, nowMs }: LintInput): readonly AuditFinding[] {
  return [
    ...lintRelay(snapshot),
    ...lintReachability(snapshot),
    ...lintTls(snapshot, certificates, nowMs),
    ...lintRouting(snapshot),
    ...lintAccounts(snapshot),
  ];
}
