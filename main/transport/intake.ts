import type { BodyWriter, StoredBody } from './queue.ts';
import type { AuthorRule } from './header-author.ts';
import { ContentMark } from './content-mark.ts';
import { LongLineWatch } from '../mime/long-line.ts';
import { editHeader, type HeaderEdit } from './intake-header.ts';

/**
 * The one place where a message is touched: on its way in, once. Puts a Received header on top, adds what a
 * device forgot (Date, Message-ID, From), strips what the sender has no right to (Bcc, trusted headers), and
 * streams the rest through unchanged.
 */

export interface IntakeOptions {
  readonly writer: BodyWriter;
  /** The trace header, ending in CRLF. */
  readonly received: string;
  /** Name of this server in Received headers, to count local hops. */
  readonly fqdn: string;
  readonly keepRoutingHeaders: boolean;
  readonly keepOrganizationHeaders: boolean;
  readonly keepForestHeaders: boolean;
  /** Used where the message has no From. */
  readonly mailFrom: string;
  /** Who it shall be from instead of whom it names; null: as it says. */
  readonly author: AuthorRule | null;
  /** See HeaderRules. */
  readonly rawHeaderCharset: string | null;
  readonly maxHeaderBytes: number;
  /** Hard cap on what is stored; beyond it bytes are counted and thrown away. */
  readonly maxBytes: number;
  readonly newMessageId: () => string;
  readonly date: () => string;
}

/** What is known when the message has arrived. */
export interface IntakeResult {
  readonly bytes: number;
  readonly headerBytes: number;
  readonly header: HeaderEdit;
  /** A line is longer than mail allows (RFC 5322 2.1.1). */
  readonly longLines: boolean;
  /** Tells a large body from another; null for a small one. */
  readonly contentMark: string | null;
}

const END_OF_HEADER = Buffer.from('\r\n\r\n');
const BLANK_LINE = Buffer.from('\r\n');
const FIRST_HEAD_BYTES = 4096;

export class Intake {
  /** Message bytes as received. */
  bytes = 0;
  private readonly options: IntakeOptions;
  private head: Buffer = Buffer.alloc(0);
  private headLength = 0;
  private readonly lines = new LongLineWatch();
  private readonly content = new ContentMark();
  private edit: HeaderEdit | null = null;
  private headerBytes = 0;
  private failure: unknown = null;
  private written: Promise<void> | null = null;

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  /** Takes normalised body bytes (CRLF line ends). The promise is the writer's back pressure. */
  write(chunk: Buffer): Promise<void> | null {
    this.bytes += chunk.length;
    if (this.failure !== null || this.bytes > this.options.maxBytes) return null;
    this.lines.look(chunk);
    if (this.edit !== null) {
      this.content.look(chunk);
      return this.store(chunk);
    }
    const seen = this.headLength;
    const joined = this.joinHead(chunk);
    const end = endOfHeader(joined, seen);
    if (end < 0 && this.headLength <= this.options.maxHeaderBytes) return null;
    return this.finishHeader(joined, end);
  }

  /** Ends the message. Rejects with what the writer failed with. */
  async finish(): Promise<IntakeResult> {
    if (this.edit === null && this.failure === null) void this.finishHeader(this.head.subarray(0, this.headLength), -1);
    if (this.written !== null) await this.written;
    if (this.failure !== null) throw this.failure as Error;
    if (this.edit === null) throw new Error('A message ended without a header having been read.');
    return {
      bytes: this.bytes,
      headerBytes: this.headerBytes,
      header: this.edit,
      longLines: this.lines.found,
      contentMark: this.content.text,
    };
  }

  /** Completes the stored body. Call after finish(), when the message is to be kept. */
  body(): Promise<StoredBody> {
    return this.options.writer.finish();
  }

  abort(): Promise<void> {
    return this.options.writer.abort();
  }

  /** What has come of the header so far. Room doubles as it fills, so that a header in tiny pieces costs no more than in one. */
  private joinHead(chunk: Buffer): Buffer {
    const length = this.headLength + chunk.length;
    if (this.headLength === 0) {
      this.head = chunk;
    } else {
      if (length > this.head.length) {
        const grown = Buffer.allocUnsafe(Math.max(FIRST_HEAD_BYTES, 2 * length));
        this.head.copy(grown, 0, 0, this.headLength);
        this.head = grown;
      }
      chunk.copy(this.head, this.headLength);
    }
    this.headLength = length;
    return this.head.subarray(0, length);
  }

  private finishHeader(joined: Buffer, end: number): Promise<void> | null {
    this.head = Buffer.alloc(0);
    // Without a blank line everything is header up to the limit; a body that never had a header is found by the editor.
    const split = end < 0 ? joined.length : end;
    this.headerBytes = end < 0 && this.headLength > this.options.maxHeaderBytes ? this.headLength : split;
    this.edit = editHeader(joined.toString('latin1', 0, split), this.options);
    const rest = this.edit.headerless ? joined : joined.subarray(split);
    if (this.edit.headerless) this.headerBytes = 0;
    this.content.look(rest);
    const top = Buffer.from(this.options.received + this.edit.text, 'latin1');
    const first = this.edit.headerless ? Buffer.concat([top, BLANK_LINE, rest]) : Buffer.concat([top, rest]);
    return this.store(first);
  }

  private store(chunk: Buffer): Promise<void> | null {
    const wait = this.options.writer.write(chunk);
    if (wait === null) return null;
    this.written = wait.catch((error: unknown) => {
      this.failure ??= error;
    });
    return this.written;
  }
}

/** Offset of the blank line's CRLF (so that the body begins with it), or -1. Looks only where something new came. */
function endOfHeader(buffer: Buffer, seen: number): number {
  if (buffer.length >= 2 && buffer[0] === 0x0d && buffer[1] === 0x0a) return 0;
  const at = buffer.indexOf(END_OF_HEADER, Math.max(0, seen - 3));
  return at < 0 ? -1 : at + 2;
}
