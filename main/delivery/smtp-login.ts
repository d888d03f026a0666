import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Clock } from '../clock.ts';
import type { SessionLog } from '../journal/journal.ts';
import { notOffered, translate } from './login-failure.ts';
import { Transcript } from './login-transcript.ts';
import { authenticate } from './smtp-authenticate.ts';
import { SmtpFailure, socketFailure, stopped, timedOut } from './smtp-failure.ts';
import { describeTls, handshakeOptions, verifyPeer, type KeyPair, type TlsPolicy } from './tls-policy.ts';

/** What to log in with. A token never goes in clear. */
export type Credentials =
  | { readonly userName: string; readonly password: string; readonly inClear: boolean }
  | { readonly userName: string; readonly token: string; readonly inClear: false };

export interface LoginRequest {
  /** Connected; owned by login() until it resolves, destroyed where it rejects. */
  readonly socket: Socket;
  /** Name or address the host is known by: for SNI and for messages. */
  readonly host: string;
  /** Name given with EHLO; a peer that calls itself the same is us. */
  readonly fqdn: string;
  readonly forceHelo: boolean;
  readonly tls: TlsPolicy;
  /** The certificate that is shown where the other side asks for one. */
  readonly shown?: KeyPair | null;
  readonly credentials: Credentials | null;
  readonly greetingMs: number;
  readonly commandMs: number;
  readonly clock: Clock;
  readonly log: SessionLog;
  readonly signal: AbortSignal;
  /** Shown the other side of an encrypted connection before it is judged: the runtime shows its certificate only once. */
  readonly onPeer?: PeerListener | undefined;
}

export type PeerListener = (socket: TLSSocket, leaf: X509Certificate | undefined, policy: TlsPolicy) => void;

/** A connection that is greeted, encrypted as far as the policy asks, and logged in: ready for MAIL. */
export interface ReadyConnection {
  readonly socket: Socket;
  /** Upper-case EHLO keyword to its parameters. */
  readonly extensions: ReadonlyMap<string, string>;
  readonly encrypted: boolean;
}

/** The parts of nodemailer's connection that have no public name; login.test.ts fails when one moves. */
interface Internals {
  _socket: Socket | false | null;
  _onSocketData: (chunk: Buffer) => void;
  _onSocketError: (error: Error) => void;
  _onSocketClose: () => void;
  _onSocketEnd: () => void;
  _onSocketTimeout: () => void;
  _responseActions: ((text: string) => void)[];
  _actionHELO: (text: string) => void;
  _sendCommand: (line: string) => void;
  _clearPhase: () => void;
}

class HeloConnection extends SMTPConnection {
  // Takes the place of the base class's answer to the greeting, which always says EHLO.
  _actionGreeting(text: string): void {
    const inner = this as unknown as Internals;
    inner._clearPhase();
    // A refused greeting goes to the base class, whose HELO handler reports what is not 2xx.
    if (!text.startsWith('220')) {
      inner._actionHELO(text.startsWith('2') ? `554 ${text}` : text);
      return;
    }
    inner._responseActions.push(inner._actionHELO);
    inner._sendCommand(`HELO ${this.name}`);
  }
}

