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
const NOWHERE = 10;
/** After this many unremarkable bytes searching pays again. */
const QUIET_BYTES = 64;

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
  /** Where the bytes begin that have not been handed on. */
  private from = 0;
  /** The chunk as one character a byte: searching a string costs half of what searching a buffer does. */
  private text = '';
  /** Next CR and LF of the chunk, or a position behind its end. */
  private cr = -1;
  private lf = -1;

  constructor(linefeedDot: boolean) {
    this.linefeedDot = linefeedDot;
  }

  /** Feeds one chunk as it came from the socket. */
  push(input: Buffer): ScanResult {
    const chunk = this.tail.length > 0 ? Buffer.concat([this.tail, input]) : input;
    this.tail = EMPTY;
    this.text = chunk.toString('latin1');
    this.out = null;
    this.outLength = 0;
    this.from = 0;
    this.cr = -1;
    this.lf = -1;
    const result = this.scan(chunk);
    this.text = '';
    return result;
  }

  private scan(chunk: Buffer): ScanResult {
    for (let at = 0; ;) {
      if (this.lineStart && at < chunk.length) {
        if (chunk[at] === DOT) {
          const end = this.endAt(chunk, at);
          if (end === 'unknown') return this.keep(chunk, at);
          if (end > 0) return { body: this.take(chunk, at), rest: chunk.subarray(at + end) };
          this.copy(chunk, this.from, at);
          this.lineStart = false;
          at = this.crawl(chunk, at + 1);
          continue;
        }
        this.lineStart = false;
      }
      at = this.stride(chunk, at);
      if (at >= chunk.length) return { body: this.take(chunk, chunk.length), rest: null };
      if (this.lineStart) continue;
      if (chunk[at] === CR && at + 1 >= chunk.length) return this.keep(chunk, at);
      at = this.step(chunk, at);
    }
  }

  /**
   * Over ordinary lines, by memchr: to the dot that opens one (lineStart is set), to a stray CR or LF, or to the end.
   * Most bytes of most messages pass here.
   */
  private stride(chunk: Buffer, start: number): number {
    const { text } = this;
    let { cr, lf } = this;
    for (let at = start; ;) {
      // Kept between calls: with one of the two far away, each line would search the rest of the chunk again.
      if (cr < at) cr = found(text.indexOf('\r', at), text);
      if (lf < at) lf = found(text.indexOf('\n', at), text);
      if (lf !== cr + 1) {
        this.cr = cr;
        this.lf = lf;
        return Math.min(cr, lf);
      }
      this.linefeedDot = false;
      at = lf + 1;
      if (at >= chunk.length || chunk[at] === DOT) {
        this.cr = cr;
        this.lf = lf;
        this.lineStart = true;
        return at;
      }
    }
  }

  /** Turns a stray CR or LF (or passes a CRLF behind one); returns where to go on. */
  private step(chunk: Buffer, at: number): number {
    if (this.isPair(chunk, at, chunk[at] ?? 0)) return at + 2;
    this.copy(chunk, this.from, at);
    this.copy(CRLF, 0, 2);
    return this.crawl(chunk, at + 1);
  }

  /**
   * Goes on byte by byte while something has to be changed every few bytes, where searching would cost more than it
   * finds. Stops behind a quiet stretch, before a possible end of data, and short of the chunk's end.
   */
  private crawl(chunk: Buffer, start: number): number {
    const out = this.room(2 * (chunk.length - start) + 2);
    const last = chunk.length - 3;
    let o = this.outLength;
    let at = start;
    let quiet = 0;
    while (at < last && quiet < QUIET_BYTES) {
      const byte = chunk[at] ?? 0;
      if (this.lineStart && byte === DOT) {
        if (this.endAt(chunk, at) !== 0) break;
        this.lineStart = false;
        at += 1;
        continue;
      }
      if (byte === CR || byte === LF) {
        at += this.isPair(chunk, at, byte) ? 2 : 1;
        out[o] = CR;
        out[o + 1] = LF;
        o += 2;
        quiet = 0;
        continue;
      }
      this.lineStart = false;
      out[o] = byte;
      o += 1;
      at += 1;
      quiet += 1;
    }
    this.outLength = o;
    this.from = at;
    return at;
  }

  /** Notes a line break; true where CR and LF make one. */
  private isPair(chunk: Buffer, at: number, byte: number): boolean {
    if (byte === LF) {
      this.bareLinefeed = true;
      this.lineStart = this.linefeedDot;
      return false;
    }
    this.linefeedDot = false;
    this.lineStart = chunk[at + 1] === LF;
    if (!this.lineStart) this.bareCarriageReturn = true;
    return this.lineStart;
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

  private keep(chunk: Buffer, at: number): ScanResult {
    const body = this.take(chunk, at);
    this.tail = Buffer.from(chunk.subarray(at));
    return { body, rest: null };
  }

  private take(chunk: Buffer, to: number): Buffer {
    if (this.out === null) return chunk.subarray(this.from, to);
    this.copy(chunk, this.from, to);
    return this.out.subarray(0, this.outLength);
  }

  private copy(source: Buffer, from: number, to: number): void {
    source.copy(this.room(to - from), this.outLength, from, to);
    this.outLength += to - from;
  }

  /** The output, with room for `bytes` more. */
  private room(bytes: number): Buffer {
    const needed = this.outLength + bytes;
    if (this.out === null || needed > this.out.length) {
      const grown = Buffer.allocUnsafe(2 * needed);
      this.out?.copy(grown, 0, 0, this.outLength);
      this.out = grown;
    }
    return this.out;
  }
}

/** A position behind the chunk stands for "not in it". The two marks never look like a CR and its LF. */
function found(at: number, text: string): number {
  return at < 0 ? text.length + NOWHERE : at;
}
