import { Readable } from 'node:stream';
import type { DotStuffer } from './dot-stuffer.ts';
import type { BodyStream } from './target.ts';

/** A body up to this size leaves in one write together with the final dot. */
const SMALL_BODY_BYTES = 64 * 1024;
/** A large one waits for the socket after this much. */
const BLOCK_BYTES = 512 * 1024;

/**
 * Writes a body dot-stuffed; returns the pieces that are to leave together with the end of data. `write` resolves when
 * nobody looks at the pieces any more.
 */
export async function writeBody(
  body: Buffer | BodyStream,
  stuffer: DotStuffer,
  write: (pieces: readonly Buffer[]) => Promise<void>,
): Promise<readonly Buffer[]> {
  if (body instanceof Readable) {
    for await (const chunk of body) {
      const bytes = asBuffer(chunk);
      await write(stuffer.stuff(bytes));
      body.recycle?.(bytes);
    }
    return [];
  }
  if (body.length <= SMALL_BODY_BYTES) return stuffer.stuff(body);
  for (let from = 0; from < body.length; from += BLOCK_BYTES) {
    await write(stuffer.stuff(body.subarray(from, from + BLOCK_BYTES)));
  }
  return [];
}

function asBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string | Uint8Array);
}
