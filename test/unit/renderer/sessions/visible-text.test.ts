import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleText } from '../../../../renderer/src/sessions/visible-text.ts';

test.each([
  ['EHLO \u001b[31mred\u001b[0m', 'EHLO \\x1b[31mred\\x1b[0m'],
  ['MAIL FROM:<\u202eelpmaxe@moc>', 'MAIL FROM:<\\u202eelpmaxe@moc>'],
  ['a\u200bb\u2066c\u2069\u200f', 'a\\u200bb\\u2066c\\u2069\\u200f'],
  ['a\r\nb\u2028c\u0085', 'a\\x0d\\x0ab\\u2028c\\x85'],
  ['x\u{e0041}y', 'x\\u{e0041}y'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['Bücher – שלום – 用户', 'Bücher – שלום – 用户'],
])('%j is shown as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('nothing that a reader cannot see is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
    }),
  );
});
