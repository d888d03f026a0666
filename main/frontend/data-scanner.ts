/**
 * Finds the end of the DATA phase, takes dot-stuffing off and turns stray CR and LF into CRLF, in linear
 * time whatever the segmentation (RFC 5321 4.5.2; SMTP smuggling).
 *
 * Only CRLF.CRLF ends a message. The one exception is a session that has never sent a CR on a connector
 * that tolerates it: there LF.LF ends it too, and the caller closes the connection behind the reply.
 */

const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;
const CRLF = Buffer.from('\r\n');
const EMPTY = Buffer.alloc(0);
/** Below this a loop beats Buffer.copy. */
const SMALL_COPY_BYTES = 48;

export interface ScanResult {
  /** Body bytes, unstuffed and normalised; may be empty. */
  readonly body: Buffer;
  /** Set when the message ended: what the client sent behind it. */
  readonly rest: Buffer | null;
}

export class DataScanner {
  /** A bare LF was turned into CRLF. */
  bareLinefeed = false;
  /** A bare CR was turned into CRLF. */
  bareCarriageReturn = false;
  /** The message ended with LF.LF. */
  endedByLinefeed = false;

  private linefeedDot: boolean;
  private tail: Buffer = EMPTY;
  /** The next byte begins a line that CRLF (or, while linefeedDot holds, LF) has opened. */
  private lineStart = true;
  private out: Buffer | null = null;
  private outLength = 0;

  constructor(linefeedDot: boolean) {
    this.linefeedDot = linefeedDot;
  }

  /** Feeds one chunk as it came from the socket. */
  push(input: Buffer): ScanResult {
    const chunk = this.tail.length > 0 ? Buffer.concat([this.tail, input]) : input;
    this.tail = EMPTY;
    this.out = null;
    this.outLength = 0;
    let from = 0;
    let at = 0;
    let nextCr = -2;
    let nextLf = -2;
    for (;;) {
      if (this.lineStart && at < chunk.length) {
        if (chunk[at] === DOT) {
          const end = this.endAt(chunk, at);
          if (end === 'unknown') return this.keep(chunk, from, at);
          if (end > 0) return { body: this.take(chunk, from, at), rest: chunk.subarray(at + end) };
          this.copy(chunk, from, at);
          from = at + 1;
          at += 1;
        }
        this.lineStart = false;
      }
      if (nextCr !== -1 && nextCr < at) nextCr = chunk.indexOf(CR, at);
      if (nextLf !== -1 && nextLf < at) nextLf = chunk.indexOf(LF, at);
      if (nextCr >= 0) this.linefeedDot = this.linefeedDot && nextLf >= 0 && nextLf < nextCr;
      if (nextCr < 0 && nextLf < 0) return { body: this.take(chunk, from, chunk.length), rest: null };
      if (nextCr >= 0 && (nextLf < 0 || nextCr < nextLf)) {
        if (nextCr + 1 >= chunk.length) return this.keep(chunk, from, nextCr);
        if (chunk[nextCr + 1] === LF) {
          at = nextCr + 2;
          this.lineStart = true;
          continue;
        }
        this.bareCarriageReturn = true;
        at = this.breakLine(chunk, from, nextCr);
      } else {
        this.bareLinefeed = true;
        at = this.breakLine(chunk, from, nextLf);
        this.lineStart = this.linefeedDot;
      }
      from = at;
    }
  }

  /** Length of the end sequence at a dot that opens a line, 0 where the dot is stuffing. */
  private endAt(chunk: Buffer, at: number): number | 'unknown' {
    const next = chunk[at + 1];
    if (next === undefined) return 'unknown';
    if (next === LF && this.linefeedDot) {
      this.endedByLinefeed = true;
      return 2;
    }
    if (next !== CR) return 0;
    const last = chunk[at + 2];
    if (last === undefined) return 'unknown';
    return last === LF ? 3 : 0;
  }

  /** Emits up to a stray CR or LF and CRLF in its place; returns where the next line begins. */
  private breakLine(chunk: Buffer, from: number, at: number): number {
    this.copy(chunk, from, at);
    this.copy(CRLF, 0, 2);
    return at + 1;
  }

  private keep(chunk: Buffer, from: number, at: number): ScanResult {
    const body = this.take(chunk, from, at);
    this.tail = Buffer.from(chunk.subarray(at));
    return { body, rest: null };
  }

  private take(chunk: Buffer, from: number, to: number): Buffer {
    if (this.out === null) return chunk.subarray(from, to);
    this.copy(chunk, from, to);
    return this.out.subarray(0, this.outLength);
  }

  private copy(source: Buffer, from: number, to: number): void {
    // Every stray byte grows by one at most, so twice the largest chunk is always enough.
    this.out ??= Buffer.allocUnsafe(2 * Math.max(source.length, 2) + 4);
    if (this.outLength + to - from > this.out.length) this.out = Buffer.concat([this.out], this.out.length * 2);
    if (to - from > SMALL_COPY_BYTES) {
      source.copy(this.out, this.outLength, from, to);
    } else {
      for (let i = from, o = this.outLength; i < to; i += 1, o += 1) this.out[o] = source[i] ?? 0;
    }
    this.outLength += to - from;
  }
}
