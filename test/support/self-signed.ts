import type { Clock } from '../../main/clock.ts';
import { issueCertificate } from '../../main/config/authority.ts';
import { ownNames, type CertificateNames } from '../../main/config/own-certificate.ts';

/** A certificate for this machine that signed itself, as versions before the authority made them. */
export function createSelfSigned(names: CertificateNames, clock: Clock): Promise<{ certificate: string; key: string }> {
  return issueCertificate({ names: ownNames(names), commonName: names.fqdn, authority: null, clock });
}
