import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from '../../clock.ts';
import { codeOf } from '../../delivery/smtp-failure.ts';
import { handshakeOptions, type TlsPolicy } from '../../delivery/tls-policy.ts';
import { PostroomError } from '../../errors.ts';

/** The socket under a live dialogue: lines in, lines out, TLS on request. Bounded whatever the other side sends. */

const HANDSHAKE_MS = 30_000;
const LONGEST_LINE = 8192;
const MOST_BYTES = 1024 * 1024;

export interface WireListener {
  /** One line as it came, bytes as characters. */
  line(text: string): void;
  closed(by: 'Local' | 'Remote' | 'Remote(SocketError)', reason: string): void;
}

export class LiveWire {
  readonly #listener: WireListener;
  readonly #clock: Clock;
  #socket: Socket | TLSSocket;
  #rest = '';
  #bytes = 0;
  #closed = false;
  #detach: () => void = () => undefined;
  #encrypted = false;

  constructor(socket: Socket, clock: Clock, listener: WireListener) {
    this.#socket = socket;
    this.#clock = clock;
    this.#listener = listener;
    this.#attach(socket);
  }

  get isEncrypted(): boolean {
    return this.#encrypted;
  }

  write(line: string): void {
    if (!this.#closed) this.#socket.write(`${line}\r\n`);
  }

  /** Encrypts what follows. Any certificate will do here: who sends a secret judges it first. Rejects with 'connection-failed'. */
  async secure(policy: TlsPolicy, host: string): Promise<TLSSocket> {
    this.#detach();
    const tls = connectTls({
      socket: this.#socket,
      ...handshakeOptions(policy),
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    this.#socket = tls;
    const error = await this.#handshake(tls);
    if (error !== null) throw this.#fail(`The TLS handshake failed (${error}).`);
    this.#encrypted = true;
    this.#attach(tls);
    return tls;
  }

  /** Bytes of a line that is not complete. */
  get hasRest(): boolean {
    return this.#rest !== '';
  }

  close(): void {
    this.#end('Local', 'Closed by Postroom.');
  }

  #handshake(tls: TLSSocket): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(HANDSHAKE_MS, () => resolve('no answer for 30 seconds'));
      const done = (error: string | null): void => {
        timer.cancel();
        resolve(error);
      };
      tls.once('secureConnect', () => done(null));
      tls.on('error', (error: Error) => done(codeOf(error) ?? error.message));
      tls.once('close', () => done('the connection was closed'));
    });
  }

  #fail(text: string): PostroomError {
    this.#end('Local', text);
    return new PostroomError('connection-failed', text);
  }

  #attach(socket: Socket): void {
    const data = (chunk: Buffer): void => this.#take(chunk);
    const error = (cause: Error): void =>
      this.#end('Remote(SocketError)', `The connection broke (${codeOf(cause) ?? cause.message}).`);
    const end = (): void => this.#end('Remote', 'Connection closed by the other side.');
    socket.on('data', data).on('error', error).on('end', end).on('close', end);
    this.#detach = () => {
      socket.off('data', data).off('error', error).off('end', end).off('close', end);
    };
    if (socket.destroyed) end();
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#listener.line(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#rest.length > LONGEST_LINE) this.#flush();
    if (this.#bytes > MOST_BYTES) this.#end('Local', 'The other side sent more than 1 MB; that is no dialogue.');
  }

  #flush(): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#listener.line(rest);
  }

  #end(by: 'Local' | 'Remote' | 'Remote(SocketError)', reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#flush();
    this.#detach();
    // A late complaint must not become an unhandled 'error' event.
    this.#socket.on('error', () => undefined);
    this.#socket.destroy();
    this.#listener.closed(by, reason);
  }
}
