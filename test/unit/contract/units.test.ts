import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatByteSize, formatTimeSpan, parseByteSize, parseTimeSpan } from '../../../main/contract/units.ts';

describe('parseByteSize', () => {
  it.each([
    ['36MB', 37_748_736],
    ['36 MB (37,748,736 bytes)', 37_748_736],
    ['256 KB (262,144 bytes)', 262_144],
    ['65536', 65_536],
    ['1.5gb', 1_610_612_736],
    ['0B', 0],
    [' 10 kb ', 10_240],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it('believes the exact number in brackets rather than the rounded one', () => {
    expect(parseByteSize('35.29 MB (37,003,264 bytes)')).toBe(37_003_264);
  });

  it.each(['', 'm', '5kxyz', '-1MB', '1,5MB', 'MB', '1e3', 'unlimited', '36MB x', '999999999999999TB'])(
    'refuses %j',
    (text) => {
      expect(parseByteSize(text)).toBeNull();
    },
  );

  it('reads back whatever it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        expect(parseByteSize(formatByteSize(bytes))).toBe(bytes);
      }),
    );
  });

  it('prints as Exchange does', () => {
    expect(formatByteSize(37_748_736)).toBe('36 MB (37,748,736 bytes)');
    expect(formatByteSize(512)).toBe('512 B (512 bytes)');
  });
});

describe('parseTimeSpan', () => {
  it.each([
    ['00:05:00', 300_000],
    ['1.00:00:00', 86_400_000],
    ['0.00:00:05', 5000],
    ['00:00:00.5', 500],
    ['23:59:59', 86_399_000],
  ])('reads %s', (text, ms) => {
    expect(parseTimeSpan(text)).toBe(ms);
  });

  it.each(['', '5', '24:00:00', '00:60:00', '00:00:60', '-00:00:01', '00:05', '1:2:3:4', '00:00:00.'])(
    'refuses %j',
    (text) => {
      expect(parseTimeSpan(text)).toBeNull();
    },
  );

  it('reads back whatever it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 * 86_400_000 }), (ms) => {
        expect(parseTimeSpan(formatTimeSpan(ms))).toBe(ms);
      }),
    );
  });
});
