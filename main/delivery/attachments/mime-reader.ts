import { partHeaderOf, type PartHeader } from './part-header.ts';
import { decoderOf, type Decoder } from './transfer-decoding.ts';

/**
 * Reads a message as it streams by and hands out the leaves of its MIME tree, decoded. It holds one line at most, and
 * of a long one a piece: a scan of any size takes the same memory (docs/decisions/0010).
 */

/** Takes what a part decodes to; writes that wait are waited for. */
export interface PartWriter {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

const LONGEST_LINE = 65_536;
const LONGEST_HEADER = 65_536;
const DEEPEST = 20;
const NEWLINE = 10;
const RETURN = 13;
const HYPHEN = 45;

interface Leaf {
  readonly decoder: Decoder;
  readonly writer: PartWriter;
}

export class MimeReader {
  /** Opens a writer for a leaf, or null where it is of no interest. */
  private readonly open: (header: PartHeader) => Promise<PartWriter | null>;
  /** Boundary lines, outermost first. */
  private readonly delimiters: string[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private mode: 'header' | 'body' | 'between' = 'header';
  private header = '';
  private leaf: Leaf | null = null;
  /** The line end before a boundary belongs to the boundary (RFC 2046 5.1.1): it is written with the next line. */
  private lineEnd: Buffer = Buffer.alloc(0);
  private isWithinLine = false;

  constructor(open: (header: PartHeader) => Promise<PartWriter | null>) {
    this.open = open;
  }

  async write(chunk: Buffer): Promise<void> {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    // Many lines of one leaf are one piece.
    let pieces: Buffer[] = [];
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE)) {
      const line = bytes.subarray(0, end + 1);
      bytes = bytes.subarray(end + 1);
      if (this.isContent(line)) {
        pieces.push(line);
        // The next one begins at its beginning, and may be a boundary.
        this.isWithinLine = false;
        continue;
      }
      await this.content(pieces);
      pieces = [];
      await this.line(line);
    }
    await this.content(pieces);
    if (bytes.length > LONGEST_LINE) {
      // A CR at the end may belong to the line's end.
      const told = bytes.length - (bytes.at(-1) === RETURN ? 1 : 0);
      await this.piece(bytes.subarray(0, told));
      bytes = bytes.subarray(told);
    }
    this.rest = Buffer.from(bytes);
  }

  async end(): Promise<void> {
    if (this.rest.length > 0) await this.line(this.rest);
    this.rest = Buffer.alloc(0);
    if (this.mode === 'header') await this.headerEnded();
    await this.close();
  }

  /** A line that can only be content. */
  private isContent(line: Buffer): boolean {
    return this.mode === 'body' && (line[0] !== HYPHEN || line[1] !== HYPHEN || this.isWithinLine);
  }

  private async content(lines: readonly Buffer[]): Promise<void> {
    if (lines.length === 0) return;
    if (this.leaf === null) return;
    const all = Buffer.concat([this.lineEnd, ...lines]);
    const end = all.at(-1) !== NEWLINE ? 0 : all.at(-2) === RETURN ? 2 : 1;
    this.lineEnd = all.subarray(all.length - end);
    await this.leaf.writer.write(this.leaf.decoder.write(all.subarray(0, all.length - end)));
  }

  private async line(line: Buffer): Promise<void> {
    if (this.isContent(line)) {
      this.isWithinLine = false;
      await this.content([line]);
      return;
    }
    const text = line.toString('latin1');
    if (text.startsWith('--') && !this.isWithinLine && (await this.boundary(text.trimEnd()))) return;
    this.isWithinLine = false;
    if (this.mode === 'body') await this.content([line]);
    else if (this.mode === 'header') {
      if (text.trim() === '') await this.headerEnded();
      else if (this.header.length < LONGEST_HEADER) this.header += text;
    }
  }

  /** A line that is longer than any boundary. */
  private async piece(bytes: Buffer): Promise<void> {
    this.isWithinLine = true;
    if (this.mode !== 'body' || this.leaf === null) return;
    const all = Buffer.concat([this.lineEnd, bytes]);
    this.lineEnd = Buffer.alloc(0);
    await this.leaf.writer.write(this.leaf.decoder.write(all));
  }

  private async boundary(text: string): Promise<boolean> {
    const level = this.delimiters.findLastIndex((delimiter) => text === delimiter || text === `${delimiter}--`);
    if (level < 0) return false;
    await this.close();
    const isLast = text !== this.delimiters[level];
    this.delimiters.length = isLast ? level : level + 1;
    this.mode = isLast ? 'between' : 'header';
    this.header = '';
    return true;
  }

  private async headerEnded(): Promise<void> {
    const header = partHeaderOf(this.header);
    this.lineEnd = Buffer.alloc(0);
    if (header.boundary !== null && this.delimiters.length < DEEPEST) {
      this.delimiters.push(`--${header.boundary}`);
      this.mode = 'between';
      return;
    }
    const writer = await this.open(header);
    this.leaf = writer === null ? null : { writer, decoder: decoderOf(header.encoding) };
    this.mode = 'body';
  }

  private async close(): Promise<void> {
    const { leaf } = this;
    this.leaf = null;
    if (leaf === null) return;
    // A message that is not a multipart ends with its line end; elsewhere that belongs to the boundary.
    const before = this.delimiters.length === 0 ? leaf.decoder.write(this.lineEnd) : Buffer.alloc(0);
    const tail = Buffer.concat([before, leaf.decoder.end()]);
    if (tail.length > 0) await leaf.writer.write(tail);
    await leaf.writer.end();
  }
}
