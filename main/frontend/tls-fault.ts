/** What the administrator can do about a handshake that failed, by OpenSSL's code; null where nothing is known. */
export function tlsFault(code: string | undefined, implicitTls: boolean): { code: string; text: string } | null {
  switch (code) {
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_HTTP_REQUEST':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return {
        code: 'clear-text-in-handshake',
        text: implicitTls
          ? 'The client speaks plain text where TLS is expected from the first byte: choose SSL on the device, or give it a connector without ImplicitTls.'
          : 'The client asked for TLS and then spoke plain text.',
      };
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_VERSION_TOO_LOW':
      return {
        code: 'old-tls',
        text: 'The client knows only TLS 1.1 or older: update the device, or allow OldTls on a connector for it alone.',
      };
    default:
      return refusedCertificate(code ?? '');
  }
}

/** Alerts that concern our certificate, by their ending in the codes of OpenSSL and BoringSSL (RFC 8446 6.2). */
const certificateAlerts: readonly (readonly [ending: string, text: string])[] = [
  [
    'ALERT_UNKNOWN_CA',
    'The client does not know who signed our certificate (TLS alert 48): let it trust the authority of this server, or give it a connector that offers no TLS.',
  ],
  [
    'ALERT_CERTIFICATE_EXPIRED',
    'The client takes our certificate for expired (TLS alert 45): set the clock of the device, and see whether the certificate is still valid.',
  ],
  [
    'ALERT_BAD_CERTIFICATE',
    'The client refuses our certificate (TLS alert 42): give it the name that stands in the certificate as its server, or a connector that offers no TLS.',
  ],
  [
    'ALERT_CERTIFICATE_UNKNOWN',
    'The client refuses our certificate and does not say why (TLS alert 46): let it trust the authority of this server, or give it a connector that offers no TLS.',
  ],
  [
    'ALERT_UNSUPPORTED_CERTIFICATE',
    'The client does not know the kind of our certificate (TLS alert 43): give it a connector with an RSA certificate.',
  ],
];

function refusedCertificate(code: string): { code: string; text: string } | null {
  const text = certificateAlerts.find(([ending]) => code.endsWith(ending))?.[1];
  return text === undefined ? null : { code: 'certificate-refused', text };
}
