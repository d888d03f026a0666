import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { MimeReader } from '../../../../main/delivery/attachments/mime-reader.ts';

interface Part {
  readonly name: string | null;
  readonly type: string;
  readonly bytes: Buffer;
}

/** The attachments of a message that comes in pieces of a size. */
async function attachmentsOf(message: Buffer, pieceSize = 1000): Promise<readonly Part[]> {
  const parts: { name: string | null; type: string; bytes: Buffer }[] = [];
  const reader = new MimeReader((header) => {
    if (!header.isAttachment) return Promise.resolve(null);
    const part = { name: header.fileName, type: header.type, bytes: Buffer.alloc(0) };
    parts.push(part);
    return Promise.resolve({
      write: (bytes) => Promise.resolve(void (part.bytes = Buffer.concat([part.bytes, bytes]))),
      end: () => Promise.resolve(),
    });
  });
  for (let at = 0; at < message.length; at += pieceSize) await reader.write(message.subarray(at, at + pieceSize));
  await reader.end();
  return parts;
}

const lines = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n').trimEnd();
const text = (all: readonly string[]): Buffer => Buffer.from(all.join('\r\n'), 'latin1');

test('reads what another parser reads, whatever the pieces it comes in', async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 300 }).map((value) => Buffer.from(`--${value}\r\n--x--\n\n`)),
  );
  const name = fc.constantFrom('doc.pdf', 'Rechnung Büro 7.pdf', 'a "b".tif', 'シート.xlsx', 'x'.repeat(90) + '.pdf');
  const attachment = fc.record({
    filename: name,
    content,
    contentTransferEncoding: fc.constantFrom('base64' as const, 'quoted-printable' as const),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(attachment, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 3000 }),
      async (attachments, size) => {
        const message = await new MailComposer({ text: 'Hallo', html: '<p>Hallo</p>', attachments }).compile().build();
        const expected = (await PostalMime.parse(message)).attachments;
        const found = await attachmentsOf(message, size);
        expect(found.map((part) => part.name)).toEqual(expected.map(({ filename }) => filename));
        found.forEach(({ bytes }, at) => {
          const other = Buffer.from(expected[at]?.content as ArrayBuffer);
          // The other parser takes what is quoted-printable for text, and makes its line ends anew.
          if (attachments[at]?.contentTransferEncoding === 'base64') expect(bytes).toEqual(other);
          else expect(lines(bytes)).toBe(lines(other));
        });
      },
    ),
    { numRuns: 60 },
  );
});

