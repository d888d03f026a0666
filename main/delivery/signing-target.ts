import { Readable } from 'node:stream';
import DKIM from 'nodemailer/lib/dkim';
import type { DkimDomain } from '../config/snapshot.ts';
import { authorDomain } from './author-domain.ts';
import type { BodyStream, Target } from './target.ts';

export interface SigningDeps {
  readonly domains: () => readonly DkimDomain[];
  /** PEM; null where there is none: the message goes unsigned. */
  readonly privateKey: (domain: DkimDomain) => Promise<string | null>;
  /** Where bodies wait for their signature, which stands before them. */
  readonly cacheFolder: string;
}

/** Larger bodies wait on disk, not in memory. */
const LARGEST_IN_MEMORY = 1024 * 1024;
/** Room for the signature in what SIZE announces. */
const SIGNATURE_BYTES = 1024;
/** Beyond this a header has no end, and the message goes unsigned. */
const MOST_HEADER_BYTES = 1024 * 1024;
const END_OF_HEADER = Buffer.from('\r\n\r\n');

/** A next hop that gets mail signed with the DKIM key of its author's domain (RFC 6376). Nothing but the signature is added. */
export function createSigningTarget(target: Target, deps: SigningDeps): Target {
  return {
    deliver(attempt, signal) {
      if (deps.domains().length === 0) return target.deliver(attempt, signal);
      // What this next hop needs changed is changed first: the signature covers what it is given.
      const signature = { mostBytes: SIGNATURE_BYTES, sign: (body: Buffer | BodyStream) => signed(body, deps) };
      return target.deliver({ ...attempt, signature }, signal);
    },
    close: () => target.close(),
  };
}

async function signed(body: Buffer | BodyStream, deps: SigningDeps): Promise<Buffer | BodyStream> {
  const { head, whole } = await peeked(body);
  const author = authorDomain(head);
  const domain = author === null ? undefined : deps.domains().find((one) => covers(one, author));
  const privateKey = domain === undefined ? null : await deps.privateKey(domain);
  if (domain === undefined || privateKey === null) return whole;
  const dkim = new DKIM({
    keys: [{ domainName: domain.domain, keySelector: domain.selector, privateKey }],
    cacheDir: deps.cacheFolder,
    cacheTreshold: LARGEST_IN_MEMORY,
    // These are added or changed on the way by servers that mean no harm.
    skipFields: 'sender:message-id:return-path',
  });
  return dkim.sign(whole);
}

function covers({ domain, matchSubDomains }: DkimDomain, author: string): boolean {
  return author === domain || (matchSubDomains && author.endsWith(`.${domain}`));
}

/** The header, and the whole message to be read from its first byte. */
async function peeked(body: Buffer | BodyStream): Promise<{ head: Buffer; whole: Buffer | Readable }> {
  if (!(body instanceof Readable)) return { head: headOf(body), whole: body };
  const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    start = Buffer.concat([start, next.value]);
    if (start.includes(END_OF_HEADER) || start.length > MOST_HEADER_BYTES) break;
  }
  const whole = Readable.from(resumed(start, chunks), { objectMode: false });
  return { head: headOf(start), whole };
}

async function* resumed(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield start;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    // Read to the end or not: the file behind it is closed.
    await rest.return?.();
  }
}

function headOf(bytes: Buffer): Buffer {
  const end = bytes.subarray(0, MOST_HEADER_BYTES).indexOf(END_OF_HEADER);
  return end < 0 ? bytes.subarray(0, MOST_HEADER_BYTES) : bytes.subarray(0, end + 2);
}
