import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  Base64Encoder,
  Base64Rewriter,
  QuotedPrintableEncoder,
  QuotedPrintableRewriter,
  type BodyEncoder,
} from '../../../main/mime/encoders.ts';
import { LongLineWatch } from '../../../main/mime/long-line.ts';
import { encodeRawHeader } from '../../../main/mime/raw-header.ts';
import { OLD_SERVER, receive, send } from './way-out.ts';

const line = fc.oneof(
  fc.string({ maxLength: 30 }).map(printable),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) =>
    Buffer.from(text)
      .toString('latin1')
      .replaceAll(/[\r\n]/g, '_'),
  ),
  fc.integer({ min: 900, max: 1500 }).map((length) => 'long word '.repeat(length / 10)),
  fc.constantFrom('.', '..', '--b', '--b--', '--b ', '-- ', '', ' ', 'trailing ', 'a=3Db', '=', '=3', '=\t'),
);
const part = fc.record({
  encoding: fc.constantFrom('', '7bit', '8bit', 'quoted-printable', 'base64', 'x-unknown'),
  type: fc.constantFrom('', 'text/plain', 'text/html; charset=iso-8859-1', 'application/octet-stream'),
  lines: fc.array(line, { maxLength: 5 }),
});

function printable(text: string): string {
  return text.replaceAll(/[^ -~]/g, '?');
}