describe('what devices send', () => {
  test('a mail that is nothing but a scan', async () => {
    const message = text([
      'Content-Type: application/pdf; name="doc.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERi0=',
      '',
    ]);
    const found = await attachmentsOf(message);
    expect(found[0]?.bytes.toString()).toBe('%PDF-');
    expect(found).toMatchObject([{ name: 'doc.pdf', type: 'application/pdf' }]);
  });

  test('bare line feeds, base64 in one line of a megabyte, and no last boundary', async () => {
    const scan = Buffer.alloc(1_000_000, 'scan');
    const message = Buffer.concat([
      Buffer.from(
        'Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/tiff; name=a.tif\nContent-Transfer-Encoding: base64\n\n',
      ),
      Buffer.from(scan.toString('base64')),
    ]);
    const [part] = await attachmentsOf(message, 70_000);
    expect(part?.bytes.equals(scan)).toBe(true);
  });

  test('base64 in one line of a megabyte, then its boundary and one more scan', async () => {
    const scan = Buffer.alloc(1_000_000, 'scan');
    const part = (name: string, content: string): string =>
      `--x\r\nContent-Type: image/tiff; name=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n`;
    const message = Buffer.from(
      `Content-Type: multipart/mixed; boundary=x\r\n\r\n${part('a.tif', scan.toString('base64'))}${part('b.tif', 'QUI=')}--x--\r\n`,
    );
    for (const size of [1000, 65_536, 70_000, message.length]) {
      const found = await attachmentsOf(message, size);
      expect(found.map(({ name }) => name)).toEqual(['a.tif', 'b.tif']);
      expect([found[0]?.bytes.equals(scan), found[1]?.bytes.toString()]).toEqual([true, 'AB']);
    }
  });

  test('a long line of raw bytes keeps its line end to itself', async () => {
    const message = Buffer.from(
      `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment\r\n\r\n${'y'.repeat(65_536)}\r\n--x--`,
    );
    for (let size = 65_620; size < 65_640; size += 1)
      expect((await attachmentsOf(message, size))[0]?.bytes.toString()).toBe('y'.repeat(65_536));
  });

  test.each([
    ['each block of a scan encoded by itself', 'base64', 'QQ==\r\nQkM=\r\nREVG', 'ABCDEF'],
    ['signs of padding that are none', 'base64', '=Q=UJD=', 'ABC'],
    ['an encoding with a remark', 'base64 (by us);', 'QUJD', 'ABC'],
    ['an encoding in quotes', '"BASE64"', 'QUJD', 'ABC'],
    ['a soft break at the end', 'quoted-printable', 'a  \r\nb=\r\nc=3', 'a\r\nbc=3'],
    ['a soft break behind which nothing comes', 'quoted-printable', 'abc=', 'abc'],
  ])('%s', async (_what, encoding, content, expected) => {
    const message = text([
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Disposition: attachment',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      content,
      '--x--',
    ]);
    for (let size = 1; size < 40; size += 1)
      expect((await attachmentsOf(message, size))[0]?.bytes.toString()).toBe(expected);
  });

  test('a mail in a mail, and what Outlook packs up, are kept as they are', async () => {
    const inner = text(['Subject: inner', 'Content-Type: multipart/mixed; boundary=y', '', '--y', '', 'z', '--y--']);
    const message = text([
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: message/rfc822',
      '',
      inner.toString(),
      '--x',
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      'eJ8+Ig==',
      '--x--',
    ]);
    const found = await attachmentsOf(message);
    expect(found.map(({ name, type }) => [name, type])).toEqual([
      [null, 'message/rfc822'],
      ['winmail.dat', 'application/ms-tnef'],
    ]);
    expect([found[0]?.bytes.equals(inner), found[1]?.bytes.toString('hex')]).toEqual([true, '789f3e22']);
  });

  test('a name in pieces with its character set, and a raw one in Latin-1', async () => {
    const message = text([
      'Content-Type: multipart/mixed; boundary="a b"',
      '',
      '--a b',
      'Content-Disposition: attachment; filename*0*=iso-8859-1\'\'B%FCro; filename*1=" 7.pdf"',
      '',
      'one',
      '--a b',
      'Content-Type: application/octet-stream; name="B\xfcro.bin"',
      '',
      'two',
      '--a b--',
      'epilogue',
    ]);
    expect((await attachmentsOf(message)).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['Büro 7.pdf', 'one'],
      ['Büro.bin', 'two'],
    ]);
  });

  test('text alone has none', async () => {
    expect(await attachmentsOf(text(['Subject: x', '', '--x', 'y']))).toEqual([]);
  });
});

test.each([
  ['quoted-printable', ' '],
  ['quoted-printable', '= '],
  ['quoted-printable', '='],
  ['base64', '='],
  ['base64', 'Q='],
  ['base64', 'QQ='],
  ['7bit', '--x'],
])('%s of nothing but %j takes no longer and no more room for being hostile', async (encoding, piece) => {
  const head = `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\ny`;
  const reader = new MimeReader(() =>
    Promise.resolve({ write: () => Promise.resolve(), end: () => Promise.resolve() }),
  );
  await reader.write(Buffer.from(head));
  // Four megabytes without a line end: what is kept of them, or looked at again, would be felt.
  const chunk = Buffer.from(piece.repeat(65_536 / piece.length));
  for (let at = 0; at < 64; at += 1) await reader.write(chunk);
  await reader.end();
});

test('whatever arrives, it neither throws nor goes deeper than twenty', async () => {
  const nested = Array.from(
    { length: 500 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${String(at)}\r\n\r\n--b${String(at)}\r\n`,
  );
  await attachmentsOf(Buffer.from(nested.join('')));
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom(
          '--',
          'b',
          '\r\n',
          '\n',
          ':',
          ';',
          '=',
          '"',
          'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
          'Content-Disposition: attachment\r\n',
        ),
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 50 }),
      async (message, size) => {
        await attachmentsOf(Buffer.from(message), size);
      },
    ),
    { numRuns: 300 },
  );
});
