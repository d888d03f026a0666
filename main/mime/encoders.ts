/** Content encodings of body parts as they are written, line by line or in pieces of lines (RFC 2045 6). */

export interface BodyEncoder {
  text(bytes: Buffer): Buffer;
  newline(): Buffer;
  end(): Buffer;
}

const CRLF = Buffer.from('\r\n');
const EMPTY = Buffer.alloc(0);
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const DASH = 0x2d;
const EQUALS = 0x3d;
const LINE_CHARACTERS = 76;
const LONGEST_CUT = 760;
/** What makes a full line of base64. */
const LINE_BYTES = 57;
/** More at the end of what has come of a line are taken for text, so that they need not be kept. */
const MOST_BLANKS = 4096;
const HEX = Buffer.from('0123456789ABCDEF');

/** Plain lines to quoted-printable. */
export class QuotedPrintableEncoder implements BodyEncoder {
  #column = 0;
  /** A blank that may turn out to end its line. */
  #blank: number | null = null;
  #out: Buffer = EMPTY;
  #at = 0;

  text(bytes: Buffer): Buffer {
    // A byte becomes three, and each 75 of those take a soft line break.
    this.#out = Buffer.allocUnsafe(bytes.length * 4 + 16);
    this.#at = 0;
    for (const byte of bytes) {
      this.#flushBlank();
      if (byte === SPACE || byte === TAB) this.#blank = byte;
      else if (byte > SPACE && byte < 0x7f && byte !== EQUALS && !this.#opensBoundary(byte)) this.#plain(byte);
      else this.#escaped(byte);
    }
    return this.#out.subarray(0, this.#at);
  }

  newline(): Buffer {
    const blank = this.end();
    this.#column = 0;
    return blank.length === 0 ? CRLF : Buffer.concat([blank, CRLF]);
  }

  end(): Buffer {
    if (this.#blank === null) return EMPTY;
    this.#out = Buffer.allocUnsafe(16);
    this.#at = 0;
    this.#escaped(this.#blank);
    this.#blank = null;
    return this.#out.subarray(0, this.#at);
  }

  /** A dash that a soft line break would put first: no line of our making may look like a boundary. */
  #opensBoundary(byte: number): boolean {
    return byte === DASH && this.#column === LINE_CHARACTERS - 1;
  }

  #flushBlank(): void {
    if (this.#blank === null) return;
    this.#plain(this.#blank);
    this.#blank = null;
  }

  #plain(byte: number): void {
    this.#makeRoom(1);
    this.#out[this.#at++] = byte;
    this.#column += 1;
  }

  #escaped(byte: number): void {
    this.#makeRoom(3);
    this.#out[this.#at++] = EQUALS;
    this.#out[this.#at++] = HEX[byte >> 4] ?? 0;
    this.#out[this.#at++] = HEX[byte & 15] ?? 0;
    this.#column += 3;
  }

  #makeRoom(characters: number): void {
    if (this.#column + characters < LINE_CHARACTERS) return;
    this.#out[this.#at++] = EQUALS;
    this.#out[this.#at++] = CR;
    this.#out[this.#at++] = LF;
    this.#column = 0;
  }
}

/** Quoted-printable anew: long lines are folded, raw bytes escaped. What it says stays the same. */
export class QuotedPrintableRewriter implements BodyEncoder {
  readonly #encoder = new QuotedPrintableEncoder();
  /** An escape that has not come in full: `=`, `=A`. */
  #escape = '';
  /** Blanks that mean nothing if the line ends behind them (RFC 2045 6.7 rule 3). */
  #blanks = '';

