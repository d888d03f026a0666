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
