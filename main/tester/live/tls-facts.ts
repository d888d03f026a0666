import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { OTHER_NAME } from '../../connectors/certificate-faults.ts';
import { SmtpFailure } from '../../delivery/smtp-failure.ts';
import { authorizationFault, describeTls, verifyPeer, type TlsPolicy } from '../../delivery/tls-policy.ts';

/** What is to be known of the other side of an encrypted connection. */
export interface PeerReport {
  /** Protocol and cipher. */
  readonly tls: string;
  /** Why its certificate does not satisfy the policy; null where it does. */
  readonly fault: string | null;
  /** One sentence each. */
  readonly facts: readonly string[];
}

/** Looks at the other side right after the handshake; the runtime does not show its certificate again. */
export function examinePeer(socket: TLSSocket, policy: TlsPolicy, nowMs: number): PeerReport {
  const leaf = socket.getPeerX509Certificate();
  const tls = describeTls(socket);
  const facts =
    leaf === undefined ? ['The server presented no certificate.'] : certificateFacts(socket, leaf, policy, nowMs);
  return { tls, fault: faultOf(socket, policy, leaf), facts: [`TLS negotiated: ${tls}`, ...facts] };
}

function faultOf(socket: TLSSocket, policy: TlsPolicy, leaf: X509Certificate | undefined): string | null {
  try {
    verifyPeer(socket, policy, leaf);
    return null;
  } catch (error) {
    if (!(error instanceof SmtpFailure)) throw error;
    return error.message.replace(/^\d{3} \d\.\d\.\d /, '');
  }
}

function certificateFacts(
  socket: TLSSocket,
  leaf: X509Certificate,
  { name }: TlsPolicy,
  nowMs: number,
): readonly string[] {
  const isNamed = (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) !== undefined;
  // The runtime looks at the name only where the policy asks for it; a person wants to know in any case.
  const faults = [authorizationFault(socket), isNamed ? null : OTHER_NAME].filter((fault) => fault !== null);
  return [
    `Certificate subject: ${oneLine(leaf.subject)}`,
    `Certificate names: ${leaf.subjectAltName ?? 'none'}`,
    `Certificate issuer: ${oneLine(leaf.issuer)}`,
    `Certificate valid to: ${expiry(leaf.validToDate, nowMs)}`,
    `Certificate SHA-256 fingerprint: ${leaf.fingerprint256}`,
    `Certificate verified: ${faults.length === 0 ? 'yes' : `no, ${[...new Set(faults)].join(', and ')}`}`,
  ];
}

function expiry(date: Date, nowMs: number): string {
  const days = Math.floor((date.getTime() - nowMs) / 86_400_000);
  const when = date.toISOString().slice(0, 10);
  return days < 0 ? `${when}, which is over` : `${when}, in ${String(days)} ${days === 1 ? 'day' : 'days'}`;
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
