import type { Transcript } from './login-transcript.ts';
import { SmtpFailure, refusedSession, socketFailure, timedOut } from './smtp-failure.ts';
import type { TlsPolicy } from './tls-policy.ts';

/** Words for what ends a session before it is logged in. */

/** What nodemailer says of an error. */
interface LibraryError extends Error {
  code?: string;
  originalCode?: string;
  response?: string;
}

/** The failure of a session that ended before it was logged in. */
export function translate(
  error: LibraryError,
  isUpgrading: boolean,
  { host, tls }: { readonly host: string; readonly tls: TlsPolicy },
  transcript: Transcript,
): SmtpFailure {
  if (transcript.lastVerb === 'STARTTLS' && error.response !== undefined) {
    return transcript.offers('STARTTLS')
      ? refusedSession('tls', host, error.response, TLS_ADVICE)
      : notOffered(host, tls);
  }
  const ofTls = tlsFailure(error, isUpgrading, host, tls);
  if (ofTls !== null) return ofTls;
  if (error.response !== undefined) return refusedSession('greeting', host, error.response, '');
  if (error.code === 'ETIMEDOUT') return timedOut('greeting');
  if (error.code === 'EPROTOCOL')
    return new SmtpFailure('greeting', `421 4.4.0 ${host} does not answer as an SMTP server does.`);
  return socketFailure('lost', error.originalCode === undefined ? null : { code: error.originalCode });
}

function tlsFailure(error: LibraryError, isUpgrading: boolean, host: string, tls: TlsPolicy): SmtpFailure | null {
  const cause = error.originalCode ?? error.message;
  const aboutOurs = certificateAlert(host, cause);
  if (aboutOurs !== null) return new SmtpFailure('tls', aboutOurs, { cause: error });
  if (error.code !== 'ETLS' && !isUpgrading) return null;
  const text = `454 4.7.0 The TLS handshake with ${host} failed (${cause}). ${handshakeAdvice(tls, cause)}`;
  return new SmtpFailure('tls', text, { cause: error });
}

/** What the other side says about the certificate that it was shown, or was not; with TLS 1.3 only behind the handshake. */
function certificateAlert(host: string, cause: string): string | null {
  const [, alert] = /ALERT_(CERTIFICATE_\w+|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA)/.exec(cause) ?? [];
  if (alert === undefined) return null;
  return alert === 'CERTIFICATE_REQUIRED'
    ? `454 4.7.5 ${host} wants to be shown a certificate, and the send connector shows none. Choose one there (TlsCertificateName).`
    : `454 4.7.5 ${host} did not accept the certificate that it was shown (${cause}). Give its operator the authority behind it, or choose another one on the send connector (TlsCertificateName).`;
}

const TLS_ADVICE = 'TLS is required by the send connector, so the mail waits.';

function handshakeAdvice(tls: TlsPolicy, cause: string): string {
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/i.test(cause)) {
    return 'It may speak only TLS 1.0 or 1.1, which is not accepted.';
  }
  if (tls.mode === 'implicit') return 'Check that this port takes TLS from the first byte (usually 465).';
  return 'Check the port and what stands in between, such as an antivirus.';
}

export function notOffered(host: string, { domain }: TlsPolicy): SmtpFailure {
  const advice = domain
    ? `Mail for ${domain} waits until it does (DomainSecureEnabled).`
    : 'Check the port, or allow mail without TLS on the send connector.';
  return new SmtpFailure(
    'tls',
    `451 5.7.3 STARTTLS is required to send mail, but ${host} does not offer it. ${advice}`,
  );
}
