import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { certificateFault } from '../connectors/certificate-faults.ts';
import { namesOf, provenDomains } from '../connectors/domain-security.ts';
import { SmtpFailure } from './smtp-failure.ts';

/** What a connection has to prove before mail or a password goes over it. */
export interface TlsPolicy {
  readonly mode: 'implicit' | 'required' | 'opportunistic' | 'never';
  readonly level: 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation';
  /** Name that DomainValidation looks for in the certificate. */
  readonly name: string;
  /** SHA-256, `AB:CD:…`: this certificate is accepted although no authority vouches for it. */
  readonly pin: string | null;
  /** Certificates trusted besides (or instead of) the public ones; undefined: the runtime's own. */
  readonly trusted?: readonly string[] | undefined;
  /** Domain security: the partner's domain that the certificate has to be for. Decides alone where present. */
  readonly domain?: string | null;
  /** DANE (RFC 7672): decides alone where present. */
  readonly dane?:
    ((name: string, leaf: X509Certificate, issuers: readonly X509Certificate[]) => Error | undefined) | undefined;
}

/** A certificate with its key, PEM: what we prove ourselves with. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/**
 * Options for the handshake. It is never aborted for the certificate: verifyPeer() judges afterwards, before
 * anything but EHLO was said, so that it can name the fingerprint and honour a pin.
 */
export function handshakeOptions(policy: TlsPolicy, shown: KeyPair | null = null): ConnectionOptions {
  return {
    ...shown,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    checkServerIdentity: (_host, certificate) =>
      policy.level === 'DomainValidation' ? checkServerIdentity(policy.name, certificate) : undefined,
    ...(policy.trusted === undefined ? {} : { ca: [...policy.trusted] }),
  };
}

/** Throws an SmtpFailure where the certificate does not satisfy the policy. */
export function verifyPeer(
  socket: TLSSocket,
  policy: TlsPolicy,
  // Node 24 hands a client this certificate only once.
  leaf: X509Certificate | undefined = socket.getPeerX509Certificate(),
): void {
  const reason = leaf === undefined ? 'the server presented no certificate' : refusal(socket, leaf, policy);
  if (reason === null) return;
  if (policy.domain) throw unproven(policy.name, policy.domain, reason);
  const fingerprint = leaf === undefined ? '' : ` SHA-256 fingerprint: ${leaf.fingerprint256}.`;
  throw new SmtpFailure(
    'tls',
    `454 4.7.5 The certificate of ${policy.name} was refused: ${reason}.${fingerprint} ` +
      'If it is the right one, pin it on the send connector.',
  );
}

function unproven(host: string, domain: string, reason: string): SmtpFailure {
  return new SmtpFailure(
    'tls',
    `454 4.7.5 Certificate validation failure: ${host} did not prove that it receives for ${domain}, since ${reason}. ` +
      `Mail for ${domain} waits (DomainSecureEnabled); ask the partner which certificate is the right one.`,
  );
}

function refusal(socket: TLSSocket, leaf: X509Certificate, policy: TlsPolicy): string | null {
  if (policy.domain) return domainFault(socket, leaf, policy.domain);
  if (policy.dane !== undefined) {
    const fault = policy.dane(policy.name, leaf, issuersOf(leaf));
    return fault === undefined ? null : `it does not match the TLSA records (${fault.message})`;
  }
  if (policy.pin !== null) {
    if (leaf.fingerprint256 === policy.pin.toUpperCase()) return null;
    if (policy.level === 'EncryptionOnly') return 'it is not the pinned one';
  } else if (policy.level === 'EncryptionOnly') {
    return null;
  }
  return authorizationFault(socket);
}

/** Why the certificate does not prove the domain; null where it does. */
export function domainFault(socket: TLSSocket, leaf: X509Certificate, domain: string): string | null {
  const names = namesOf(leaf);
  const isProven = provenDomains([domain], { names, fault: null }).length > 0;
  return authorizationFault(socket) ?? (isProven ? null : `its certificate is for ${names.join(', ') || 'nobody'}`);
}

/** Why the runtime does not vouch for the certificate of the peer, in words; null where it does. */
export function authorizationFault(socket: TLSSocket): string | null {
  // The runtime puts a code string or an Error here, whatever its types say.
  const fault: unknown = socket.authorizationError;
  if (socket.authorized) return null;
  const code = fault instanceof Error ? fault.message : String(fault);
  return certificateFault(code);
}

function issuersOf(leaf: X509Certificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = leaf.issuerCertificate; next !== undefined && chain.length < 10; next = next.issuerCertificate) {
    chain.push(next);
  }
  return chain;
}

/** What the log says about an encrypted connection. */
export function describeTls(socket: TLSSocket): string {
  const { name } = socket.getCipher();
  return `${socket.getProtocol() ?? 'TLS'} ${name}`;
}
