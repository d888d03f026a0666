import { describe, expect, it } from 'vitest';
import {
  authorAddresses,
  editHeader,
  TOO_MANY_AUTHORS,
  type HeaderRules,
} from '../../../main/transport/intake-header.ts';

const rules: HeaderRules = {
  ...{
    fqdn: 'relay.office.example',
    mailFrom: 'a@b.example',
    author: null,
    rawHeaderCharset: 'windows-1252',
    newMessageId: () => '<new@b.example>',
    date: () => 'now',
  },
  ...{ keepRoutingHeaders: true, keepOrganizationHeaders: true, keepForestHeaders: true },
};

describe('the authors of a message', () => {
  it('are the addresses of From and Sender, in lower case, groups and names and comments apart', () => {
    const fields = [
      '"Ann" <Ann@Office.Example>, team: bob@a.example, "c, d" <Kim@a.example>;',
      'scanner@office.example (3rd)',
    ];
    expect(authorAddresses(fields)).toEqual([
      ...['ann@office.example', 'bob@a.example', 'kim@a.example', 'scanner@office.example'],
    ]);
    expect(authorAddresses(['', 'nobody'])).toEqual([]);
  });

  it('are somebody else where there is more than is read, wherever it stands', () => {
    const long = `a@b.example, ${'x'.repeat(8200)}`;
    expect(authorAddresses([long])).toEqual([TOO_MANY_AUTHORS]);
    expect(authorAddresses(['a@b.example', long])).toEqual(['a@b.example', TOO_MANY_AUTHORS]);
    const many = Array.from({ length: 2000 }, () => 'a@b.example');
    expect(authorAddresses(many).at(-1)).toBe(TOO_MANY_AUTHORS);
    expect(authorAddresses([many.slice(0, 500).join(', ')])).toHaveLength(500);
  });
});

// Anything that costs the square of its length would not end within the time of a test.
const LENGTH = 4 * 1024 * 1024;
const hostile = [
  '"',
  '(',
  '<',
  ',',
  '[',
  'a@',
  'g:',
  '=?utf-8?q?',
  '\\',
  'by ',
  ' ',
  '\t\t',
  ':',
  'x\r\n ',
  '\r\n\t',
  '<a@b>;',
];

describe('DO-17: four megabytes of one pattern', () => {
  it.each(hostile)('%j in a field are read in one go', (pattern) => {
    const filler = pattern.repeat(LENGTH / pattern.length);
    for (const field of ['Received', 'Message-ID', 'Subject', 'References', 'From']) {
      const { text, headerless } = editHeader(`${field}:${filler}x\r\n`, rules);
      expect([headerless, text.length > LENGTH]).toEqual([false, true]);
    }
    expect(authorAddresses([filler])).toEqual([TOO_MANY_AUTHORS]);
  });

  it.each(['Received: by x\r\n', 'X: y\r\n', ': y\r\n', 'no colon\r\n', 'From: a@b.example\r\n'])(
    '%j as lines are read in one go',
    (line) => {
      const { hops, authorFields } = editHeader(`X: first\r\n${line.repeat(LENGTH / line.length)}`, rules);
      expect(hops > 0).toBe(line.startsWith('Received'));
      expect(authorAddresses(authorFields).length).toBeLessThanOrEqual(8192 / 'a@b.example'.length + 1);
    },
  );
});
