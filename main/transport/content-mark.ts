import { crc32 } from 'node:zlib';

/**
 * What tells one large content from another, for a few microseconds: its size, and a checksum over one piece of it. The
 * piece begins behind what differs each time a device sends the same scan (boundaries and names of parts).
 */

const FROM = 4096;
const UNTIL = FROM + 8192;
/** Smaller contents may well be alike: a status that has not changed. */
const LEAST_BYTES = UNTIL;

export class ContentMark {
  private bytes = 0;
  private crc = 0;

  /** Takes the next bytes of the body, without the header. */
  look(chunk: Buffer): void {
    const at = this.bytes;
    this.bytes += chunk.length;
    if (at >= UNTIL || this.bytes <= FROM) return;
    this.crc = crc32(chunk.subarray(Math.max(0, FROM - at), UNTIL - at), this.crc);
  }

  /** null where the content is too small to tell. */
  get text(): string | null {
    return this.bytes < LEAST_BYTES ? null : `${String(this.bytes)} ${this.crc.toString(16)}`;
  }
}
