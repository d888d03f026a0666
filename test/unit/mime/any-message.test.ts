import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { ANY_SERVER, OLD_SERVER, receive, send, throughTheWire } from './way-out.ts';

/** Messages within messages within multiparts, with any bytes: a foreign parser finds the same in them at the end. */

interface Leaf {
  readonly kind: 'leaf';
  readonly encoding: 'base64' | 'quoted-printable' | '8bit' | 'binary';
  readonly bytes: Uint8Array;
}
interface Multipart {
  readonly kind: 'multipart';
  readonly boundary: string;
  readonly parts: readonly Entity[];
}
interface Message {
  readonly kind: 'message';
  readonly subject: string;
  readonly inner: Entity;
}
type Entity = Leaf | Multipart | Message;

const NOTHING_OF_LINES = /[\r\n\0]/g;

const leaf: fc.Arbitrary<Leaf> = fc.record({
  kind: fc.constant('leaf'),
  encoding: fc.constantFrom('base64', 'quoted-printable', '8bit', 'binary'),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ minLength: 1000, maxLength: 2500 }),
    fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
  ),
});
const { entity } = fc.letrec<{ entity: Entity; multipart: Multipart; message: Message }>((tie) => ({
  entity: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, tie('multipart'), tie('message')),
  multipart: fc.record({
    kind: fc.constant('multipart'),
    boundary: fc.constantFrom('b', 'bb', 'b-', '=_b', 'b b'),
    parts: fc.array(tie('entity'), { minLength: 1, maxLength: 3 }),
  }),
  message: fc.record({
    kind: fc.constant('message'),
    subject: fc.constantFrom('Scan', 'Gr\xfc\xdfe', 'long word '.repeat(120), ''),
    inner: tie('entity'),
  }),
}));

/** Each boundary with its depth, so that none stands within another's part by chance. */
function textOf(one: Entity, path: string): string {
  switch (one.kind) {
    case 'leaf':
      return `Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: ${one.encoding}\r\n\r\n${bodyOf(one)}`;
    case 'multipart': {
      const boundary = `${path}${one.boundary}`;
      const parts = one.parts.map((part, at) => `--${boundary}\r\n${textOf(part, `${path}${String(at)}`)}\r\n`);
      return `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts.join('')}--${boundary}--`;
    }
    case 'message':
      return `Content-Type: message/rfc822\r\n\r\nMIME-Version: 1.0\r\nSubject: ${one.subject}\r\n${textOf(one.inner, `${path}m`)}`;
  }
}

function bodyOf({ encoding, bytes }: Leaf): string {
  const bare = Buffer.from(bytes);
  if (encoding === 'base64') return bare.toString('base64');
  if (encoding === 'quoted-printable')
    return [...bare].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  // What no line of text may hold is not sent as one.
  return bare.toString('latin1').replaceAll(NOTHING_OF_LINES, '_');
}

/** Every attachment that is no message, through all messages within messages. */
async function found(message: Uint8Array): Promise<readonly string[]> {
  const { attachments } = await PostalMime.parse(message, { forceRfc822Attachments: true });
  const all = attachments.map(async ({ mimeType, content }) => {
    const bytes = Buffer.from(content as ArrayBuffer);
    // The parser counts the line end before a boundary with a body that is not encoded.
    return mimeType === 'message/rfc822' ? found(bytes) : [bytes.toString('latin1').replace(/\n$/, '')];
  });
  return (await Promise.all(all)).flat();
}

test('all that is attached, at any depth, arrives byte for byte at a server of the last century', async () => {
  await fc.assert(
    fc.asyncProperty(entity, fc.boolean(), async (one, isOld) => {
      const head = 'From: a@b.example\r\nTo: c@d.example\r\nDate: now\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n';
      const message = Buffer.from(`${head}${textOf(one, 'x')}\r\n`, 'latin1');
      const { bytes: kept } = await receive(message);
      const { bytes } = await send(kept, isOld ? OLD_SERVER : ANY_SERVER);
      const arrived = throughTheWire(bytes);
      expect(await found(arrived)).toEqual(await found(message));
      if (!isOld) return;
      expect(arrived.toString('latin1')).not.toMatch(/[\x80-\xff]/);
      expect(arrived.toString('latin1')).not.toMatch(/[^\r\n]{999}/);
    }),
    { numRuns: 100 },
  );
});

test('any bytes at all become a message that an old server takes and a foreign parser reads', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), async (pieces) => {
      const { bytes: kept } = await receive(Buffer.concat(pieces.flatMap((one) => [one, Buffer.from('\r\n')])));
      const arrived = throughTheWire((await send(kept, OLD_SERVER)).bytes);
      const { headers } = await PostalMime.parse(arrived);
      expect(headers.find(({ key }) => key === 'received')?.value).toContain('relay.office.example');
      expect(arrived.toString('latin1')).not.toMatch(/[\x80-\xff]/);
    }),
    { numRuns: 100 },
  );
});
