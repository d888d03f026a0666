import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimestamp, csvField } from '../../../main/journal/log-text.ts';

describe('csvField', () => {
  it.each([
    ['250 2.1.0 Sender OK', '250 2.1.0 Sender OK'],
    ['220 host ready at Wed, 11 Jan 2023', '"220 host ready at Wed, 11 Jan 2023"'],
    ['say "hello"', '"say ""hello"""'],
    ['EHLO a\r\n2026-11-22T00:00:00.000Z,forged', '"EHLO a\\x0d\\x0a2026-11-22T00:00:00.000Z,forged"'],
    ['\u001b[2J\u009b31m\u0007\u0000\u007f', '\\x1b[2J\\x9b31m\\x07\\x00\\x7f'],
    ['a\u2028b\u202ec', 'a\\u2028b\\u202ec'],
    ["=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1,A2)', '"\'@SUM(A1,A2)"'],
    ['\t=1', '\\x09=1'],
    ['SERVER\\Default Frontend', 'SERVER\\Default Frontend'],
    ['', ''],
  ])('writes %j as %j', (text, field) => {
    expect(csvField(text)).toBe(field);
  });

  it('never leaves a control character, and a CSV reader finds one field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const field = csvField(text);
        // eslint-disable-next-line no-control-regex -- control characters are what must be absent
        expect(field).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(field).toMatch(/^(?:[^",]*|"(?:[^"]|"")*")$/);
      }),
    );
  });
});

describe('createTimestamp', () => {
  it('prints UTC with milliseconds, in any order', () => {
    const timestamp = createTimestamp();
    const start = Date.UTC(2020, 10, 27, 9, 34, 38, 5);
    expect([start, start + 951, start + 1000, start].map(timestamp)).toEqual([
      '2020-11-27T09:34:38.005Z',
      '2020-11-27T09:34:38.956Z',
      '2020-11-27T09:34:39.005Z',
      '2020-11-27T09:34:38.005Z',
    ]);
  });
});
