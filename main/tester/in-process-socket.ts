import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/**
 * The server's end of a connection that leaves no process: what a session needs of a socket, and the client's side as
 * methods. A session answers each command with one write, so a write is a reply.
 */
export class InProcessSocket extends Duplex {
  readonly readyState = 'open';
  private readonly replies: string[] = [];
  private waiting: ((reply: string | null) => void) | null = null;

  constructor() {
    super({ decodeStrings: false });
    this.once('close', () => {
      this.deliver(null);
    });
  }

  /** As the session's code knows it. It reads nothing else of a socket than what stands here and in Duplex. */
  asSocket(): Socket {
    return this as unknown as Socket;
  }

  /** What the client sends. */
  send(text: string): void {
    this.push(Buffer.from(text));
  }

  /** The next reply, or null where the server has hung up without one. */
  reply(): Promise<string | null> {
    const ready = this.replies.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.destroyed) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** The client goes. Resolves when the session has noticed. */
  hangUp(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.once('close', resolve);
      this.destroy();
    });
  }

  // A silent client is never cut off here, and nothing is coalesced.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  disableRenegotiation(): void {
    // There is no handshake to repeat.
  }

  // What the log says of TLS that was taken for granted.
  getProtocol(): ReturnType<TLSSocket['getProtocol']> {
    return 'TLSv1.3';
  }

  getCipher(): ReturnType<TLSSocket['getCipher']> {
    return { name: 'TLS_AES_256_GCM_SHA384', standardName: 'TLS_AES_256_GCM_SHA384', version: 'TLSv1.3' };
  }

  override _read(): void {
    // send() pushes without being asked.
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.deliver(chunk.toString());
    done();
  }

  override _final(done: () => void): void {
    // A client that is hung up on goes.
    this.push(null);
    done();
  }

  private deliver(reply: string | null): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting !== null) waiting(reply);
    else if (reply !== null) this.replies.push(reply);
  }
}
