import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWith } from '../../../main/shell/values/compare.ts';
import { compileExpression } from '../../../main/shell/values/regular-expression.ts';
import { flags, size, span } from '../../../main/shell/values/shell-value.ts';
import { matchesWildcard } from '../../../main/shell/values/wildcard.ts';

describe('comparison', () => {
  test.each([
    ['Relay', 'eq', 'RELAY', true],
    [true, 'eq', 'true', true],
    [false, 'eq', false, true],
    [5, 'gt', '10', false],
    [size(10 * 2 ** 20), 'gt', '9MB', true],
    [span(300_000), 'lt', '00:10:00', true],
    [flags(['Tls', 'BasicAuth']), 'like', '*basicauth*', true],
    [flags(['Tls', 'BasicAuth']), 'contains', 'tls', true],
    [['0.0.0.0:25'], 'contains', '0.0.0.0:25', true],
    ['b', 'in', ['a', 'B'], true],
    [null, 'eq', null, true],
    ['a', 'ne', null, true],
  ] as const)('%j -%s %j', (left, operator, right, expected) => {
    expect(compareWith(operator, left, right)).toBe(expected);
  });

  test('a list on the left is filtered', () => {
    expect(compareWith('like', ['ab', 'cb', 'cd'], '*b')).toEqual(['ab', 'cb']);
  });
});

describe('wildcards', () => {
  test.each([
    ['Postroom Frontend Transport', '*transport*', true],
    ['abc', 'a?c', true],
    ['abc', 'a?', false],
    ['', '*', true],
    ['[x]', '[x]', true],
  ])('%s is like %s: %s', (text, pattern, expected) => {
    expect(matchesWildcard(text, pattern)).toBe(expected);
  });

  test('many stars end', () => {
    expect(matchesWildcard('a'.repeat(20_000), `${'*a'.repeat(200)}*b`)).toBe(false);
  });
});

describe('regular expressions', () => {
  test.each([
    ['SMTP Relay', '^smtp\\s', true],
    ['10.0.0.7', '^\\d+(\\.\\d+){3}$', true],
    ['10.0.0', '^\\d+(\\.\\d+){3}$', false],
    ['abc', 'x|b', true],
    ['Zeta', '[^a-y]', true],
    ['user@example.com', '@EXAMPLE\\.com$', true],
    ['a b', '\\bb\\b', true],
    ['aaa', '^a{2,3}$', true],
    ['ab', '^\\D\\W$', false],
  ])('%s -match %s: %s', (text, pattern, expected) => {
    expect(compileExpression(pattern)(text)).toBe(expected);
  });

  test('agrees with those of JavaScript', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(?:a|bc)', '(ab)', '\\w', '^', '$');
    const pattern = fc
      .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{1,2}')), { maxLength: 5 })
      .map((parts) => parts.map(([one, count]) => (one === '^' || one === '$' ? one : one + count)).join(''));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }), (source, text) => {
        expect(compileExpression(source)(text)).toBe(new RegExp(source, 'i').test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern that makes other engines stand still ends', () => {
    expect(compileExpression('^(a+)+$')(`${'a'.repeat(5000)}b`)).toBe(false);
  });

  test.each(['(a', '[a', 'a)', '*a', '(?=a)', '\\p', 'a{200}', '('.repeat(100)])('%s is refused', (pattern) => {
    expect(() => compileExpression(pattern)).toThrow(/is not understood/);
  });
});
