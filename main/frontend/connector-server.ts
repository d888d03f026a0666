import type { Socket } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext, type TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { ReceiveConnector } from '../connectors/model.ts';
import { certificateLine } from './certificate-line.ts';
import { Session } from './session.ts';
import type { SessionServices } from './session-services.ts';

/** A certificate with its key, PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
  /** PEM; trusted besides the usual ones where clients are asked for a certificate. */
  readonly partnerAuthorities?: readonly string[];
  /** Another one for the name that a client asks for (SNI), or null. */
  readonly forName?: (host: string) => { readonly key: string; readonly cert: string } | null;
}

/** What a connection is known by, where the socket cannot say it (the tester chooses freely). */
export interface SessionAddresses {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** A receive connector as an SMTPServer that never listens: the listener set hands it sockets. */
export class ConnectorServer extends SMTPServer {
  private readonly sessions = new WeakMap<SMTPServerSession, Session>();
  private readonly certificate: string | null;

  constructor(connector: ReceiveConnector, identity: TlsIdentity | null) {
    super({
      // With no certificate of ours TLS is never offered, and smtp-server's own (its key is public) not even loaded.
      ...(identity === null
        ? { hideSTARTTLS: true, key: undefined, cert: undefined }
        : tlsOptions(connector, identity)),
      secure: connector.implicitTls,
      needsUpgrade: connector.implicitTls,
      // Asked of the system for each connection otherwise.
      name: connector.fqdn,
      logger: false,
      disableReverseLookup: true,
      authOptional: true,
      hideDSN: false,
      socketTimeout: connector.inactivityTimeoutMs,
    });
    this.certificate = identity === null ? null : certificateLine(identity.cert);
    this.on('error', () => {
      // Sessions report their own socket errors; nothing else can reach a server that never listens.
    });
  }

  /** Runs a session on the socket. */
  open(socket: Socket | TLSSocket, addresses: SessionAddresses, services: SessionServices): Session {
    const session = this.createSession(socket, addresses, services);
    session.certificate = this.certificate;
    this.sessions.set(session.session, session);
    this.connections.add(session);
    session.init();
    return session;
  }

  protected createSession(socket: Socket | TLSSocket, addresses: SessionAddresses, services: SessionServices): Session {
    return new Session(this, socket, { ...addresses, id: services.log.id }, services);
  }

  // The session reads for itself: smtp-server's callback, which would pipe the socket into its parser, is not called.
  override onSecure(_socket: Socket | TLSSocket, session: SMTPServerSession): void {
    this.sessions.get(session)?.secured();
  }
}

function tlsOptions(connector: ReceiveConnector, { key, cert, forName, partnerAuthorities = [] }: TlsIdentity) {
  const trusted = connector.domainSecure && partnerAuthorities.length > 0 ? [...partnerAuthorities] : [];
  const versions = {
    ...tlsVersions(connector, { key, cert }),
    // The usual authorities, and those that partners have given.
    ...(trusted.length === 0 ? {} : { ca: [...getCACertificates(), ...trusted] }),
  };
  const contexts = new Map<string, SecureContext>();
  const contextFor = (pair: { readonly key: string; readonly cert: string }): SecureContext => {
    const known = contexts.get(pair.cert) ?? createSecureContext({ ...versions, ...pair });
    contexts.set(pair.cert, known);
    return known;
  };
  return {
    ...versions,
    ...{ key, cert },
    // Judged by the session when it knows whose mail it is: a printer without one is no partner, and sends on.
    ...(connector.domainSecure ? { requestCert: true, rejectUnauthorized: false } : {}),
    SNICallback: (host: string, done: (error: Error | null, context?: SecureContext) => void): void => {
      const pair = forName?.(host) ?? null;
      if (pair === null) done(null);
      else done(null, contextFor(pair));
    },
  };
}

function tlsVersions({ oldTls }: ReceiveConnector, pair: { readonly key: string; readonly cert: string }) {
  if (!oldTls) return { minVersion: 'TLSv1.2' as const };
  const old = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' };
  try {
    createSecureContext({ ...old, ...pair });
    return old;
  } catch {
    // BoringSSL knows no security levels; it takes the old versions with its usual ciphers.
    return { minVersion: 'TLSv1' as const };
  }
}
