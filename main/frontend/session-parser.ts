import { DataScanner } from './data-scanner.ts';

/** Takes the body while it arrives. A returned promise is awaited before more is read from the socket. */
export interface BodySink {
  write(chunk: Buffer): Promise<void> | null;
  /** The message ended; the parser stays still until `resume` is called. */
  end(scanner: DataScanner, resume: () => void): void;
}

/** The session whose bytes are read. */
export interface ParserOwner {
  /** Runs a line without its end; the next one follows when `answered` is called. */
  runLine(line: Buffer, answered: () => void): void;
  /** A line is longer than any may be. */
  refuseLine(): void;
  /** The very first byte is that of a TLS handshake record. */
  refuseTls(): void;
  /** Stops and goes on reading from the socket. */
  hold(): void;
  release(): void;
}

const CR = 0x0d;
const LF = 0x0a;
const TLS_HANDSHAKE = 0x16;
const EMPTY = Buffer.alloc(0);
/** Pipelined commands answered before other sessions get their turn. */
const COMMANDS_PER_TURN = 100;
/** So much may arrive ahead of what is being worked on. */
const WAITING_BYTES = 128 * 1024;

/**
 * Reads lines and messages on bytes, without turning every chunk into a string and back. smtp-server's connection holds
 * it where its own parser would be, and knows of it only `isClosed`; the session hands it what the socket reads.
 */
export class SessionParser {
  /** Nothing is read any more. */
  isClosed = false;
  /** A CR has arrived at some time in this session. */
  sawCarriageReturn = false;
  private readonly owner: ParserOwner;
  private readonly maxLineBytes: number;
  private first = true;
  /** What is being read, and how far it has been; null while there is nothing. */
  private input: Buffer | null = null;
  private at = 0;
  private commands = 0;
  /** A command is being answered or a piece of a message stored. */
  private waits = false;
  private inside = false;
  /** What arrived meanwhile. */
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private holds = false;
  /** The beginning of a line whose end has not come yet. */
  private partial: Buffer = EMPTY;
  private scanner: DataScanner | null = null;
  private sink: BodySink | null = null;

  constructor(owner: ParserOwner, maxLineBytes: number) {
    this.owner = owner;
    this.maxLineBytes = maxLineBytes;
  }

  /** Switches to DATA. `tolerant` lets LF.LF end the message of a session that has sent no CR. */
  beginData(sink: BodySink, tolerant: boolean): void {
    this.scanner = new DataScanner(tolerant && !this.sawCarriageReturn);
    this.sink = sink;
  }

  /** Takes a chunk from the socket. */
  receive(chunk: Buffer): void {
    if (this.isClosed) return;
    if (this.input !== null) {
      this.waiting.push(chunk);
      this.waitingBytes += chunk.length;
      if (this.waitingBytes < WAITING_BYTES || this.holds) return;
      this.holds = true;
      this.owner.hold();
      return;
    }
    this.begin(chunk);
    this.advance();
  }

  private begin(chunk: Buffer): void {
    if (this.first) {
      this.first = false;
      if (chunk[0] === TLS_HANDSHAKE) {
        this.owner.refuseTls();
        return;
      }
    }
    // Inside messages too: one that ended with CRLF.CRLF takes the LF dot away from those behind it.
    if (!this.sawCarriageReturn) this.sawCarriageReturn = chunk.includes(CR);
    this.input = this.partial.length > 0 ? Buffer.concat([this.partial, chunk]) : chunk;
    this.partial = EMPTY;
    this.at = 0;
  }

  private readonly goOn = (): void => {
    this.waits = false;
    // What is done at once comes back here from within: it goes round the loop, not deeper.
    if (!this.inside) this.advance();
  };

  private advance(): void {
    this.inside = true;
    try {
      while (this.input !== null && !this.waits) this.step(this.input);
    } finally {
      this.inside = false;
    }
  }

  private step(input: Buffer): void {
    if (this.isClosed) {
      this.input = null;
      this.waiting = [];
    } else if (this.at >= input.length) {
      this.nextChunk();
    } else if (this.scanner !== null && this.sink !== null) {
      this.readBody(this.at === 0 ? input : input.subarray(this.at), this.scanner, this.sink);
    } else {
      this.readLine(input);
    }
  }

  private nextChunk(): void {
    this.input = null;
    const { waiting } = this;
    const [chunk] = waiting;
    if (chunk === undefined) return;
    this.waiting = [];
    this.waitingBytes = 0;
    this.begin(waiting.length === 1 ? chunk : Buffer.concat(waiting));
    if (!this.holds) return;
    this.holds = false;
    this.owner.release();
  }

  private readLine(input: Buffer): void {
    const { at } = this;
    const lf = input.indexOf(LF, at);
    const end = lf < 0 ? input.length : lf > at && input[lf - 1] === CR ? lf - 1 : lf;
    if (end - at > this.maxLineBytes) {
      this.input = null;
      this.isClosed = true;
      this.owner.refuseLine();
      return;
    }
    if (lf < 0) {
      this.partial = Buffer.from(input.subarray(at));
      this.at = input.length;
      return;
    }
    this.at = lf + 1;
    this.waits = true;
    this.owner.runLine(input.subarray(at, end), this.goOn);
    this.commands += 1;
    if (this.commands % COMMANDS_PER_TURN === 0) this.giveWay();
  }

  private giveWay(): void {
    if (this.waits) return;
    this.waits = true;
    setImmediate(this.goOn);
  }

  private readBody(piece: Buffer, scanner: DataScanner, sink: BodySink): void {
    const { body, rest } = scanner.push(piece);
    this.input = rest ?? EMPTY;
    this.at = 0;
    const wait = body.length > 0 ? sink.write(body) : null;
    const ended = rest !== null;
    if (wait === null) {
      if (ended) this.endBody(scanner, sink);
      return;
    }
    this.waits = true;
    // A failed write is the sink's to report at the end of data; the rest of the message is still read.
    const proceed = (): void => {
      if (ended) this.endBody(scanner, sink);
      else this.goOn();
    };
    void wait.then(proceed, proceed);
  }

  private endBody(scanner: DataScanner, sink: BodySink): void {
    this.scanner = null;
    this.sink = null;
    this.waits = true;
    sink.end(scanner, this.goOn);
  }
}
