import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { DataScanner } from './data-scanner.ts';

/** Takes the body while it arrives. A returned promise is awaited before more is read from the socket. */
export interface BodySink {
  write(chunk: Buffer): Promise<void> | null;
  /** The message ended; the parser stays still until `resume` is called. */
  end(scanner: DataScanner, resume: () => void): void;
}

type Done = (error?: Error | null) => void;

const CR = 0x0d;
const TLS_HANDSHAKE = 0x16;

/** smtp-server's command parser with a DATA phase of our own, and two facts about the bytes a client sends. */
export class SessionParser extends SMTPStream {
  /** A CR has arrived at some time in this session. */
  sawCarriageReturn = false;
  /** The very first byte was that of a TLS handshake record. */
  onTlsHello: (() => void) | null = null;
  private first = true;
  private scanner: DataScanner | null = null;
  private sink: BodySink | null = null;

  /** Switches to DATA. `tolerant` lets LF.LF end the message of a session that has sent no CR. */
  beginData(sink: BodySink, tolerant: boolean): void {
    this.scanner = new DataScanner(tolerant && !this.sawCarriageReturn);
    this.sink = sink;
    this._dataMode = true;
  }

  override _write(chunk: Buffer, encoding: BufferEncoding | 'buffer', next: Done): void {
    if (this.first && chunk.length > 0) {
      this.first = false;
      if (chunk[0] === TLS_HANDSHAKE && this.onTlsHello !== null) {
        this.onTlsHello();
        next();
        return;
      }
    }
    // Inside messages too: one that ended with CRLF.CRLF takes the LF dot away from those behind it.
    if (!this.sawCarriageReturn) this.sawCarriageReturn = chunk.includes(CR);
    super._write(chunk, encoding, next);
  }

  override _feedDataStream(chunk: Buffer, done: Done): void {
    const { scanner, sink } = this;
    if (scanner === null || sink === null) {
      done();
      return;
    }
    const { body, rest } = scanner.push(chunk);
    const wait = body.length > 0 ? sink.write(body) : null;
    const proceed = (): void => {
      if (rest === null) {
        done();
        return;
      }
      this._dataMode = false;
      this._remainder = '';
      this.scanner = null;
      this.sink = null;
      sink.end(scanner, () => {
        this._write(rest, 'buffer', done);
      });
    };
    if (wait === null) proceed();
    // A failed write is the sink's to report at the end of data; the rest of the message is still read.
    else void wait.then(proceed, proceed);
  }
}
