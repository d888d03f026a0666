import { expect, test } from 'vitest';
import { Repeats, type RepeatFacts } from '../../../main/frontend/repeats.ts';
import { ContentMark } from '../../../main/transport/content-mark.ts';

const scan = (changes: Partial<RepeatFacts> = {}): RepeatFacts => ({
  ...{ address: '192.168.0.181', messageId: '<1@copier>', content: null, recipients: ['a@x.example'] },
  ...changes,
});
const MINUTE_MS = 60_000;

test('the same Message-ID or the same content is the same message, whichever of them stayed', () => {
  const repeats = new Repeats();
  expect(repeats.note(scan({ content: '90000 1a' }), 0)).toBe(1);
  expect(repeats.note(scan(), MINUTE_MS)).toBe(2);
  expect(repeats.note(scan({ messageId: '<2@copier>', content: '90000 1a' }), 2 * MINUTE_MS)).toBe(3);
  expect(repeats.note(scan({ messageId: null, content: '90000 1a' }), 3 * MINUTE_MS)).toBe(4);
});

test.each([
  ['another device', { address: '192.168.0.182' }],
  ['another recipient, which devices send to one by one', { recipients: ['b@x.example'] }],
  ['another Message-ID', { messageId: '<2@copier>' }],
  ['nothing to compare', { messageId: null }],
])('%s is another message', (_what, changes) => {
  const repeats = new Repeats();
  repeats.note(scan(), 0);
  expect(repeats.note(scan(changes), 1)).toBe(1);
});

test('an hour later it is forgotten, and thousands of others push it out', () => {
  const repeats = new Repeats();
  repeats.note(scan(), 0);
  expect(repeats.note(scan(), 61 * MINUTE_MS)).toBe(1);
  for (let n = 0; n < 5000; n += 1) repeats.note(scan({ messageId: `<${String(n)}@list>` }), 62 * MINUTE_MS);
  expect(repeats.note(scan(), 63 * MINUTE_MS)).toBe(1);
});

function markOf(body: Buffer, pieces: number): string | null {
  const mark = new ContentMark();
  const step = Math.ceil(body.length / pieces);
  for (let at = 0; at < body.length; at += step) mark.look(body.subarray(at, at + step));
  return mark.text;
}

test('a scan is known again behind another boundary, and in any pieces', () => {
  const page = Buffer.from('JVBERi0xLjQK'.repeat(10_000));
  const sent = (boundary: string) => Buffer.concat([Buffer.from(`--${boundary}\r\n\r\n`), page]);
  const mark = markOf(sent('====1'), 1);
  expect(mark).not.toBeNull();
  expect(markOf(sent('====2'), 1)).toBe(mark);
  expect(markOf(sent('====2'), 977)).toBe(mark);
  const other = sent('====1');
  other[10_000] = 0;
  expect(markOf(other, 3)).not.toBe(mark);
  expect(markOf(Buffer.concat([sent('====1'), Buffer.from('x')]), 1)).not.toBe(mark);
});

test('small contents are not compared: a status may be the same each time', () => {
  expect(markOf(Buffer.alloc(12_287), 1)).toBeNull();
  expect(markOf(Buffer.alloc(12_288), 1)).not.toBeNull();
});
