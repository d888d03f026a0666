import { entityOf, type Entity } from './entity.ts';

/**
 * Walks over a message once, in pieces of any size, and tells its headers, the lines of its bodies and what separates
 * them. Two walks over the same bytes tell the same. Memory stays below the largest header.
 */

export interface PartVisitor {
  /** A header section, each line with its end, the blank line not counted. */
  header(entity: Entity, section: Buffer): void;
  /** Bytes of a body line, without its line end; a long line comes in several. */
  text(entity: Entity, bytes: Buffer): void;
  /** A line of the body ends. */
  newline(entity: Entity): void;
  /** The body of a leaf, or of a multipart its preamble or epilogue, is over. */
  end(entity: Entity): void;
  /** Bytes between: blank lines behind headers, the CRLF that belongs to a boundary, boundaries. */
  structure(bytes: Buffer): void;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const CRLF = Buffer.from('\r\n');
const EMPTY = Buffer.alloc(0);
/** `--`, a boundary of 70, `--`, and room for the blanks that may follow. */
const LONGEST_DELIMITER = 256;
/** A header beyond this is body: nobody reads it. */
const LARGEST_HEADER = 1024 * 1024;
const DEEPEST = 50;

export class PartWalker {
  readonly #visitor: PartVisitor;
  /** Multiparts that are open, the innermost last. */
  #open: Entity[] = [];
  #current: Entity | null = null;
  #count = 0;
  /** The header that is being read. */
  #header: Buffer[] | null = [];
  #headerBytes = 0;
  /** A line that has not come in full. */
  #carry: Buffer = EMPTY;
  /** The beginning of the line was told already. */
  #inLine = false;
  /** A line end that belongs to the body, unless a boundary follows. */
  #lineEnd = false;

  constructor(visitor: PartVisitor) {
    this.#visitor = visitor;
  }

  push(input: Buffer): void {
    const chunk = this.#carry.length > 0 ? Buffer.concat([this.#carry, input]) : input;
    this.#carry = EMPTY;
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, from)) {
      this.#line(chunk, from, lf + 1);
      from = lf + 1;
    }
    const rest = chunk.subarray(from);
    if (this.#header !== null || rest.length <= LONGEST_DELIMITER) {
      // A copy: who reads from disk uses the chunk's memory again.
      this.#carry = Buffer.from(rest);
      if (this.#header !== null && this.#headerBytes + rest.length > LARGEST_HEADER) this.#spill();
      return;
    }
    // The last byte waits: a CR may belong to the line's end.
    const told = rest.length - 1;
    this.#body(rest.subarray(0, told));
    this.#carry = Buffer.from(rest.subarray(told));
  }

  /** The message is over. */
  end(): void {
    if (this.#carry.length > 0) {
      const rest = this.#carry;
      this.#carry = EMPTY;
      if (this.#header === null) this.#bodyLine(rest, false);
      else this.#keepHeader(rest);
    }
    if (this.#header !== null) this.#endHeader(EMPTY);
    // Nothing is read behind this: a message part that ends with its own header has no body.
    if (this.#header !== null) this.#endHeader(EMPTY);
    if (this.#current !== null) this.#visitor.end(this.#current);
    if (this.#lineEnd) this.#visitor.structure(CRLF);
  }

  #line(chunk: Buffer, from: number, to: number): void {
    if (this.#header !== null) {
      this.#headerLine(chunk.subarray(from, to));
      return;
    }
    const end = to >= from + 2 && chunk[to - 2] === CR ? to - 2 : to - 1;
    this.#bodyLine(chunk.subarray(from, end), true);
  }

  #headerLine(line: Buffer): void {
    if (line.length === 1 || (line.length === 2 && line[0] === CR)) {
      this.#endHeader(CRLF);
      return;
    }
    // A part may end before its header does.
    const delimiter = this.#delimiterOf(line);
    if (delimiter !== null) {
      this.#endHeader(EMPTY);
      this.#header = null;
      this.#delimit(delimiter, line);
      return;
    }
    this.#keepHeader(line);
  }

  #keepHeader(line: Buffer): void {
    this.#header?.push(Buffer.from(line));
    this.#headerBytes += line.length;
    if (this.#headerBytes > LARGEST_HEADER) this.#spill();
  }

  /** What was to be a header is too large for one: it goes on as it is. */
  #spill(): void {
    const bytes = Buffer.concat([...(this.#header ?? []), this.#carry]);
    this.#carry = EMPTY;
    this.#header = [];
    this.#endHeader(EMPTY, true);
    this.#visitor.structure(bytes);
    this.#inLine = bytes.at(-1) !== LF;
  }

  #endHeader(blank: Buffer, isTooLarge = false): void {
    const section = Buffer.concat(this.#header ?? []);
    const parent = this.#current;
    const entity = entityOf(
      section.toString('latin1'),
      this.#count,
      parent,
      isTooLarge || this.#open.length >= DEEPEST,
    );
    this.#count += 1;
    this.#header = null;
    this.#headerBytes = 0;
    this.#lineEnd = false;
    this.#visitor.header(entity, section);
    this.#visitor.structure(blank);
    this.#current = entity;
    if (entity.kind === 'multipart') this.#open.push(entity);
    if (entity.kind === 'message') this.#header = [];
  }

  #bodyLine(line: Buffer, ended: boolean): void {
    const delimiter = this.#inLine ? null : this.#delimiterOf(line);
    if (delimiter !== null) {
      if (this.#current !== null) this.#visitor.end(this.#current);
      if (this.#lineEnd) this.#visitor.structure(CRLF);
      this.#lineEnd = false;
      this.#visitor.structure(line);
      if (ended) this.#visitor.structure(CRLF);
      this.#enter(delimiter);
      return;
    }
    this.#body(line);
    this.#inLine = false;
    this.#lineEnd = ended;
  }

  #body(bytes: Buffer): void {
    const entity = this.#current;
    if (entity === null) return;
    if (this.#lineEnd) this.#visitor.newline(entity);
    this.#lineEnd = false;
    this.#inLine = true;
    if (bytes.length > 0) this.#visitor.text(entity, bytes);
  }

  #delimit(delimiter: Delimiter, line: Buffer): void {
    if (this.#current !== null) this.#visitor.end(this.#current);
    this.#visitor.structure(line);
    this.#enter(delimiter);
  }

  /** The multipart whose boundary this line is, the innermost first. */
  #delimiterOf(line: Buffer): Delimiter | null {
    if (line[0] !== DASH || line[1] !== DASH || line.length > LONGEST_DELIMITER || this.#open.length === 0) return null;
    const text = line.toString('latin1').trimEnd();
    for (let depth = this.#open.length; depth > 0; depth -= 1) {
      const opening = `--${this.#open[depth - 1]?.boundary ?? ''}`;
      if (text === opening) return { depth, closes: false };
      if (text === `${opening}--`) return { depth, closes: true };
    }
    return null;
  }

  #enter({ depth, closes }: Delimiter): void {
    const container = this.#open[depth - 1] ?? null;
    this.#open.length = closes ? depth - 1 : depth;
    this.#current = container;
    this.#inLine = false;
    this.#header = closes ? null : [];
    this.#headerBytes = 0;
  }
}

interface Delimiter {
  /** Of the multipart among those that are open, from 1. */
  readonly depth: number;
  readonly closes: boolean;
}
