import type { Snapshot } from '../config/snapshot.ts';
import type { DeviceCard } from '../contract/session-view.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import type { Assessment } from './advice.ts';
import { audit } from './audit.ts';
import type { LintCertificate } from './configuration-lint.ts';
import { createChangeAssessor } from './impact.ts';
import { RelayTrials } from './relay-trials.ts';
import type { Replayer } from './replayer.ts';

/** What a change means besides the transcript it is for: the checks, the devices and the audit, before and after. */

export interface AssessmentParts {
  readonly replayer: Replayer;
  readonly snapshot: Snapshot;
  readonly devices: readonly DeviceCard[];
  /** Those that listeners use. */
  readonly certificates: readonly LintCertificate[];
  readonly nowMs: number;
}

/** Findings of these kinds say that strangers get further than they should. */
const OPEN_RELAY: ReadonlySet<string> = new Set(['open-relay', 'public-relay-range']);

export function createAssessment(parts: AssessmentParts): (after: Snapshot) => Promise<Assessment> {
  const { replayer, snapshot, devices, certificates, nowMs } = parts;
  // Most of what a change is compared with stays as it is: all of it is looked at once.
  const trials = new RelayTrials(replayer);
  const assessChange = createChangeAssessor({ replayer, before: snapshot, devices });
  const findingsOf = async (of: Snapshot): Promise<readonly AuditFinding[]> =>
    (await audit({ replayer, snapshot: of, certificates, nowMs, trials })).findings;
  let before: Promise<readonly AuditFinding[]> | null = null;
  return async (after) => {
    before ??= findingsOf(snapshot);
    const known = new Set((await before).map(({ text }) => text));
    const fresh = (await findingsOf(after)).filter(({ text, severity }) => severity !== 'notice' && !known.has(text));
    const { changes } = await assessChange(after);
    return {
      changes,
      opens: fresh.map(({ text }) => text),
      opensRelay: fresh.some(({ code, severity }) => severity === 'critical' && OPEN_RELAY.has(code)),
    };
  };
}
