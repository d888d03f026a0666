import { Readable } from 'node:stream';
import type { BodyStream } from '../delivery/target.ts';

/** Changes the header of a stored message on its way out; the body passes through as it is. */

/** Beyond this a header has no end, and the message goes as it is. */
const MOST_HEADER_BYTES = 1024 * 1024;
const END_OF_HEADER = Buffer.from('\r\n\r\n');

/** Given the header section in latin1, each line with its CRLF. */
export type HeaderChange = (header: string) => string;

/** The message with its header changed; a stream stays one. */
export function withHeader(body: Buffer | BodyStream, change: HeaderChange): Buffer | Readable {
  if (body instanceof Readable) return Readable.from(changedChunks(body, change), { objectMode: false });
  return Buffer.concat(changed(body, change));
}

async function* changedChunks(body: BodyStream, change: HeaderChange): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (!head.includes(END_OF_HEADER) && head.length <= MOST_HEADER_BYTES) continue;
    yield* changed(head, change);
    head = null;
  }
  if (head !== null) yield* changed(head, change);
}

/** Header and rest; a message that is all header ends without a blank line. */
function changed(bytes: Buffer, change: HeaderChange): readonly Buffer[] {
  const end = bytes.indexOf(END_OF_HEADER);
  if (end < 0 && bytes.length > MOST_HEADER_BYTES) return [bytes];
  const split = end < 0 ? bytes.length : end + 2;
  return [Buffer.from(change(bytes.toString('latin1', 0, split)), 'latin1'), bytes.subarray(split)];
}
