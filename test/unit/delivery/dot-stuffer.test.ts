import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DotStuffer } from '../../../main/delivery/dot-stuffer.ts';

function stuffed(chunks: readonly Buffer[], stuffer = new DotStuffer()): Buffer {
  return Buffer.concat([...chunks.flatMap((chunk) => stuffer.stuff(chunk)), stuffer.end()]);
}

function pieces(body: Buffer, size: number): Buffer[] {
  const out: Buffer[] = [];
  for (let from = 0; from < body.length; from += size) out.push(body.subarray(from, from + size));
  return out;
}

/** What a receiver makes of it: the end of data taken off, doubled dots single again. */
function received(wire: Buffer): string {
  const text = wire.toString('latin1');
  expect(text === '.\r\n' || text.endsWith('\r\n.\r\n')).toBe(true);
  return text.slice(0, -3).replace(/(^|\r\n)\./g, '$1');
}

function normalised(body: Buffer): string {
  const text = body.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  return text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`;
}

describe('DotStuffer', () => {
  it.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['a\n', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\r\nb\r\n', 'a\r\n\r\nb\r\n.\r\n'],
    ['a\r\n..b\r\n', 'a\r\n...b\r\n.\r\n'],
    ['a.b\r\n', 'a.b\r\n.\r\n'],
  ])('makes %j into %j in whatever pieces it comes', (body, wire) => {
    const bytes = Buffer.from(body);
    for (const size of [1, 2, 3, 64]) expect(stuffed(pieces(bytes, size)).toString()).toBe(wire);
  });

  it('passes a clean body through without a copy', () => {
    const body = Buffer.from('Subject: x\r\n\r\nline\r\n'.repeat(1000));
    const stuffer = new DotStuffer();
    expect(stuffer.stuff(body)).toEqual([body]);
    expect(stuffer.stuff(body)[0]?.buffer).toBe(body.buffer);
  });

  it('is ready for the next body after the end of one', () => {
    const stuffer = new DotStuffer();
    expect(stuffed([Buffer.from('no end of line')], stuffer).toString()).toBe('no end of line\r\n.\r\n');
    expect(stuffed([Buffer.from('.')], stuffer).toString()).toBe('..\r\n.\r\n');
  });

  it('gives back any bytes, normalised, for any chunking', () => {
    const nasty = fc.array(fc.constantFrom(13, 10, 46, 0, 65, 255), { maxLength: 60 });
    const anything = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(nasty, anything), fc.array(fc.nat(20), { maxLength: 20 }), (bytes, cuts) => {
        const body = Buffer.from(bytes as number[]);
        const chunks: Buffer[] = [];
        let from = 0;
        for (const cut of cuts) {
          chunks.push(body.subarray(from, from + cut));
          from = Math.min(body.length, from + cut);
        }
        chunks.push(body.subarray(from));
        const wire = stuffed(chunks);
        expect(received(wire)).toBe(normalised(body));
        expect(/\r(?!\n)|(?<!\r)\n/.test(wire.toString('latin1'))).toBe(false);
        expect(wire.toString('latin1').indexOf('\r\n.\r\n')).toBe(wire.length === 3 ? -1 : wire.length - 5);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds what needs mending on either side of an internal piece border', () => {
    for (const border of [65_534, 65_535, 65_536, 65_537]) {
      for (const mark of ['\r\n.x', '\n.', '\r.', '.', '\r\n']) {
        const body = Buffer.concat([Buffer.alloc(border, 'a'), Buffer.from(mark), Buffer.alloc(70_000, 'b')]);
        expect(received(stuffed([body]))).toBe(normalised(body));
      }
    }
  });
});
