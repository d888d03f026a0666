import type { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '../connectors/decision.ts';
import { namesOf } from '../connectors/domain-security.ts';

/** What the peer of a TLS session proved itself with; null where it showed no certificate. */
export function clientCertificateOf(socket: TLSSocket): ClientCertificate | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  // The runtime puts a code string or an Error here, whatever its types say.
  const fault: unknown = socket.authorizationError;
  const reason = fault instanceof Error ? fault.message : String(fault);
  return { names: namesOf(certificate), fault: socket.authorized ? null : reason };
}

/** The two lines that Exchange writes after a handshake that asked for a certificate. */
export function clientCertificateLines(
  client: ClientCertificate | null,
  domains: readonly string[],
): readonly string[] {
  const status = client === null ? 'EmptyCertificate' : (client.fault ?? 'Valid');
  const outcome = client === null ? 'NoRemoteCertificate' : domains.length > 0 ? 'Success' : 'NoMatch';
  return [
    `Client certificate chain validation status: '${status}'`,
    `TlsDomainCapabilities='${domains.length > 0 ? domains.join(',') : 'None'}'; Status='${outcome}'`,
  ];
}
