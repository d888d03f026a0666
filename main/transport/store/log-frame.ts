import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * Frames of the append log. Each begins with the marker of its segment, 8 random bytes that stand in the name of the
 * file: nobody who sends a message can know it, so no body can pass for a frame, and what an earlier use of the same
 * disk blocks left behind is none either.
 *
 *     0 marker | 8 CRC-32 of all that follows | 12 bytes of the frame | 16 position of the batch it was written with
 *     20 kind | 24 id | 32 bytes of the text | 36 text | body
 */

export const HEADER_BYTES = 36;
export const MARKER_BYTES = 8;
const CRC_AT = 8;
const LENGTH_AT = 12;
const BATCH_AT = 16;
const KIND_AT = 20;
const ID_AT = 24;
const TEXT_LENGTH_AT = 32;
/** UTF-8 needs no more for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

/**
 * - begun: the first of a segment. `id` is the highest that was ever given out; the text tells how much of the segment
 *   before has to be readable.
 * - accepted: the text is the draft, then comes the body.
 * - settled: nothing of that message is left to do.
 */
const KINDS = ['begun', 'accepted', 'settled'] as const;
export type FrameKind = (typeof KINDS)[number];

export interface FrameContent {
  readonly kind: FrameKind;
  readonly id: number;
  readonly text: string;
  readonly body: Uint8Array | null;
}

export interface Frame {
  readonly kind: FrameKind;
  readonly id: number;
  readonly text: Buffer;
  readonly body: Buffer;
}

export interface ScannedSegment {
  readonly frames: readonly Frame[];
  /** End of the last frame that could be read. */
  readonly end: number;
  /** Something cannot be read that stands before a later batch: it had been written whole. A torn end is no damage. */
  readonly isDamaged: boolean;
}

export function newMarker(): Buffer {
  return randomBytes(MARKER_BYTES);
}

/** No fewer than the frame will have. */
export function mostFrameBytes({ text, body }: Pick<FrameContent, 'text' | 'body'>): number {
  return HEADER_BYTES + text.length * MOST_BYTES_PER_UNIT + (body?.length ?? 0);
}

/** Writes a frame into `target`, which has to have room for mostFrameBytes(); returns where it ends. */
export function writeFrame(
  target: Buffer,
  at: number,
  content: FrameContent,
  segment: { readonly marker: Buffer; readonly batch: number },
): number {
  const { kind, id, text, body } = content;
  segment.marker.copy(target, at);
  const textBytes = target.write(text, at + HEADER_BYTES);
  let end = at + HEADER_BYTES + textBytes;
  if (body !== null) {
    target.set(body, end);
    end += body.length;
  }
  target.writeUInt32LE(end - at, at + LENGTH_AT);
  target.writeUInt32LE(segment.batch, at + BATCH_AT);
  target.writeUInt32LE(KINDS.indexOf(kind), at + KIND_AT);
  target.writeDoubleLE(id, at + ID_AT);
  target.writeUInt32LE(textBytes, at + TEXT_LENGTH_AT);
  target.writeUInt32LE(crc32(target.subarray(at + LENGTH_AT, end)), at + CRC_AT);
  return end;
}

/** All frames of a segment that are whole, in order. Texts and bodies are slices of `bytes`. */
export function scanFrames(bytes: Buffer, marker: Buffer): ScannedSegment {
  const frames: Frame[] = [];
  let end = 0;
  let gap: number | null = null;
  let isDamaged = false;
  for (let at = 0; at >= 0;) {
    const length = frameBytes(bytes, at, marker);
    if (length === 0) {
      gap ??= at;
      at = bytes.indexOf(marker, at + 1);
      continue;
    }
    if (gap !== null && bytes.readUInt32LE(at + BATCH_AT) > gap) isDamaged = true;
    frames.push(frameAt(bytes, at, length));
    at += length;
    end = at;
  }
  return { frames, end, isDamaged };
}

/** Bytes of the whole frame that begins here, or 0. */
function frameBytes(bytes: Buffer, at: number, marker: Buffer): number {
  if (at + HEADER_BYTES > bytes.length || marker.compare(bytes, at, at + MARKER_BYTES) !== 0) return 0;
  const length = bytes.readUInt32LE(at + LENGTH_AT);
  const textBytes = bytes.readUInt32LE(at + TEXT_LENGTH_AT);
  if (length < HEADER_BYTES + textBytes || length > bytes.length - at) return 0;
  if (KINDS[bytes.readUInt32LE(at + KIND_AT)] === undefined) return 0;
  return crc32(bytes.subarray(at + LENGTH_AT, at + length)) === bytes.readUInt32LE(at + CRC_AT) ? length : 0;
}

function frameAt(bytes: Buffer, at: number, length: number): Frame {
  const body = at + HEADER_BYTES + bytes.readUInt32LE(at + TEXT_LENGTH_AT);
  return {
    kind: KINDS[bytes.readUInt32LE(at + KIND_AT)] ?? 'begun',
    id: bytes.readDoubleLE(at + ID_AT),
    text: bytes.subarray(at + HEADER_BYTES, body),
    body: bytes.subarray(body, at + length),
  };
}
