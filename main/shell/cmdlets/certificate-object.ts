import type { CertificateView } from '../../contract/delivery-view.ts';
import { shellObject, time, type ShellObject } from '../values/shell-value.ts';

/** A certificate as Get-ExchangeCertificate shows it, and the name of its file. */

/** The thumbprint in digits alone. */
export function plainPrint({ thumbprint: print }: CertificateView): string {
  return print.replaceAll(/[\s:]/g, '').toLowerCase();
}

export function certificateObject(certificate: CertificateView): ShellObject {
  return shellObject('ExchangeCertificate', {
    Thumbprint: plainPrint(certificate).toUpperCase(),
    Services: certificate.uses.length > 0 ? 'SMTP' : 'None',
    Subject: certificate.subject,
    CertificateDomains: certificate.names,
    IsSelfSigned: certificate.selfSigned,
    Issuer: certificate.issuers[0] ?? certificate.subject,
    NotBefore: time(certificate.notBeforeMs),
    NotAfter: time(certificate.notAfterMs),
    SerialNumber: certificate.serialNumber,
    Status: certificate.state === 'expired' ? 'DateInvalid' : 'Valid',
    TlsCertificateName: certificate.name,
    UsedBy: [...new Set(certificate.uses.map(({ connector }) => connector))],
    FileName: certificate.file,
  });
}

/** The name as a file may carry it. */
export function certificateFileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .replaceAll(/^[.-]+|[.-]+$/g, '')
      .slice(0, 60) || 'certificate'
  );
}
