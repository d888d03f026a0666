import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { AuditDoor, AuditFinding, AuditReport, AuditSeverity } from '../contract/audit-view.ts';
import { lintConfiguration, type LintCertificate } from './configuration-lint.ts';
import { patchLists, patchReceiveConnector } from './document-patch.ts';
import { relayAttempts } from './relay-attempts.ts';
import { RelayTrials, type Trial } from './relay-trials.ts';
import type { Replayer } from './replayer.ts';

/** Whether this server can be abused, tried and read: the open-relay battery, and what the configuration itself shows. */

export interface AuditInput {
  readonly replayer: Replayer;
  readonly snapshot: Snapshot;
  /** Those that listeners use. */
  readonly certificates: readonly LintCertificate[];
  readonly nowMs: number;
  /** Those of configurations that this one is compared with. */
  readonly trials?: RelayTrials;
}

const severities: readonly AuditSeverity[] = ['critical', 'warning', 'notice'];

export async function audit({
  replayer,
  snapshot,
  certificates,
  nowMs,
  trials = new RelayTrials(replayer),
}: AuditInput): Promise<AuditReport> {
  const tried = await trials.run(snapshot, relayAttempts(snapshot));
  const byConnector = Map.groupBy(
    tried.filter(({ open }) => open.length > 0),
    ({ attempt }) => attempt.connector,
  );
  const findings = [
    ...[...byConnector].flatMap(([connector, found]) => openRelay(snapshot, connector, found)),
    ...lintConfiguration({ snapshot, certificates, nowMs }),
  ];
  return {
    findings: findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
    doors: tried.map(doorOf),
    attempts: total(tried.map(({ attempt }) => attempt.vectors.length)),
    open: total(tried.map(({ open }) => open.length)),
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function doorOf({ attempt: { connector, conditions, tls, vectors }, open }: Trial): AuditDoor {
  const { remoteAddress, localAddress, localPort } = conditions;
  return {
    connector: connector.identity,
    ...{ remoteAddress, localAddress, localPort, tls },
    attempts: vectors.length,
    open: open.length,
  };
}

function openRelay(
  { document }: Snapshot,
  { name, identity }: ReceiveConnector,
  found: readonly Trial[],
): readonly AuditFinding[] {
  const [first] = found;
  const vector = first?.open[0];
  if (first === undefined || vector === undefined) return [];
  const { conditions } = first.attempt;
  const count = total(found.map(({ open }) => open.length));
  const acceptedDomains = document.acceptedDomains.filter(({ domainName }) => domainName !== '*');
  const acceptsAll = acceptedDomains.length < document.acceptedDomains.length;
  return [
    {
      code: 'open-relay',
      severity: 'critical',
      text:
        `Receive connector "${name}" grants ${conditions.remoteAddress} no relay right and takes its mail for foreign domains all the same: ` +
        `${String(count)} attempts would have left this server, the first with MAIL FROM:${vector.mailFrom} and RCPT TO:${vector.rcptTo} (${vector.id}).`,
      connector: identity,
      patch: acceptsAll
        ? patchLists(document, { acceptedDomains })
        : patchReceiveConnector(document, name, { enabled: false }),
      remedy: acceptsAll
        ? 'Takes the accepted domain "*" away.'
        : 'Switches the connector off until its rights and the accepted domains are mended.',
    },
  ];
}
