import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { AuditFinding, AuditReport, AuditSeverity } from '../contract/tester-view.ts';
import { lintConfiguration, type LintCertificate } from './configuration-lint.ts';
import { patchLists, patchReceiveConnector } from './document-patch.ts';
import { dialogue, inTurn, leavingRoutes, opening, takenRecipients } from './probe.ts';
import { relayAttempts, type RelayAttempt } from './relay-attempts.ts';
import type { Replayer } from './replayer.ts';

/** Whether this server can be abused, tried and read: the open-relay battery, and what the configuration itself shows. */

export interface AuditInput {
  readonly replayer: Replayer;
  readonly snapshot: Snapshot;
  /** Those that listeners use. */
  readonly certificates: readonly LintCertificate[];
  readonly nowMs: number;
}

const severities: readonly AuditSeverity[] = ['critical', 'warning', 'notice'];

export async function audit({ replayer, snapshot, certificates, nowMs }: AuditInput): Promise<AuditReport> {
  const attempts = relayAttempts(snapshot);
  const tried = await inTurn(attempts, async (attempt) => ({
    attempt,
    recipient: await leavingRecipient(replayer, snapshot, attempt),
  }));
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
    attempts: attempts.length,
    open: open.length,
  };
}

/** The recipient that was taken and whose mail would leave, or null. */
async function leavingRecipient(
  replayer: Replayer,
  snapshot: Snapshot,
  { vector, tls, conditions }: RelayAttempt,
): Promise<string | null> {
  const commands = [...opening('client.example', tls), `MAIL FROM:${vector.mailFrom}`, `RCPT TO:${vector.rcptTo}`];
  const result = await replayer.replay(snapshot, dialogue(commands), conditions);
  if (takenRecipients(result).length === 0) return null;
  return leavingRoutes(result)[0]?.recipient ?? null;
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
