import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMergePatch, type JsonObject } from '../../../main/config/merge-patch.ts';

describe('applyMergePatch', () => {
  // The objects among the examples of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (document: JsonObject, patch, expected) => {
    expect(applyMergePatch(document, patch)).toEqual(expected);
  });

  it.each([[['c']], ['text'], [null], [1]])('refuses %j as a patch', (patch) => {
    expect(() => applyMergePatch({}, patch)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });

  it.each([
    '{"__proto__":{"relay":true}}',
    '{"a":{"constructor":{"prototype":{"relay":true}}}}',
    '{"a":[{"__proto__":1}]}',
  ])('refuses %s and pollutes nothing', (text) => {
    expect(() => applyMergePatch({ a: {} }, JSON.parse(text))).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
    expect(({} as { relay?: unknown }).relay).toBeUndefined();
  });

  it('refuses what is too deep, too large or not JSON', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
    for (const patch of [deep, { a: 'x'.repeat(6_000_000) }, { a: () => 1 }, { a: 1n }]) {
      expect(() => applyMergePatch({}, patch)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    }
  });

  it('changes neither document nor patch, and a second time changes nothing more', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const { object } = fc.letrec<{ object: JsonObject; value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.constant(null),
        fc.array(fc.integer(), { maxLength: 2 }),
        tie('object'),
      ),
      object: fc.dictionary(key, tie('value'), { noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(object, object, (document, patch) => {
        const given = structuredClone([document, patch]);
        const once = applyMergePatch(document, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
        expect([document, patch]).toEqual(given);
        expect(applyMergePatch(document, {})).toEqual(document);
      }),
    );
  });
});