function messageOf(parts: readonly { encoding: string; type: string; lines: readonly string[] }[]): Buffer {
  const text = parts.map(({ encoding, type, lines }) =>
    [
      '--b',
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
      ...(encoding === '' ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
      '',
      ...lines,
    ].join('\r\n'),
  );
  const head = 'From: a@b.example\r\nTo: c@d.example\r\nDate: now\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n';
  return Buffer.from(
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${text.join('\r\n')}\r\n--b--\r\n`,
    'latin1',
  );
}

describe('repair', () => {
  it('is done once: what was repaired passes as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.integer({ min: 20, max: 50 }), async (parts, chunk) => {
        const once = await send(messageOf(parts), OLD_SERVER);
        const twice = await send(once.bytes, OLD_SERVER, chunk);
        expect(twice.bytes.toString('latin1')).toBe(once.bytes.toString('latin1'));
      }),
      { numRuns: 40 },
    );
  });

  it('comes to the same in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.integer({ min: 1, max: 700 }), async (parts, chunk) => {
        const message = messageOf(parts);
        expect((await send(message, OLD_SERVER, chunk)).bytes.equals((await send(message, OLD_SERVER)).bytes)).toBe(
          true,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what attachments of a foreign parser hold, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (bytes, quoted) => {
        const text = quoted ? quotedOnOneLine(bytes) : Buffer.from(bytes).toString('base64');
        const head = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n';
        const encoding = quoted ? 'quoted-printable' : 'base64';
        const message = Buffer.from(
          `${head}Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}\r\n--b--\r\n`,
        );
        const { bytes: sent } = await send(message, OLD_SERVER);
        expect(
          Math.max(
            ...sent
              .toString('latin1')
              .split('\r\n')
              .map((one) => one.length),
          ),
        ).toBeLessThanOrEqual(998);
        const [before, after] = [await PostalMime.parse(message), await PostalMime.parse(sent)];
        expect(after.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer))).toEqual(
          before.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('lets well-formed mail pass byte for byte, in and out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 70 }).map(printable), { maxLength: 20 }), async (lines) => {
        const message = `From: a@b.example\r\nTo: c@d.example\r\nDate: now\r\nMessage-ID: <1@b>\r\nSubject: x\r\n\r\n${lines.join('\r\n')}\r\n`;
        const { bytes, result } = await receive(Buffer.from(message));
        const received = /^Received: .*\r\n .*\r\n/.exec(bytes.toString())?.[0] ?? 'none';
        expect(bytes.toString()).toBe(received + message);
        expect(result.header).toMatchObject({ added: [], removed: [], encoded: [], leftRaw: [] });
        const { bytes: sent, notes } = await send(bytes, OLD_SERVER);
        expect(sent).toBe(bytes);
        expect(notes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('gives up on a message of absurdly many parts', async () => {
    const { notes } = await send(
      Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n\xe4\r\n'.repeat(10_001)}`, 'latin1'),
      OLD_SERVER,
    );
    expect(notes).toEqual(['The message has too many parts to be repaired.']);
  });

  it('passes on a part whose header has no end', async () => {
    const message = Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${'X: y\r\n'.repeat(200_000)}\xe4`,
      'latin1',
    );
    expect((await send(message, OLD_SERVER)).bytes.equals(message)).toBe(true);
    expect((await send(message, OLD_SERVER, 65_536)).bytes.equals(message)).toBe(true);
  });
});

function quotedOnOneLine(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

describe('the encoders', () => {
  it.each([
    ['quoted-printable', () => new QuotedPrintableEncoder()],
    ['base64', () => new Base64Encoder()],
  ])('%s says the same in pieces, in lines of 76', (_name, make) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 60 }), (bytes, size) => {
        const whole = run(make(), [Buffer.from(bytes)]);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          Buffer.from(bytes.subarray(i * size, (i + 1) * size)),
        );
        expect(run(make(), pieces)).toBe(whole);
        expect(whole.split('\r\n').every((one) => one.length <= 76)).toBe(true);
      }),
    );
  });

  it('quoted-printable hides blanks that end a line, and folds without making a boundary', () => {
    const encoder = new QuotedPrintableEncoder();
    expect(
      [encoder.text(Buffer.from('a\t')), encoder.newline(), encoder.text(Buffer.from(' ')), encoder.end()].join(''),
    ).toBe('a=09\r\n=20');
    expect(run(new QuotedPrintableEncoder(), [Buffer.from(`${'x'.repeat(75)}--b`)])).toBe(
      `${'x'.repeat(75)}=\r\n=2D-b`,
    );
  });

  it('quoted-printable anew drops soft breaks and blanks that mean nothing, and mends a lone sign', () => {
    const rewriter = new QuotedPrintableRewriter();
    const out = [
      rewriter.text(Buffer.from('one =')),
      rewriter.newline(),
      rewriter.text(Buffer.from('line =C3=')),
      rewriter.text(Buffer.from('BC  ')),
      rewriter.newline(),
      rewriter.text(Buffer.from('= 5 =4')),
      rewriter.newline(),
      rewriter.end(),
    ].join('');
    expect(out).toBe('one line =C3=BC\r\n=3D 5 =3D4\r\n');
  });

  it('base64 anew drops what is none', () => {
    const rewriter = new Base64Rewriter();
    expect(
      [
        rewriter.text(Buffer.from('QU JD!\xe4')),
        rewriter.newline(),
        rewriter.text(Buffer.from('REVG')),
        rewriter.end(),
      ].join(''),
    ).toBe('QUJDREVG');
  });
});

function run(encoder: BodyEncoder, pieces: readonly Buffer[]): string {
  return Buffer.concat([...pieces.map((piece) => encoder.text(piece)), encoder.end()]).toString('latin1');
}

describe('the watch for long lines', () => {
  it('says the same as a look at each line', () => {
    const lines = fc.array(fc.constantFrom(0, 1, 70, 996, 997, 998, 999, 1000, 2500), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 1500 }), (lengths, size) => {
        const bytes = Buffer.from(lengths.map((length) => `${'x'.repeat(length)}\r\n`).join(''));
        const watch = new LongLineWatch();
        for (let at = 0; at < bytes.length; at += size) watch.look(bytes.subarray(at, at + size));
        expect(watch.found).toBe(lengths.some((length) => length > 998));
      }),
    );
  });
});

describe('raw header fields', () => {
  const encode = (field: string) => encodeRawHeader(Buffer.from(field).toString('latin1'), 'windows-1252');

  it.each([
    ['Subject: Grüße', 'Subject: =?utf-8?B?R3LDvMOfZQ==?='],
    ['From: "Müller, J." <m@a.example>, b@a.example', 'From: =?utf-8?B?TcO8bGxlciwgSi4=?= <m@a.example>, b@a.example'],
    ['To: Büro: a@b.example, c@d.example;', 'To: =?utf-8?B?QsO8cm8=?= : a@b.example, c@d.example;'],
    ['To: bob@müller.example', 'To: bob@xn--mller-kva.example'],
    ['Received: from büro by x; now', 'Received: from b?ro by x; now'],
    [
      'Content-Type: text/plain; name="ü ß.txt"; charset=utf-8',
      "Content-Type: text/plain;\r\n name*=utf-8''%C3%BC%20%C3%9F.txt;\r\n charset=utf-8",
    ],
    ['X-Plain: nothing', 'X-Plain: nothing'],
  ])('%s', (raw, wanted) => {
    expect(encode(`${raw}\r\n`).text).toBe(`${wanted}\r\n`);
  });

  it.each(['To: bücher@a.example', 'Message-ID: <ü@a.example>'])('stay where ASCII cannot say them: %s', (field) => {
    const { text, left, encoded } = encode(`${field}\r\n`);
    expect(text).toBe(Buffer.from(`${field}\r\n`).toString('latin1'));
    expect([left.length, encoded.length]).toEqual([1, 0]);
  });

  it('come out in ASCII and in short lines, or as they were, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('From', 'To', 'Subject', 'Content-Type', 'Content-Disposition', 'X-Any'),
        fc.string({ unit: 'binary', maxLength: 200 }),
        (name, value) => {
          const raw = Buffer.from(`${name}: ${value.replaceAll(/[\r\n]/g, ' ')}\r\n`).toString('latin1');
          const { text, left } = encodeRawHeader(raw, 'windows-1252');
          if (left.length > 0) expect(text).toBe(raw);
          else expect(text).toMatch(/^[\x00-\x7f]*$/); // eslint-disable-line no-control-regex -- all of ASCII
          expect(encodeRawHeader(text, 'windows-1252').text).toBe(text);
        },
      ),
    );
  });

  it.each(['"', '(', '<', ',', '\\', '=?', ';', ' ', '"\\', '(\\'])('take no longer for being hostile: %s', (piece) => {
    const filler = piece.repeat(200_000 / piece.length);
    for (const name of ['To', 'Content-Type', 'Subject'])
      expect(encode(`${name}: ü${filler}\r\n`).text.length).toBeGreaterThan(10);
  });
});
