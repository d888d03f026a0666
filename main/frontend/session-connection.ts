import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPServer } from 'smtp-server';
import type { Timer } from '../clock.ts';
import type { ClientCertificate } from '../connectors/decision.ts';
import type { SmtpReply, TraceStep } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { replyLine } from '../connectors/reply-line.ts';
import { CERTIFICATE_CONTEXT } from './certificate-line.ts';
import { clientCertificateOf } from './client-certificate.ts';
import { greeting } from './greeting.ts';
import type { SessionServices } from './session-services.ts';
import { SessionSocket } from './session-socket.ts';
import { tlsFault } from './tls-fault.ts';

const ANSWER_FIRST_MS = 1000;

/** The connection under a session: its banner, what it says, and the ways it ends. */
export abstract class SessionConnection extends SessionSocket {
  /** The certificate that TLS shows, as the protocol log has it. */
  certificate: string | null = null;
  /** A complete message is being made safe: the client waits for us. */
  storing = false;
  /** A command is being answered: the client waits for us. */
  protected busy = false;
  private tarpitTimer: Timer | null = null;
  private endedBy: 'Local' | 'Remote' | 'Remote(SocketError)' = 'Remote';
  private readonly startedAt: number;
  protected readonly startedAtMs: number;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    services: SessionServices,
  ) {
    super(server, socket, options, services);
    this.startedAt = services.clock.monotonic();
    this.startedAtMs = services.clock.now();
    services.log.write('+', '');
  }

  /** Recomputes the session's rights; at connect, after TLS and after AUTH. */
  abstract grant(): void;

  /** TLS stands, and the client was asked for a certificate. */
  protected abstract clientProved(client: ClientCertificate | null): void;

  /** Throws away what has been received of a message. */
  protected abstract abandon(): void;

  /** Forgets everything the client has said (RFC 3207 4.2). */
  protected abstract startOver(): void;

  /** The last word has been said, or the connection is gone. */
  get isOver(): boolean {
    return this._closing || this.ended;
  }

  get tolerant(): boolean {
    return this.services.connector.tolerance === 'DeviceFriendly';
  }

  /** Begins the session: TLS first where the connector wants it from the first byte, then the banner. */
  override init(): void {
    this._setListeners(() => {
      this._ready = true;
      this.patience.begin(this.services.connector.connectionTimeoutMs);
      this.grant();
      const banner = greeting(this.services.connector, this.services.clock.now());
      this.sendLines([banner], banner);
    });
  }

  // A message that is complete gets its answer first: 421 in its place would have the client send it again.
  protected override onTotalTimeout(): void {
    if (this.storing) this.patience.begin(ANSWER_FIRST_MS);
    else this.finish(replies.timeoutTotal(this.services.clock.monotonic() - this.startedAt));
  }

  /** Sends a reply of several lines that need no decision (banner, EHLO, HELP); none of them is an error. */
  sendLines(lines: readonly string[], logged: string): void {
    this.services.log.write('>', logged);
    this.put(`${lines.join('\r\n')}\r\n`);
  }

  /** Says a last word and closes. */
  finish(reply: SmtpReply): void {
    if (this.isOver) return;
    this.say(reply);
    this.finishQuietly();
  }

  /** Cuts the connection. */
  destroy(): void {
    this.endedBy = 'Local';
    this._socket.destroy();
  }

  /**
   * The reasoning behind the reply that follows. The function is kept until somebody looks, so it decides again from
   * the same facts rather than keep all that the first time has made.
   */
  explain(trace: () => readonly TraceStep[]): void {
    this.services.log.trace(trace);
  }

  deviates(code: string, text: string): void {
    this.services.log.deviation(code, text);
  }

  override refuseLine(): void {
    this.finish({ ...replies.lineTooLong(), close: true });
  }

  override refuseTls(): void {
    this.deviates(
      'tls-on-plain-port',
      'The client speaks TLS from the first byte on a port that begins in plain text: choose STARTTLS on the device, or give it a connector with ImplicitTls.',
    );
    this.finish(replies.serviceNotAvailable());
  }

  override upgrade(callback: () => void, secureCallback?: () => void): void {
    if (this.certificate !== null) this.services.log.write('*', this.certificate, CERTIFICATE_CONTEXT);
    super.upgrade(callback, secureCallback);
  }

  override secured(): void {
    this.startOver();
    const socket = this._socket as TLSSocket;
    // No mail client renegotiates; an attacker makes us do the expensive part again and again.
    socket.disableRenegotiation();
    const protocol = socket.getProtocol() ?? 'TLS';
    this.services.log.write('*', '', `TLS protocol ${protocol} negotiation succeeded using ${socket.getCipher().name}`);
    this.services.log.update({ tls: protocol });
    if (this.services.connector.domainSecure) this.clientProved(clientCertificateOf(socket));
    if (this._ready) this.grant();
    super.secured();
  }

  override _onTimeout(): void {
    if (this._closing) {
      this._socket.destroy();
    } else if (this.busy || this.storing) {
      this.patience.touch();
    } else {
      this.finish(replies.timeoutInactive());
    }
  }

  override _onError(error: NodeJS.ErrnoException): void {
    // A failed handshake is reported by each layer of the socket.
    if (this.endedBy !== 'Remote(SocketError)') {
      this.endedBy = 'Remote(SocketError)';
      // The code names what the client found wrong with TLS.
      const code = error.code === undefined || error.message.includes(error.code) ? '' : ` (${error.code})`;
      this.services.log.write('*', '', `Socket error: ${error.message}${code}`);
      const fault = this._upgrading ? tlsFault(error.code, this.services.connector.implicitTls) : null;
      if (fault !== null) this.deviates(fault.code, fault.text);
    }
    if (!this._socket.destroyed) this._socket.destroy();
  }

  override _onClose(): void {
    super._onClose();
    if (this.ended) return;
    this.ended = true;
    this.tarpitTimer?.cancel();
    this.abandon();
    this.services.log.close(this.endedBy);
    this.services.onClosed();
  }

  /** Lets a client wait for its refusal. One that has gone is not waited for: it would be kept in memory for so long. */
  protected tarpit(delayMs: number, proceed: () => void): void {
    this.tarpitTimer = this.services.clock.after(delayMs, proceed);
  }

  protected finishQuietly(): void {
    this.endedBy = 'Local';
    this.close();
  }

  protected say(reply: SmtpReply): void {
    const line = replyLine(reply);
    this.services.log.write('>', reply.code === 334 ? '334 <authentication response>' : line);
    this.put(`${line}\r\n`);
  }
}
