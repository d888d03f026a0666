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
const LF = 0x0a;
const TLS_HANDSHAKE = 0x16;
const EMPTY = Buffer.alloc(0);
/** Pipelined commands answered before other sessions get their turn. */
const COMMANDS_PER_TURN = 100;

/**
 * Stands where smtp-server's parser stands and reads lines and messages on bytes, without turning every chunk into a
 * string and back. Notes two facts about what a client sends besides.
 */
export class SessionParser extends SMTPStream {
  /** A CR has arrived at some time in this session. */
  sawCarriageReturn = false;
  /** The very first byte was that of a TLS handshake record. */
  onTlsHello: (() => void) | null = null;
  private first = true;
  /** The beginning of a line whose end has not come yet. */
  private partial: Buffer = EMPTY;
  private scanner: DataScanner | null = null;
  private sink: BodySink | null = null;

  /** Switches to DATA. `tolerant` lets LF.LF end the message of a session that has sent no CR. */
  beginData(sink: BodySink, tolerant: boolean): void {
    this.scanner = new DataScanner(tolerant && !this.sawCarriageReturn);
    this.sink = sink;
    this._dataMode = true;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding | 'buffer', next: Done): void {
    if (this.isClosed) {
      next();
      return;
    }
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
    if (this._dataMode) this._feedDataStream(chunk, next);
    else this.readLines(chunk, next);
  }

  /** Hands on one line after the other, each when the one before it has been answered. */
  private readLines(chunk: Buffer, next: Done): void {
    const input = this.partial.length > 0 ? Buffer.concat([this.partial, chunk]) : chunk;
    this.partial = EMPTY;
    let at = 0;
    let inside = false;
    let again = false;
    // The answer may have come while the command was run.
    const isAnswered = (): boolean => again;
    let turn = 0;
    const advance = (): void => {
      // A command that is answered at once comes back here from within: it goes round the loop, not deeper.
      again = true;
      if (inside) return;
      inside = true;
      try {
        while (isAnswered()) {
          again = false;
          const line = this.nextLine(input, at, next);
          if (line === null) return;
          at = line.end;
          turn += 1;
          this.oncommand(line.text, advance);
          if (isAnswered() && turn % COMMANDS_PER_TURN === 0) {
            setImmediate(advance);
            return;
          }
        }
      } finally {
        inside = false;
      }
    };
    advance();
  }

  /** The line at `at`, or null where there is none and `next` has been called or will be. */
  private nextLine(input: Buffer, at: number, next: Done): { text: Buffer; end: number } | null {
    if (this.isClosed || at >= input.length) {
      next();
      return null;
    }
    if (this._dataMode) {
      this._feedDataStream(input.subarray(at), next);
      return null;
    }
    const lf = input.indexOf(LF, at);
    const end = lf < 0 ? input.length : lf > at && input[lf - 1] === CR ? lf - 1 : lf;
    if (end - at > this._maxCommandLength) {
      next(this._commandTooLong());
      return null;
    }
    if (lf < 0) {
      this.partial = Buffer.from(input.subarray(at));
      next();
      return null;
    }
    return { text: input.subarray(at, end), end: lf + 1 };
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
      this.scanner = null;
      this.sink = null;
      sink.end(scanner, () => {
        this.readLines(rest, done);
      });
    };
    if (wait === null) proceed();
    // A failed write is the sink's to report at the end of data; the rest of the message is still read.
    else void wait.then(proceed, proceed);
  }
}
