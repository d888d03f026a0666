import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { Journal, SessionLog } from '../journal/journal.ts';
import { SmtpClient } from './smtp-client.ts';
import { SmtpFailure, socketFailure, stopped, timedOut } from './smtp-failure.ts';
import { login, type LoginRequest, type PeerListener } from './smtp-login.ts';
import { rfcTimeouts, type SmtpTimeouts } from './smtp-transaction.ts';
import type { KeyPair, TlsPolicy } from './tls-policy.ts';

/** The certificates of this server. */
export interface OwnCertificates {
  /** What a connector shows; null where the one that it names is not there. */
  readonly shownBy: (connector: SendConnector) => (KeyPair & { readonly subject: string }) | null;
  /** PEM: authorities that partners have given, trusted for their domains. */
  readonly partnerAuthorities: () => readonly string[];
}

/** What every SMTP target needs from outside. */
export interface SmtpDeps {
  readonly clock: Clock;
  readonly journal: Journal;
  /** 16 hex digits, unique. */
  readonly sessionId: () => string;
  /** True where one of our own receive connectors listens there. */
  readonly isOwnListener: (address: string, port: number) => boolean;
  /** PEM certificates trusted instead of the runtime's own list. */
  readonly trustedCertificates?: readonly string[];
  readonly certificates?: OwnCertificates;
  readonly timeouts?: Partial<SmtpTimeouts>;
  readonly onPeer?: PeerListener;
  /** Kept connections are closed after this long without mail; the connector may want it sooner. */
  readonly idleMs?: number;
}

export interface OpenRequest {
  readonly connector: SendConnector;
  /** Name the host is known by, or its address. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly tls: TlsPolicy;
  readonly credentials: LoginRequest['credentials'];
  /** Already connected, else a connection is opened. */
  readonly socket?: Socket | undefined;
  readonly signal: AbortSignal;
}

/** Most servers close after five minutes; fifteen seconds keep a connection for the next page of a scan job. */
const IDLE_MS = 15_000;

export function idleTime(connector: SendConnector, deps: SmtpDeps): number {
  return Math.min(connector.inactivityTimeoutMs, deps.idleMs ?? IDLE_MS);
}

/** The policy of a send connector towards one host. */
export function tlsPolicyOf(
  connector: SendConnector,
  host: string,
  deps: Pick<SmtpDeps, 'trustedCertificates'>,
): TlsPolicy {
  return {
    mode: connector.tls,
    level: connector.tlsAuthLevel,
    name: connector.tlsDomain ?? host,
    pin: connector.tlsPinnedFingerprint,
    trusted: deps.trustedCertificates,
  };
}

/** Connects, greets, encrypts and logs in. Rejects with an SmtpFailure; the session is in the log either way. */
export async function openClient(request: OpenRequest, deps: SmtpDeps): Promise<SmtpClient> {
  try {
    return await openOnce(request, deps);
  } catch (error) {
    if (!(error instanceof SmtpFailure) || error.stage !== 'tls' || !mayFallBack(request)) throw error;
    // Opportunistic (RFC 7435): encryption that fails is no reason not to deliver.
    return openOnce({ ...request, socket: undefined, tls: { ...request.tls, mode: 'never' } }, deps);
  }
}

/** In clear only where nothing was asked of the certificate, none is shown, and no password is at stake. */
function mayFallBack({ connector, tls, credentials }: OpenRequest): boolean {
  return (
    tls.mode === 'opportunistic' &&
    tls.level === 'EncryptionOnly' &&
    tls.pin === null &&
    connector.tlsCertificateName === null &&
    tls.dane === undefined &&
    credentials === null
  );
}

async function openOnce(request: OpenRequest, deps: SmtpDeps): Promise<SmtpClient> {
  const timeouts = { ...rfcTimeouts, ...deps.timeouts };
  const { address, port, host, connector, signal } = request;
  const socket = request.socket ?? (await dial(request, deps, timeouts.connectMs));
  const log = openLog(request, deps, endpoint(socket.localAddress ?? '', socket.localPort ?? 0));
  log.write('+', '');
  try {
    const shown = identityOf(request, deps);
    if (shown !== null) log.write('*', '', `Sending certificate ${shown.subject}`);
    const ready = await login({
      socket,
      shown,
      host,
      fqdn: connector.fqdn,
      forceHelo: connector.forceHelo,
      tls: request.tls,
      credentials: request.credentials,
      greetingMs: timeouts.greetingMs,
      commandMs: timeouts.commandMs,
      clock: deps.clock,
      log,
      signal,
      onPeer: deps.onPeer,
    });
    return new SmtpClient(ready, { host, address: endpoint(address, port) }, { clock: deps.clock, timeouts, log });
  } catch (error) {
    socket.destroy();
    if (error instanceof SmtpFailure) log.write('*', '', error.message);
    log.close('Local');
    throw error;
  }
}

/** What is shown where the connector is set to show one; a partner is always shown one. */
function identityOf(
  { connector, tls }: OpenRequest,
  { certificates }: SmtpDeps,
): ReturnType<OwnCertificates['shownBy']> {
  if (tls.mode === 'never' || (connector.tlsCertificateName === null && !tls.domain)) return null;
  const shown = certificates?.shownBy(connector) ?? null;
  if (shown !== null) return shown;
  // Without it the other side would refuse the mail for good, or take it as anybody's.
  throw new SmtpFailure(
    'secret',
    `451 4.7.0 The certificate that the send connector ${connector.name} is to show is not there: import it, or choose another one.`,
  );
}

async function dial(request: OpenRequest, deps: SmtpDeps, connectMs: number): Promise<Socket> {
  try {
    return await openSocket(request, deps.clock, connectMs);
  } catch (error) {
    const log = openLog(request, deps, '');
    log.write('*', '', 'attempting to connect');
    if (error instanceof SmtpFailure) log.write('*', '', error.message);
    log.close('Local');
    throw error;
  }
}

/** Rejects with an SmtpFailure. */
export function openSocket(
  { address, port, signal }: Pick<OpenRequest, 'address' | 'port' | 'signal'>,
  clock: Clock,
  connectMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, noDelay: true });
    const done = (failure: SmtpFailure | null): void => {
      timer.cancel();
      signal.removeEventListener('abort', abort);
      socket.removeListener('connect', connected);
      if (failure === null) {
        socket.removeListener('error', failed);
        resolve(socket);
      } else {
        socket.destroy();
        reject(failure);
      }
    };
    const connected = (): void => done(null);
    const failed = (error: Error): void => done(socketFailure('connect', error));
    const abort = (): void => done(stopped());
    const timer = clock.after(connectMs, () => done(timedOut('connect')));
    socket.on('connect', connected);
    socket.on('error', failed);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
}

function openLog({ connector, address, port }: OpenRequest, deps: SmtpDeps, localEndpoint: string): SessionLog {
  return deps.journal.open({
    id: deps.sessionId(),
    direction: 'send',
    connector: connector.identity,
    verbose: connector.verboseLog,
    localEndpoint,
    remoteEndpoint: endpoint(address, port),
  });
}

/** `10.1.1.1:25`, `[::1]:25`. */
export function endpoint(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