  text(bytes: Buffer): Buffer {
    let plain = this.#blanks + this.#escape + bytes.toString('latin1');
    this.#blanks = '';
    this.#escape = /=[0-9A-Fa-f]?[ \t]{0,4096}$/.exec(plain)?.[0] ?? '';
    plain = plain.slice(0, plain.length - this.#escape.length);
    if (this.#escape === '') {
      const blanks = trailingBlanks(plain);
      this.#blanks = blanks.length > MOST_BLANKS ? '' : blanks;
      plain = plain.slice(0, plain.length - this.#blanks.length);
    }
    return this.#encoder.text(unescaped(plain));
  }

  newline(): Buffer {
    this.#blanks = '';
    const escape = this.#escape;
    this.#escape = '';
    if (/^=[ \t]*$/.test(escape)) return EMPTY;
    const rest = escape === '' ? EMPTY : this.#encoder.text(Buffer.from(escape.trimEnd(), 'latin1'));
    return Buffer.concat([rest, this.#encoder.newline()]);
  }

  end(): Buffer {
    const rest = /^=[ \t]*$/.test(this.#escape) ? '' : this.#escape.trimEnd();
    this.#escape = '';
    this.#blanks = '';
    return Buffer.concat([this.#encoder.text(Buffer.from(rest, 'latin1')), this.#encoder.end()]);
  }
}

function trailingBlanks(text: string): string {
  let at = text.length;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return text.slice(at);
}

function unescaped(text: string): Buffer {
  const plain = text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

/** Bytes to base64; line ends are bytes like any other. */
export class Base64Encoder implements BodyEncoder {
  readonly #lines = new Base64Lines();
  #rest: Buffer = EMPTY;

  text(bytes: Buffer): Buffer {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const full = all.length - (all.length % LINE_BYTES);
    this.#rest = Buffer.from(all.subarray(full));
    return this.#lines.full(all.toString('base64', 0, full));
  }

  newline(): Buffer {
    return this.text(CRLF);
  }

  end(): Buffer {
    const rest = this.#rest.toString('base64');
    this.#rest = EMPTY;
    return this.#lines.last(rest);
  }
}

/** Base64 in lines of 76; what is no base64 between them means nothing and goes (RFC 2045 6.8). */
export class Base64Rewriter implements BodyEncoder {
  readonly #lines = new Base64Lines();
  #rest = '';

  text(bytes: Buffer): Buffer {
    const all = this.#rest + bytes.toString('latin1').replaceAll(/[^A-Za-z0-9+/=]+/g, '');
    const full = all.length - (all.length % LINE_CHARACTERS);
    this.#rest = all.slice(full);
    return this.#lines.full(all.slice(0, full));
  }

  newline(): Buffer {
    return EMPTY;
  }

  end(): Buffer {
    const rest = this.#rest;
    this.#rest = '';
    return this.#lines.last(rest);
  }
}

/** Lines of 76 with CRLF between them and none behind the last, which belongs to what follows. */
class Base64Lines {
  #isFirst = true;

  full(text: string): Buffer {
    const lines = text.replaceAll(/.{76}/g, '\r\n$&');
    return this.#behindOthers(lines);
  }

  last(text: string): Buffer {
    const line = this.#behindOthers(text === '' ? '' : `\r\n${text}`);
    this.#isFirst = true;
    return line;
  }

  #behindOthers(lines: string): Buffer {
    if (lines === '') return EMPTY;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return Buffer.from(isFirst ? lines.slice(2) : lines, 'latin1');
  }
}

/** Text that is shown to nobody (before and behind the parts of a multipart): a question mark for each raw byte, lines cut. */
export class PlainTextCutter implements BodyEncoder {
  #column = 0;

  text(bytes: Buffer): Buffer {
    const pieces: string[] = [];
    let text = bytes.toString('latin1').replaceAll(/[\u0080-\u00ff]/g, '?');
    while (this.#column + text.length > LONGEST_CUT) {
      const room = LONGEST_CUT - this.#column;
      // The blank keeps what follows from looking like a boundary.
      pieces.push(text.slice(0, room), '\r\n ');
      text = text.slice(room);
      this.#column = 1;
    }
    this.#column += text.length;
    return Buffer.from(pieces.join('') + text, 'latin1');
  }

  newline(): Buffer {
    this.#column = 0;
    return CRLF;
  }

  end(): Buffer {
    this.#column = 0;
    return EMPTY;
  }
}
