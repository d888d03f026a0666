import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { AuditDoor, AuditFinding, AuditReport, AuditSeverity } from '../contract/audit-view.ts';
import { lintConfiguration, type LintCertificate } from './configuration-lint.ts';
import { patchLists, patchReceiveConnector } from './document-patch.ts';
import { relayAttempts, type RelayAttempt } from './relay-attempts.ts';
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
  const attempts = relayAttempts(snapshot);
  const tried = await trials.run(snapshot, attempts);
  const open = tried.filter(({ recipient }) => recipient !== null);
  const byConnector = Map.groupBy(open, ({ attempt }) => attempt.connector);
  const findings = [
    ...[...byConnector].flatMap(([connector, found]) =>
      found.slice(0, 1).map(({ attempt }) => openRelay(snapshot, connector, attempt, found.length)),
    ),
    ...lintConfiguration({ snapshot, certificates, nowMs }),
  ];
  return {
    findings: findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
    doors: doorsOf(tried),
    attempts: attempts.length,
    open: open.length,
  };
}

/** The attempts by the way they took. */
function doorsOf(tried: readonly Trial[]): readonly AuditDoor[] {
  const byDoor = Map.groupBy(tried, ({ attempt: { connector, conditions, tls } }) =>
    [connector.identity, conditions.remoteAddress, conditions.localAddress, conditions.localPort, tls].join(' '),
  );
  return [...byDoor.values()].flatMap((group) =>
    group.slice(0, 1).map(({ attempt: { connector, conditions, tls } }) => ({
      connector: connector.identity,
      remoteAddress: conditions.remoteAddress,
      localAddress: conditions.localAddress,
      localPort: conditions.localPort,
      tls,
      attempts: group.length,
      open: group.filter(({ recipient }) => recipient !== null).length,
    })),
  );
}

function openRelay(
  { document }: Snapshot,
  { name, identity }: ReceiveConnector,
  { vector, conditions }: RelayAttempt,
  count: number,
): AuditFinding {
  const acceptedDomains = document.acceptedDomains.filter(({ domainName }) => domainName !== '*');
  const acceptsAll = acceptedDomains.length < document.acceptedDomains.length;
  return {
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
  };
}
