import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { OTHER_NAME } from '../../connectors/certificate-faults.ts';
import type { DoctorCertificate, DoctorPeer } from '../../contract/doctor-view.ts';
import { authorizationFault, describeTls, domainFault, type TlsPolicy } from '../tls-policy.ts';

const MOST_CERTIFICATES = 10;

/** The other side of an encrypted connection: its chain, its names, and whether anybody vouches for them. */
export function peerOf(socket: TLSSocket, leaf: X509Certificate | undefined, policy: TlsPolicy): DoctorPeer {
  const tls = describeTls(socket);
  if (leaf === undefined) return { tls, chain: [], names: [], fingerprint: null, fault: null };
  return {
    tls,
    chain: chainOf(leaf),
    names: (leaf.subjectAltName ?? '')
      .split(', ')
      .map((one) => one.replace(/^[^:]*:/, ''))
      .filter((one) => one !== ''),
    fingerprint: leaf.fingerprint256,
    fault: policy.domain ? domainFault(socket, leaf, policy.domain) : faultOf(socket, leaf, policy.name),
  };
}

/** The runtime looks at the name only where the policy asks for it; a person wants to know in any case. */
function faultOf(socket: TLSSocket, leaf: X509Certificate, name: string): string | null {
  const isNamed = (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) !== undefined;
  return authorizationFault(socket) ?? (isNamed ? null : OTHER_NAME);
}

function chainOf(leaf: X509Certificate): readonly DoctorCertificate[] {
  const chain: DoctorCertificate[] = [];
  for (let one: X509Certificate | undefined = leaf; one !== undefined && chain.length < MOST_CERTIFICATES;) {
    chain.push({ subject: oneLine(one.subject), issuer: oneLine(one.issuer), notAfterMs: one.validToDate.getTime() });
    const next: X509Certificate | undefined = one.issuerCertificate;
    one = next === undefined || next.fingerprint256 === one.fingerprint256 ? undefined : next;
  }
  return chain;
}

const oneLine = (name: string): string => name.replaceAll('\n', ', ');
