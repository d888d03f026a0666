import { isUtf8 } from 'node:buffer';

/** Bytes beyond ASCII that nobody said the character set of. */

/** True where a text of latin1 characters has one beyond ASCII. */
export function hasEightBit(latin1: string): boolean {
  return /[\u0080-\u00ff]/.test(latin1);
}

/** UTF-8 where the bytes are UTF-8 (no other text looks like it by chance), else in `charset`. */
export function decodeBytes(bytes: Buffer, charset: string): string {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : charset).decode(bytes);
}

/** The UTF-8 of a text, one character a byte, as header sections are kept: cut to their low byte, letters become CR and LF. */
export function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
