import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../../main/connectors/address.ts';
import { readAddress } from '../../../../renderer/src/connectors/address.ts';

describe('reading an address for the map', () => {
  test.each(['192.168.0.181', '0.0.0.0', '::', '::1', 'fe80::1%11', '2001:0DB8::CD3', '::ffff:10.0.0.1', '1::'])(
    '%s is what the engine takes it for',
    (text) => {
      expect(readAddress(text)).toEqual(parseAddress(text));
    },
  );

  test.each(['', '192.168.0', '192.168.0.300', '010.0.0.1', 'printer', '1:2', ':::', 'a]b::', '::1/64'])(
    '%j is no address yet',
    (text) => {
      expect(readAddress(text)).toBeNull();
    },
  );

  test('it agrees with the engine on every address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        expect(readAddress(text)).toEqual(parseAddress(text));
      }),
    );
  });
});
