import type { Readable } from 'node:stream';
import type { Original } from './dsn.ts';
import type { LeasedMessage, MessageQueue, QueuedMessage } from './queue.ts';

/** Reads what of a message goes back with a notification: small whole messages where RET=FULL asked for it, else headers. */

/** A notification about a scan of 25 MB stays small. */
const LONGEST_ORIGINAL_BYTES = 65_536;

/** Never rejects: a body that cannot be read leaves the notification without it. `report` is told. */
export async function readOriginal(
  queue: MessageQueue,
  message: QueuedMessage | LeasedMessage,
  report: (error: unknown, doing: string) => void,
): Promise<Original> {
  const whole = message.envelope.ret === 'FULL' && message.size <= LONGEST_ORIGINAL_BYTES / 2;
  const inMemory = 'body' in message ? message.body : null;
  try {
    const bytes = await beginning(inMemory ?? (await queue.openBody(message.id)));
    return whole ? { kind: 'full', bytes } : { kind: 'headers', bytes: headers(bytes) };
  } catch (error) {
    report(error, `reading message ${message.id} for a notification`);
    return { kind: 'headers', bytes: Buffer.alloc(0) };
  }
}

async function beginning(body: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body.subarray(0, LONGEST_ORIGINAL_BYTES);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop destroys the stream and with it the open file.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LONGEST_ORIGINAL_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ORIGINAL_BYTES);
}

function headers(bytes: Buffer): Buffer {
  const half = bytes.subarray(0, LONGEST_ORIGINAL_BYTES / 2);
  const end = half.indexOf('\r\n\r\n');
  if (end >= 0) return half.subarray(0, end + 2);
  // Too many headers: the last of them may be cut.
  const lastLine = half.lastIndexOf('\r\n');
  return half.length < bytes.length && lastLine > 0 ? half.subarray(0, lastLine + 2) : half;
}
