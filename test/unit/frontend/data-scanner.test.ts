import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataScanner } from '../../../main/frontend/data-scanner.ts';

interface Scanned {
  body: string;
  rest: string | null;
  scanner: DataScanner;
}

function scan(input: string | Buffer, sizes: readonly number[], linefeedDot = false): Scanned {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : input;
  const scanner = new DataScanner(linefeedDot);
  const body: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    const result = scanner.push(bytes.subarray(at, at + size));
    body.push(Buffer.from(result.body));
    at += size;
    if (result.rest !== null) {
      const rest = Buffer.concat([result.rest, bytes.subarray(at)]).toString('latin1');
      return { body: Buffer.concat(body).toString('latin1'), rest, scanner };
    }
  }
  return { body: Buffer.concat(body).toString('latin1'), rest: null, scanner };
}

/** The obvious definition: cut at CRLF.CRLF, take stuffing off, then turn stray CR and LF into CRLF. */
function slow(text: string): { body: string; rest: string } | null {
  const end = `\r\n${text}`.indexOf('\r\n.\r\n');
  if (end < 0) return null;
  const raw = text.slice(0, end);
  const unstuffed = `\r\n${raw}`.replaceAll(/\r\n\./g, '\r\n').slice(2);
  return { body: unstuffed.replaceAll(/\r\n|\r|\n/g, '\r\n'), rest: text.slice(end + 3) };
}

const segmentations: readonly (readonly number[])[] = [[1_000_000], [1], [2, 1], [3], [7], [64]];

describe('the end of DATA', () => {
  it.each(segmentations)('is CRLF.CRLF and takes stuffing off (segments of %j)', (...sizes) => {
    const { body, rest } = scan('Subject: a\r\n\r\n..one\r\n...\r\n.x\r\n\r\n.\r\nQUIT\r\n', sizes);
    expect(body).toBe('Subject: a\r\n\r\n.one\r\n..\r\nx\r\n\r\n');
    expect(rest).toBe('QUIT\r\n');
  });

  it('may be the very first line', () => {
    expect(scan('.\r\nNOOP\r\n', [1_000_000])).toMatchObject({ body: '', rest: 'NOOP\r\n' });
    expect(scan('..\r\n.\r\n', [2, 100])).toMatchObject({ body: '.\r\n', rest: '' });
  });

  const vectors = (
    JSON.parse(readFileSync(new URL('../../fixtures/smuggling.json', import.meta.url), 'utf8')) as {
      vectors: { id: string; sequence: string }[];
    }
  ).vectors;
  it.each(vectors)('is not $id', ({ sequence }) => {
    const fake = sequence
      .replaceAll('\\r', '\r')
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t')
      .replaceAll('\\0', '\0');
    const tail = 'mail FROM:<smug@a.example>\r\ndata\r\nx\r\n.\r\nQUIT\r\n';
    for (const sizes of segmentations) {
      const { body, rest } = scan(`Subject: t\r\n\r\nbody${fake}${tail}`, sizes);
      expect(rest).toBe('QUIT\r\n');
      expect(body).toContain('mail FROM:<smug@a.example>\r\n');
      expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });

  const soup = fc.string({ unit: fc.constantFrom('.', '\r', '\n', '\r\n', '\r\n.', 'a', '\0'), maxLength: 60 });
  it('agrees with the slow definition however the bytes are cut', () => {
    fc.assert(
      fc.property(soup, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (text, sizes) => {
        const message = `${text}\r\n.\r\n`;
        const { body, rest } = scan(message, sizes);
        expect({ body, rest }).toEqual(slow(message));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a session without any CR', () => {
  it.each(segmentations)('ends at LF.LF (segments of %j)', (...sizes) => {
    const { body, rest, scanner } = scan('Subject: a\n\nscan\n..\n.\nQUIT\n', sizes, true);
    expect(body).toBe('Subject: a\r\n\r\nscan\r\n.\r\n');
    expect(rest).toBe('QUIT\n');
    expect(scanner.endedByLinefeed).toBe(true);
  });

  it('loses that liberty with its first CR', () => {
    const { body, rest } = scan('a\r\nb\n.\nc\r\n.\r\n', [1], true);
    expect(body).toBe('a\r\nb\r\n.\r\nc\r\n');
    expect(rest).toBe('');
  });
});
