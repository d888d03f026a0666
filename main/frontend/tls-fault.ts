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
      return null;
  }
}
