import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeJsonFault } from '../../../main/config/json-fault.ts';

describe('where a text stops being JSON', () => {
  it.each([
    ['{\n  "a": [1, 2,],\n}', 'in line 2, column 14: there is a comma too many in front of this'],
    ['{ "a": 1, }', 'in line 1, column 11: there is a comma too many in front of this'],
    ['{\r\n  "a": 1\r\n  "b": 2\r\n}', 'in line 3, column 3: a comma is missing in front of this'],
    ['{ "a" 1 }', 'in line 1, column 7: a colon is missing in front of this'],
    ['{ "a": }', 'in line 1, column 8: a value is missing in front of this'],
    ['{ "a", 1 }', 'in line 1, column 6: a colon and a value are missing in front of this'],
    ['{ 1: 2 }', 'in line 1, column 3: the name of a property in quotation marks is missing'],
    ['{ name: 1 }', 'in line 1, column 3: this has to stand in straight quotation marks (")'],
    ["{ 'name': 1 }", 'in line 1, column 3: this has to stand in straight quotation marks (")'],
    ['{ “name”: 1 }', 'in line 1, column 3: this has to stand in straight quotation marks (")'],
    ['{ "a": nul }', 'in line 1, column 8: this has to stand in straight quotation marks (")'],
    ['{ "a": 192.168.0.1 }', 'in line 1, column 8: this has to stand in straight quotation marks (")'],
    ['{ // note\n}', 'in line 1, column 3: comments cannot stand in JSON'],
    [
      '{ "a": "C:\\Scans" }',
      'in line 1, column 8: this text has no quotation mark at its end, or a lone \\ in it (write \\\\)',
    ],
    ['{ "a": [1 }', 'in line 1, column 11: this bracket closes none that is open'],
    ['{ "a": 1', 'in line 1, column 9: the text ends too early'],
    ['{ "a": 1 } }', 'in line 1, column 12: this bracket closes none that is open'],
    ['{} {}', 'in line 1, column 4: there is more behind the end'],
    ['[1,,2]', 'in line 1, column 4: there is a comma too many'],
    ['{ "a":: 1 }', 'in line 1, column 7: there is a colon too many'],
  ])('%j: %s', (text, said) => {
    expect(describeJsonFault(text)).toBe(said);
  });

  it('finds nothing in JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(describeJsonFault(JSON.stringify(value, null, indent))).toBeNull();
      }),
    );
  });

  it('finds something in whatever JSON.parse() refuses, and nothing else', () => {
    const noise = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-0.5e3', 'null', ' ', '\n', '01', '"\\x"'),
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        expect(describeJsonFault(text) === null).toBe(parses(text));
      }),
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
