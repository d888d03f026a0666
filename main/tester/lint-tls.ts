import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { isPublic } from '../connectors/ranges.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { isLoopback } from './endpoints.ts';
import { patchReceiveConnector } from './document-patch.ts';

/** Passwords in the clear, protocols that are broken, certificates that end. */

/** What the lint reads of a certificate. Time in ms since 1970. */
export interface LintCertificate {
  readonly subject: string;
  readonly notAfterMs: number;
}

const DAY_MS = 86_400_000;
const EXPIRY_WARNING_DAYS = 21;

export function lintTls(
  snapshot: Snapshot,
  certificates: readonly LintCertificate[],
  nowMs: number,
): readonly AuditFinding[] {
  return [
    ...snapshot.receiveConnectors
      .filter(({ enabled }) => enabled)
      .flatMap((connector) => [...lintPlaintextLogin(snapshot, connector), ...lintOldTls(snapshot, connector)]),
    ...certificates.flatMap((certificate) => lintCertificate(certificate, nowMs)),
  ];
}

function lintPlaintextLogin({ document }: Snapshot, connector: ReceiveConnector): AuditFinding[] {
  const { name, identity, authMechanism, requireTls, implicitTls, ranges } = connector;
  if (!authMechanism.has('BasicAuth') || authMechanism.has('BasicAuthRequireTLS')) return [];
  // On this computer itself nobody listens on the way.
  const staysHere = ranges.every(isLoopback);
  if (requireTls || implicitTls || staysHere) return [];
  const mechanisms = new Set([...authMechanism, 'Tls' as const, 'BasicAuthRequireTLS' as const]);
  return [
    {
      code: 'plaintext-auth',
      severity: 'warning',
      text: `Receive connector "${name}" takes passwords without TLS: whoever listens on the way can read them.`,
      connector: identity,
      patch: patchReceiveConnector(document, name, { authMechanism: [...mechanisms] }),
      remedy: 'Adds BasicAuthRequireTLS, so that a login is offered only inside TLS.',
    },
  ];
}

function lintOldTls({ document }: Snapshot, { name, identity, oldTls, ranges }: ReceiveConnector): AuditFinding[] {
  if (!oldTls || !ranges.some(isPublic)) return [];
  return [
    {
      code: 'old-tls-in-public',
      severity: 'warning',
      text: `Receive connector "${name}" takes TLS 1.0 and 1.1 from the Internet, not only from old devices of your own.`,
      connector: identity,
      patch: patchReceiveConnector(document, name, { oldTls: false }),
      remedy: 'Asks for TLS 1.2 at least; give old devices a connector with their own addresses.',
    },
  ];
}

function lintCertificate({ subject, notAfterMs }: LintCertificate, nowMs: number): AuditFinding[] {
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
  if (days >= EXPIRY_WARNING_DAYS) return [];
  const isOver = notAfterMs <= nowMs;
  return [
    {
      code: isOver ? 'certificate-expired' : 'certificate-expiring',
      severity: isOver ? 'warning' : 'notice',
      text: isOver
        ? `The certificate ${subject} has expired; devices that check it refuse to send.`
        : `The certificate ${subject} expires in ${String(days)} ${days === 1 ? 'day' : 'days'}.`,
      connector: null,
      patch: null,
      remedy: 'Put a renewed certificate and key into the certificates folder; they are used at once.',
    },
  ];
}
