const LF = 0x0a;

/** RFC 5322 2.1.1: no line may have more than this, CRLF not counted. */
export const LONGEST_LINE_BYTES = 998;

/** Finds out whether any line of a stream is too long, by jumps: it reads about one byte in ten. */
export class LongLineWatch {
  found = false;
  /** Bytes of a line that began in an earlier chunk. */
  private before = 0;

  /** Looks at the next chunk; its lines end in CRLF. */
  look(chunk: Buffer): void {
    if (this.found) return;
    // The last line end seen, as an offset in this chunk.
    let end = -1 - this.before;
    for (;;) {
      // The LF of the longest line allowed, one behind its CR.
      const limit = end + LONGEST_LINE_BYTES + 2;
      if (limit >= chunk.length) break;
      const next = limit < 0 ? -1 : chunk.lastIndexOf(LF, limit);
      if (next <= end || next < 0) {
        this.found = true;
        return;
      }
      end = next;
    }
    const last = chunk.lastIndexOf(LF);
    this.before = last < 0 ? this.before + chunk.length : chunk.length - 1 - last;
    this.found = this.before > LONGEST_LINE_BYTES + 1;
  }
}
