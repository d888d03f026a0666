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
const NO_BASE64 = /[^A-Za-z0-9+/]+/g;

class Base64Decoder implements Decoder {
  private rest = '';

  write(piece: Buffer): Buffer {
    const text = this.rest + piece.toString('latin1').replace(NO_BASE64, '');
    const whole = text.length - (text.length % 4);
    this.rest = text.slice(whole);
    return Buffer.from(text.slice(0, whole), 'base64');
  }

  end(): Buffer {
    return Buffer.from(this.rest, 'base64');
  }
}

class QuotedPrintableDecoder implements Decoder {
  private rest = '';

  write(piece: Buffer): Buffer {
    const text = this.rest + piece.toString('latin1');
    // A code or the blanks at the end of a line may be cut in two: what is behind the last line end waits.
    const end = text.lastIndexOf('\n') + 1;
    this.rest = text.slice(end);
    return decoded(text.slice(0, end));
  }

  end(): Buffer {
    return decoded(this.rest);
  }
}

function decoded(text: string): Buffer {
  const plain = text
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(plain, 'latin1');
}
