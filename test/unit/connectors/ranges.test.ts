import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseIpv6 } from '../../../main/connectors/address.ts';
import {
  formatRange,
  isPublic,
  parseAddress,
  parseBinding,
  parseRange,
  rangeContains,
  rangeSize,
} from '../../../main/connectors/ranges.ts';
import { PostroomError } from '../../../main/errors.ts';

describe('parseRange', () => {
  it.each([
    ['192.168.1.1', '192.168.1.1'],
    ['  192.168.1.1 ', '192.168.1.1'],
    ['192.168.1.1-192.168.1.254', '192.168.1.1-192.168.1.254'],
    ['192.168.1.1 - 192.168.1.254', '192.168.1.1-192.168.1.254'],
    ['192.168.1.77/24', '192.168.1.0-192.168.1.255'],
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['192.168.1.0(255.255.255.0)', '192.168.1.0-192.168.1.255'],
    ['192.168.1.9 (255.255.255.248)', '192.168.1.8-192.168.1.15'],
    ['192.168.1.0 255.255.255.0', '192.168.1.0-192.168.1.255'],
    ['192.168.1.0/255.255.255.0', '192.168.1.0-192.168.1.255'],
    ['10.0.0.1(255.255.255.255)', '10.0.0.1'],
    ['10.0.0.1/0.0.0.0', '0.0.0.0-255.255.255.255'],
    ['2001:0DB8::CD3/60', '2001:db8::-2001:db8:0:f:ffff:ffff:ffff:ffff'],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1', '::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.0/104', '10.0.0.0-10.255.255.255'],
  ])('reads %s', (text, display) => {
    const range = parseRange(text);
    expect(formatRange(range)).toBe(display);
    expect(range.text).toBe(text.trim());
  });

  it('keeps a scope id out of the matching', () => {
    const range = parseRange('fe80::39bd:88f7:6969:d223%11');
    expect(range.scopeId).toBe('11');
    const peer = parseAddress('fe80::39bd:88f7:6969:d223%12');
    expect(peer && rangeContains(range, peer)).toBe(true);
    expect(formatRange(parseRange('fe80::1%eth0-fe80::9%eth0'))).toBe('fe80::1-fe80::9');
  });

  it.each([
    ['010.0.0.1', /leading zero, "010".*octal/],
    ['10.0.0.08', /leading zero, "08"/],
    ['10.1', /short form with 2 of 4/],
    ['167772161', /short form with 1 of 4/],
    ['0x0a.1', /hexadecimal/],
    ['0xa000001', /hexadecimal/],
    ['10.0.0.256', /number 256/],
    ['10.0.0.0/33', /"\/33".*out of range.*0 to 32/],
    ['::/129', /out of range.*0 to 128/],
    ['10.0.0.0/-1', /./],
    ['10.0.0.0/08', /not a prefix length/],
    ['10.0.0.0/', /not a prefix length/],
    ['10.0.0.0/255.0.255.0', /netmask/],
    ['10.0.0.0/0.0.0.255', /netmask/],
    ['10.0.0.0 255.255.0.255.0', /netmask/],
    ['fe80::1(255.255.255.0)', /IPv6/],
    ['10.0.0.9-10.0.0.1', /backwards/],
    ['10.0.0.1-::1', /mixes IPv4 and IPv6/],
    ['10.0.0.1-10.1', /short form/],
    ['::ffff:10.0.0.0/64', /IPv4-mapped/],
    ['fe80::1%', /scope id/],
    ['1::2::3', /not an IP address/],
    ['1:2:3:4:5:6:7', /not an IP address/],
    ['1:2:3:4:5:6:7::8', /not an IP address/],
    ['printer.office.example', /not an IP address/],
    ['10.0.0.*', /not an IP address/],
    ['', /not an IP address/],
    ['1'.repeat(500), /longer/],
  ])('refuses %s by name', (text, message) => {
    expect(() => parseRange(text)).toThrow(message);
    expect(() => parseRange(text)).toThrow(PostroomError);
  });

  it('throws nothing but its own error, whatever the text', () => {
    const pieces = fc.constantFrom(
      '10',
      '.',
      '0',
      '/',
      '-',
      ':',
      '::',
      '%',
      '(',
      ')',
      ' ',
      'ff',
      '255',
      'x',
      '١',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          try {
            const range = parseRange(text);
            expect(range.low <= range.high).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(PostroomError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives back what it displays', () => {
    const value = { 4: fc.bigInt(0n, 2n ** 32n - 1n), 6: fc.bigInt(2n ** 64n, 2n ** 128n - 1n) };
    fc.assert(
      fc.property(fc.constantFrom(4 as const, 6 as const), (family) => {
        fc.assert(
          fc.property(value[family], value[family], (a, b) => {
            const range = { text: '', family, low: a < b ? a : b, high: a < b ? b : a, scopeId: null };
            expect(parseRange(formatRange(range))).toEqual({ ...range, text: formatRange(range) });
          }),
          { numRuns: 200 },
        );
      }),
      { numRuns: 4 },
    );
  });
});

describe('parseAddress', () => {
  it.each([
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '::FFFF:a00:1',
    '::ffff:a00:1',
    '0:0:0:0:0:ffff:0a00:0001',
    '::ffff:10.0.0.1%12',
  ])('takes %s for 10.0.0.1', (text) => {
    expect(parseAddress(text)).toEqual({ family: 4, value: 0x0a00_0001n });
  });

  it('drops the zone of a link-local peer', () => {
    expect(parseAddress('fe80::1%12')).toEqual(parseAddress('fe80::1%eth0'));
  });

  it.each([
    '',
    '10.1',
    '010.0.0.1',
    '1.2.3.4.5',
    '1.2.3.4%1',
    '::1%',
    'fe80',
    ':::',
    '1:2',
    '::g',
    '10.0.0.1 ',
    '1.2.3.4::',
  ])('refuses %s', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('reads and prints IPv6 as the URL standard does', () => {
    const piece = fc.constantFrom(':', '::', '0', '1', 'ff', 'abcd', 'fffff', 'FE80', '1.2.3.4', '1.2', 'g', '.');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV6(),
          fc.array(piece, { maxLength: 16 }).map((list) => list.join('')),
        ),
        (text) => {
          const url = `http://[${text}]/`;
          const value = parseIpv6(text);
          const printed = value === null ? null : `[${formatAddress({ family: 6, value })}]`;
          expect(printed).toBe(URL.canParse(url) ? new URL(url).hostname : null);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('prints IPv6 as RFC 5952 does', () => {
    const texts = ['::', '::1', '1::', '2001:db8::1:0:0:1', '2001:db8:0:1:1:1:1:1', 'fe80::1', '1:0:0:2::3'];
    expect(texts.map((text) => formatAddress(parseAddress(text) ?? { family: 4, value: 0n }))).toEqual(texts);
  });
});

describe('parseBinding', () => {
  it.each([
    ['10.1.1.1:25', { family: 4, address: '10.1.1.1', port: 25, wildcard: false }],
    ['0.0.0.0:25', { family: 4, address: '0.0.0.0', port: 25, wildcard: true }],
    ['[::]:587', { family: 6, address: '::', port: 587, wildcard: true }],
    ['[2001:DB8:0::1]:25', { family: 6, address: '2001:db8::1', port: 25, wildcard: false }],
    ['[fe80::1%11]:25', { family: 6, address: 'fe80::1%11', port: 25, wildcard: false }],
    ['[::ffff:10.0.0.1]:25', { family: 4, address: '10.0.0.1', port: 25, wildcard: false }],
  ])('reads %s', (text, binding) => {
    expect(parseBinding(text)).toEqual({ text, ...binding });
  });

  it.each([
    '',
    '25',
    ':25',
    '10.1.1.1',
    '10.1.1.1:',
    '10.1.1.1:0',
    '10.1.1.1:65536',
    '::1:25',
    '[::1]',
    '010.1.1.1:25',
    '10.1:25',
    'localhost:25',
  ])('refuses %s', (text) => {
    expect(() => parseBinding(text)).toThrow(PostroomError);
  });
});

describe('isPublic', () => {
  it.each([
    ['10.0.0.0/8', false],
    ['192.168.0.0-192.168.255.255', false],
    ['127.0.0.1', false],
    ['169.254.1.1', false],
    ['100.64.0.0/10', false],
    ['fe80::/10', false],
    ['fd00::/8', false],
    ['::1', false],
    ['fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', false],
    ['0.0.0.0/0', true],
    ['::/0', true],
    ['9.255.255.255-10.0.0.1', true],
    ['10.255.255.255-11.0.0.0', true],
    ['172.16.0.0/11', true],
    ['192.168.0.0-192.169.0.0', true],
    ['::1-::2', true],
    ['8.8.8.8', true],
    ['2001:db8::/32', true],
  ])('%s: %s', (text, expected) => {
    expect(isPublic(parseRange(text))).toBe(expected);
  });
});

it('counts addresses', () => {
  expect(rangeSize(parseRange('192.168.1.0/24'))).toBe(256n);
  expect(rangeSize(parseRange('::/0'))).toBe(2n ** 128n);
});
