import { Readable } from 'node:stream';
import type { SenderRule } from '../connectors/model.ts';
import { newSenderOf, type NewSender } from '../connectors/rewriting.ts';
import { rewriteAuthor } from '../transport/header-author.ts';
import type { BodyStream, Target } from './target.ts';

/** A next hop that sees another sender: MAIL FROM and From change on the way out, the message in the queue does not. */

/** Beyond this a header has no end, and the message goes as it is. */
const MOST_HEADER_BYTES = 1024 * 1024;
const END_OF_HEADER = Buffer.from('\r\n\r\n');

export function createRewritingTarget(target: Target, rule: SenderRule): Target {
  return {
    deliver(attempt, signal) {
      const { envelope, remoteAddress } = attempt;
      const sender = newSenderOf(rule, remoteAddress ?? null, envelope.mailFrom);
      if (sender === null) return target.deliver(attempt, signal);
      const changed = {
        envelope: { ...envelope, mailFrom: sender.address },
        body: async () => withAuthor(await attempt.body(), sender),
      };
      return target.deliver({ ...attempt, ...changed }, signal);
    },
    close: () => target.close(),
  };
}

/** The body with another author in its header; a stream stays one. */
function withAuthor(body: Buffer | BodyStream, sender: NewSender): Buffer | BodyStream {
  if (body instanceof Readable) return Readable.from(editedChunks(body, sender), { objectMode: false });
  return Buffer.concat(edited(body, sender));
}

async function* editedChunks(body: BodyStream, sender: NewSender): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (!head.includes(END_OF_HEADER) && head.length <= MOST_HEADER_BYTES) continue;
    yield* edited(head, sender);
    head = null;
  }
  if (head !== null) yield* edited(head, sender);
}

/** Header and rest; a message that is all header ends without a blank line. */
function edited(bytes: Buffer, sender: NewSender): readonly Buffer[] {
  const end = bytes.indexOf(END_OF_HEADER);
  if (end < 0 && bytes.length > MOST_HEADER_BYTES) return [bytes];
  const split = end < 0 ? bytes.length : end + 2;
  const { text } = rewriteAuthor(bytes.toString('latin1', 0, split), sender);
  return [Buffer.from(text, 'latin1'), bytes.subarray(split)];
}
