import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import type { SMTPServer } from 'smtp-server';
import type { Timer } from '../clock.ts';
import { Patience } from './patience.ts';
import { SessionParser, type ParserOwner } from './session-parser.ts';
import type { SessionServices } from './session-services.ts';

/** RFC 4954 12: an AUTH line may be this long. */
const MAX_LINE_BYTES = 12_288;
const TLS_HANDSHAKE_MS = 30_000;
const BEYOND_LATIN1 = /[\u0100-\uffff]/;

/**
 * The socket under a session: smtp-server's STARTTLS and half-close, and our own way to read and write, because the
 * pipe of its streams costs more than what a mail session sends through it.
 */
export abstract class SessionSocket extends SMTPConnection implements ParserOwner {
  readonly services: SessionServices;
  protected ended = false;
  protected readonly patience: Patience;
  private pending = '';
  private flushing = false;
  private whenSecure: (() => void) | null = null;
  private handshakePatience: Timer | null = null;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    services: SessionServices,
  ) {
    super(server, socket, options);
    this.services = services;
    this.patience = new Patience(services.clock, services.connector.inactivityTimeoutMs, (limit) => {
      if (limit === 'total') this.onTotalTimeout();
      else this._onTimeout();
    });
  }

  /** The session has taken as long as it may. */
  protected abstract onTotalTimeout(): void;
  abstract refuseLine(): void;
  abstract refuseTls(): void;

  get parser(): SessionParser | null {
    return this._parser === false ? null : (this._parser as unknown as SessionParser);
  }

  runLine(line: Buffer, answered: () => void): void {
    this._onCommand(line, answered);
  }

  hold(): void {
    this._socket.pause();
  }

  release(): void {
    this._socket.resume();
  }

  /** Writes what is pending. */
  flush(): void {
    this.flushing = false;
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    // While the handshake runs _socket is still the raw one: a write would land inside it.
    if (this._upgrading || this._socket.destroyed || !this._socket.writable) return;
    // Replies are ASCII, or bytes that a client sent; latin1 is the cheaper way to write that. It would make a line end of
    // some letters of a banner.
    this._socket.write(text, BEYOND_LATIN1.test(text) ? 'utf8' : 'latin1');
    this.patience.touch();
  }

  override _createParser(): SMTPStream {
    // smtp-server marks it closed and unpipes it: nothing of a stream is needed for that.
    return new SessionParser(this, MAX_LINE_BYTES) as unknown as SMTPStream;
  }

  override _setListeners(begin: () => void): void {
    this._socket.on('close', () => {
      this._onClose();
    });
    this._socket.on('error', (error: Error) => {
      this._onError(error);
    });
    if (this.needsUpgrade) {
      this.upgrade(noop, begin);
    } else {
      this.read();
      begin();
    }
  }

  override _armTimeout(): void {
    this.patience.touch();
  }

  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this.flush();
    this.whenSecure = secureCallback ?? null;
    this.handshakePatience = this.services.clock.after(TLS_HANDSHAKE_MS, () => {
      if (!this.ended && this._upgrading) this._socket.destroy();
    });
    // What comes next is for the TLS socket to read.
    this._socket.pause();
    super.upgrade(callback);
  }

  /** Called by the server object when TLS stands. */
  secured(): void {
    this.handshakePatience?.cancel();
    this.read();
    this.whenSecure?.();
  }

  override close(): void {
    this.flush();
    // A timer of smtp-server's bounds what follows.
    this.patience.cancel();
    super.close();
  }

  override _onClose(): void {
    super._onClose();
    this.patience.cancel();
    this.handshakePatience?.cancel();
  }

  // Replies to pipelined commands leave in one write.
  protected put(text: string): void {
    this.pending += text;
    if (this.flushing) return;
    this.flushing = true;
    process.nextTick(flushSocket, this);
  }

  private read(): void {
    this._socket.on('data', (chunk: Buffer) => {
      this.patience.touch();
      this.parser?.receive(chunk);
    });
  }
}

function flushSocket(socket: SessionSocket): void {
  socket.flush();
}

function noop(): void {
  // Nothing was read before this handshake that would have to go on.
}
