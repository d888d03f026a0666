import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPServer } from 'smtp-server';
import type { Timer } from '../clock.ts';
import type { SmtpReply, TraceStep } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { CERTIFICATE_CONTEXT } from './certificate-line.ts';
import { greeting } from './greeting.ts';
import { SessionParser } from './session-parser.ts';
import type { SessionServices } from './session-services.ts';
import { tlsFault } from './tls-fault.ts';

/** RFC 4954 12: an AUTH line may be this long. */
const MAX_LINE_BYTES = 12_288;
const TLS_HANDSHAKE_MS = 30_000;
const ANSWER_FIRST_MS = 1000;

/** The connection under a session: smtp-server's socket handling and STARTTLS with our banner, writes and ends. */
export abstract class SessionConnection extends SMTPConnection {
  readonly services: SessionServices;
  /** The certificate that TLS shows, as the protocol log has it. */
  certificate: string | null = null;
  /** A complete message is being made safe: the client waits for us. */
  storing = false;
  /** A command is being answered: the client waits for us. */
  protected busy = false;
  protected ended = false;
  private endedBy: 'Local' | 'Remote' | 'Remote(SocketError)' = 'Remote';
  private pending = '';
  private flushing = false;
  private deadline: Timer | null = null;
  private handshakePatience: Timer | null = null;
  private readonly startedAt: number;
  protected readonly startedAtMs: number;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    services: SessionServices,
  ) {
    super(server, socket, options);
    this.services = services;
    this.startedAt = services.clock.monotonic();
    this.startedAtMs = services.clock.now();
    services.log.write('+', '');
  }

  /** Recomputes the session's rights; at connect, after TLS and after AUTH. */
  abstract grant(): void;

  /** Throws away what has been received of a message. */
  protected abstract abandon(): void;

  /** Forgets everything the client has said (RFC 3207 4.2). */
  protected abstract startOver(): void;

  get parser(): SessionParser | null {
    return this._parser instanceof SessionParser ? this._parser : null;
  }

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
      this._resetSession();
      this._ready = true;
      this.setDeadline(this.services.connector.connectionTimeoutMs);
      this.grant();
      const banner = greeting(this.services.connector, this.services.clock.now());
      this.sendLines([banner], banner);
    });
  }

  // A message that is complete gets its answer first: 421 in its place would have the client send it again.
  private setDeadline(ms: number): void {
    this.deadline = this.services.clock.after(ms, () => {
      if (this.storing) this.setDeadline(ANSWER_FIRST_MS);
      else this.finish(replies.timeoutTotal(this.services.clock.monotonic() - this.startedAt));
    });
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

  /** The reasoning behind the reply that follows; kept as a function until somebody looks. */
  explain(trace: () => readonly TraceStep[]): void {
    this.services.log.trace(trace);
  }

  deviates(code: string, text: string): void {
    this.services.log.deviation(code, text);
  }

  override _createParser(): SessionParser {
    const parser = new SessionParser({ maxCommandLength: MAX_LINE_BYTES });
    parser.oncommand = (command: Buffer, callback?: () => void) => {
      this._onCommand(command, callback);
    };
    parser.onTlsHello = () => {
      this.deviates(
        'tls-on-plain-port',
        'The client speaks TLS from the first byte on a port that begins in plain text: choose STARTTLS on the device, or give it a connector with ImplicitTls.',
      );
      this.finish(replies.serviceNotAvailable());
    };
    parser.on('error', () => {
      this.finish({ ...replies.lineTooLong(), close: true });
    });
    return parser;
  }

  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this.flush();
    if (this.certificate !== null) this.services.log.write('*', this.certificate, CERTIFICATE_CONTEXT);
    this.handshakePatience = this.services.clock.after(TLS_HANDSHAKE_MS, () => {
      if (!this.ended && this._upgrading) this._socket.destroy();
    });
    this.parser?.removeAllListeners('error');
    super.upgrade(callback, secureCallback);
  }

  /** Called by the server object when TLS stands. */
  secured(): void {
    this.handshakePatience?.cancel();
    this.startOver();
    const socket = this._socket as TLSSocket;
    const protocol = socket.getProtocol() ?? 'TLS';
    this.services.log.write('*', '', `TLS protocol ${protocol} negotiation succeeded using ${socket.getCipher().name}`);
    this.services.log.update({ tls: protocol });
    if (this._ready) this.grant();
  }

  override _onTimeout(): void {
    if (this._closing) {
      this._socket.destroy();
    } else if (this.busy || this.storing) {
      this._armTimeout();
    } else {
      this.finish(replies.timeoutInactive());
    }
  }

  override _onError(error: NodeJS.ErrnoException): void {
    // A failed handshake is reported by each layer of the socket.
    if (this.endedBy !== 'Remote(SocketError)') {
      this.endedBy = 'Remote(SocketError)';
      this.services.log.write('*', '', `Socket error: ${error.message}`);
      const fault = this._upgrading ? tlsFault(error.code, this.services.connector.implicitTls) : null;
      if (fault !== null) this.deviates(fault.code, fault.text);
    }
    if (!this._socket.destroyed) this._socket.destroy();
  }

  override close(): void {
    this.flush();
    super.close();
  }

  override _onClose(): void {
    super._onClose();
    if (this.ended) return;
    this.ended = true;
    this.deadline?.cancel();
    this.handshakePatience?.cancel();
    this.abandon();
    this.services.log.close(this.endedBy);
    this.services.onClosed();
  }

  protected finishQuietly(): void {
    this.endedBy = 'Local';
    this.close();
  }

  protected say(reply: SmtpReply): void {
    const line =
      reply.enhanced === null ? `${reply.code} ${reply.text}` : `${reply.code} ${reply.enhanced} ${reply.text}`;
    this.services.log.write('>', reply.code === 334 ? '334 <authentication response>' : line);
    this.put(`${line}\r\n`);
  }

  // Replies to pipelined commands leave in one write.
  private put(text: string): void {
    this.pending += text;
    if (this.flushing) return;
    this.flushing = true;
    process.nextTick(() => {
      this.flush();
    });
  }

  private flush(): void {
    this.flushing = false;
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    // Replies are ASCII, and latin1 is the cheaper way to write that.
    // While the handshake runs _socket is still the raw one: a write would land inside it.
    if (!this._upgrading && !this._socket.destroyed && this._socket.writable) this._socket.write(text, 'latin1');
  }
}
