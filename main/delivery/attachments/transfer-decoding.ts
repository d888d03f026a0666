/** Content-Transfer-Encodings (RFC 2045 6), decoded piece by piece. What is no code is left out, as every reader does. */

export interface Decoder {
  /** Whole lines or pieces of one; returns what they decode to. */
  write(piece: Buffer): Buffer;
  end(): Buffer;
}

export function decoderOf(encoding: string): Decoder {
  if (encoding === 'base64') return new Base64Decoder();
  if (encoding === 'quoted-printable') return new QuotedPrintableDecoder();
  return { write: (piece) => piece, end: () => NOTHING };
}

const NOTHING = Buffer.alloc(0);
const NO_BASE64 = /[^A-Za-z0-9+/=]+/g;

/** Some devices encode each block of a scan by itself, so that padding stands in the middle, and they mean it. */
class Base64Decoder implements Decoder {
  private rest = '';

  write(piece: Buffer): Buffer {
    const [first = '', ...others] = piece.toString('latin1').replace(NO_BASE64, '').split(/=+/);
    this.rest += first;
    if (others.length === 0) return this.whole();
    const out: Buffer[] = [];
    for (const text of others) {
      // Padding stands behind two characters of four or three; elsewhere it is noise.
      if (this.rest.length % 4 > 1) out.push(this.end());
      this.rest += text;
    }
    return Buffer.concat([...out, this.whole()]);
  }

  end(): Buffer {
    const last = Buffer.from(this.rest, 'base64');
    this.rest = '';
    return last;
  }

  private whole(): Buffer {
    const text = this.rest;
    const whole = text.length - (text.length % 4);
    this.rest = text.slice(whole);
    return Buffer.from(text.slice(0, whole), 'base64');
  }
}

/** More blanks in a row than this are content, wherever they stand. */
const MOST_BLANKS = 4096;

class QuotedPrintableDecoder implements Decoder {
  private rest = '';

  write(piece: Buffer): Buffer {
    const text = this.rest + piece.toString('latin1');
    const end = endOfDecided(text);
    this.rest = text.length - end > MOST_BLANKS ? '' : text.slice(end);
    return decoded(text.slice(0, text.length - this.rest.length));
  }

  end(): Buffer {
    return decoded(this.rest.replace(/[ \t\r]+$/, '').replace(/=$/, ''));
  }
}

/** A code may be cut in two, and what blanks and a sign at the end mean is decided by what follows. */
function endOfDecided(text: string): number {
  let at = text.length;
  if (text[at - 1] === '\r') at -= 1;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  if (text[at - 1] === '=') return at - 1;
  return text[at - 2] === '=' ? at - 2 : at;
}

function decoded(text: string): Buffer {
  const plain = text
    // Looked for from their first blank only: a line of blanks takes no longer than another.
    .replace(/(?<![ \t])[ \t]+(?=\r?\n)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(plain, 'latin1');
}
