import type { CertificateNames } from '../config/own-certificate.ts';
import type { Snapshot } from '../config/snapshot.ts';

/** The names that devices may have been given for this server: a certificate of our own is for all of them. */
export function certificateNames({ policy, receiveConnectors }: Snapshot, hostname: string): CertificateNames {
  const encrypting = receiveConnectors.filter(
    ({ enabled, implicitTls, authMechanism }) => enabled && (implicitTls || authMechanism.has('Tls')),
  );
  const bound = encrypting.flatMap(({ bindings }) => bindings.filter(({ wildcard }) => !wildcard));
  return {
    fqdn: policy.fqdn,
    serverName: policy.serverName,
    hostname,
    listeners: [...encrypting.map(({ fqdn }) => fqdn), ...bound.map(({ address }) => address)],
  };
}