/** Greets, encrypts and logs in by nodemailer, then takes the socket over. Rejects with an SmtpFailure. */
export async function login(request: LoginRequest): Promise<ReadyConnection> {
  const { tls, host, log, socket } = request;
  const transcript = new Transcript(log);
  const Connection = request.forceHelo ? HeloConnection : SMTPConnection;
  const connection = new Connection({
    connection: socket,
    host,
    name: request.fqdn,
    secure: tls.mode === 'implicit',
    requireTLS: tls.mode === 'required',
    opportunisticTLS: tls.mode === 'opportunistic',
    ignoreTLS: tls.mode === 'never',
    tls: handshakeOptions(tls, request.shown),
    connectionTimeout: request.greetingMs + request.commandMs,
    greetingTimeout: request.greetingMs,
    socketTimeout: request.commandMs,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
    transactionLog: true,
    logger: transcript,
  });
  const guard = failureOf(connection, request, transcript);
  try {
    await Promise.race([guard.failed, connected(connection)]);
    const current = (connection as unknown as Internals)._socket;
    if (!current) throw socketFailure('lost', null);
    check(current, request, transcript);
    if (request.credentials !== null) {
      await Promise.race([guard.failed, authenticate(connection, request.credentials, request, transcript)]);
    }
    takeOver(connection, current);
    return { socket: current, extensions: transcript.extensions, encrypted: current instanceof TLSSocket };
  } catch (error) {
    connection.close();
    socket.destroy();
    throw error instanceof SmtpFailure ? error : socketFailure('lost', error);
  } finally {
    guard.done();
  }
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error) reject(socketFailure('lost', null));
      else resolve();
    });
  });
}

/** One promise for everything that can end the session meanwhile: its errors, the deadline, the signal. */
function failureOf(
  connection: SMTPConnection,
  request: LoginRequest,
  transcript: Transcript,
): { failed: Promise<never>; done: () => void } {
  let done = (): void => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    // nodemailer's own limits start anew with each reply; a peer that drips must not hold the slot for ever.
    const timer = request.clock.after(request.greetingMs + request.commandMs, () => reject(timedOut('greeting')));
    const abort = (): void => reject(stopped());
    request.signal.addEventListener('abort', abort);
    if (request.signal.aborted) abort();
    // Stays after the hand-over: a late complaint of the library must not become an unhandled 'error' event.
    connection.on('error', (error: Error) =>
      reject(translate(error, connection.upgrading === true, request, transcript)),
    );
    done = () => {
      timer.cancel();
      request.signal.removeEventListener('abort', abort);
    };
  });
  failed.catch(() => undefined);
  return { failed, done };
}

/** Everything that must hold before a password or a message goes out. */
function check(socket: Socket, request: LoginRequest, transcript: Transcript): void {
  const { host, fqdn, tls, log } = request;
  if (transcript.peerNames.has(fqdn.toLowerCase())) {
    throw new SmtpFailure(
      'loop',
      `550 5.4.6 ${host} is this server itself (${fqdn}): mail sent there would come back. Change the smart host.`,
      {
        verdict: 'failed',
      },
    );
  }
  if (socket instanceof TLSSocket) {
    const leaf = socket.getPeerX509Certificate();
    request.onPeer?.(socket, leaf, tls);
    const description = describeTls(socket);
    log.write('*', '', `TLS negotiation succeeded: ${description}`);
    log.update({ tls: description });
    verifyPeer(socket, tls, leaf);
    return;
  }
  if (tls.mode === 'implicit' || tls.mode === 'required') throw notOffered(host, tls);
  if (request.credentials?.inClear === false) {
    throw new SmtpFailure(
      'tls',
      `451 5.7.3 ${host} did not encrypt, and a password is not sent in clear. Check the port, or set TLS to never on the send connector if this network may be trusted.`,
    );
  }
}

/** From here on the socket is ours: the library's listeners go, its object is forgotten. */
function takeOver(connection: SMTPConnection, socket: Socket): void {
  const inner = connection as unknown as Internals;
  socket.setTimeout(0);
  socket.removeListener('data', inner._onSocketData);
  socket.removeListener('error', inner._onSocketError);
  socket.removeListener('close', inner._onSocketClose);
  socket.removeListener('end', inner._onSocketEnd);
  socket.removeListener('timeout', inner._onSocketTimeout);
  if (socket.listenerCount('data') > 0)
    throw new SmtpFailure('lost', '421 4.4.2 The connection could not be taken over.');
  // Nothing may be read until the next owner listens, and an error meanwhile must not go unheard.
  socket.on('error', () => undefined);
  socket.pause();
}
