import { X509Certificate } from 'node:crypto';

/** What the fields of a certificate line are, in its context column. */
export const CERTIFICATE_CONTEXT =
  'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';

/** Subject, issuer, serial number, thumbprint (SHA-1, as Windows shows it), validity and names of a PEM certificate. */
export function certificateLine(pem: string): string {
  const { subject, issuer, serialNumber, fingerprint, validFromDate, validToDate, subjectAltName } =
    new X509Certificate(pem);
  const names = (subjectAltName ?? '').replaceAll(/(?:DNS|IP Address):/g, '').replaceAll(', ', ';');
  const fields = [
    oneLine(subject),
    oneLine(issuer),
    serialNumber,
    fingerprint.replaceAll(':', ''),
    validFromDate.toISOString(),
    validToDate.toISOString(),
    names,
  ];
  return ` ${fields.join(' ')}`;
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}
