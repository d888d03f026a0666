import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf, numbered, type NameFacts } from '../../../../main/delivery/attachments/file-names.ts';

const facts: NameFacts = {
  ...{ atMs: new Date(2026, 10, 22, 14, 5, 33).getTime(), device: 'Büro MFP', subject: 'Scan: Rechnung 7/8' },
  ...{ name: 'doc00123.pdf', counter: 7 },
};
const nameOf = (pattern: string, more: Partial<NameFacts> = {}): string => fileNameOf(pattern, { ...facts, ...more });

test('a pattern is filled, and the extension is the attachment’s', () => {
  expect(nameOf('{date} {time} {device} {subject} {name} {counter}')).toBe(
    '2026-11-22 14-05-33 Büro MFP Scan_ Rechnung 7_8 doc00123 0007.pdf',
  );
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\win.ini', 'win.ini'],
  ['C:\\x\\y.pdf', 'y.pdf'],
  ['\\\\host\\share\\x.pdf', 'x.pdf'],
  ['CON', '_CON'],
  ['nul.pdf', '_nul.pdf'],
  ['COM¹.pdf', '_COM¹.pdf'],
  ['a:b.pdf', 'a_b.pdf'],
  ['x.pdf. . ', 'x.pdf'],
  ['.htaccess', 'htaccess'],
  ['', 'attachment'],
  ['...', 'attachment'],
  ['%2e%2e%2fx.pdf', '%2e%2e%2fx.pdf'],
  ['gpj.\u202efdp.exe', 'gpj._fdp.exe'],
  ['a\u0000b\r\nc.pdf', 'a_b__c.pdf'],
  ['desktop.ini', 'desktop.ini_'],
  ['Rechnung.lnk', 'Rechnung.lnk_'],
  ['a.SCF', 'a.SCF_'],
  ['a.searchConnector-ms. ', 'a.searchConnector-ms_'],
  ['\u202eftp.lnk', '_ftp.lnk_'],
  ['a.' + 'x'.repeat(50), `a.${'x'.repeat(50)}`],
])('%j is saved as %j', (name, expected) => {
  expect(nameOf('{name}', { name })).toBe(expected);
});

test('a taken name gets a number in front of its extension', () => {
  expect(numbered('Scan.pdf', 2)).toBe('Scan (2).pdf');
});

test('whatever a mail says, the name is one safe component on every file system', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom('/', '\\', '.', ' ', ':', '\0', '\u202e', 'ü', '😀', 'a', '\ud800'),
      maxLength: 300,
    }),
    fc.constantFrom('CON', 'nul.txt', 'LPT9.pdf', 'aux', 'com1.tar.gz', 'prn.'),
  );
  const pattern = fc.constantFrom(
    '{name}',
    '{subject}',
    '{device}{subject}{name}',
    '{date} {time} {name}',
    '{counter}',
    'x{subject}',
  );
  fc.assert(
    fc.property(pattern, odd, odd, odd, fc.nat(99_999), (given, device, subject, name, counter) => {
      const made = nameOf(given, { device, subject, name, counter });
      expect(made).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}]/u);
      expect(made).not.toMatch(/^[ .]|[ .]$/);
      expect(made).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
      expect(made.length).toBeGreaterThan(0);
      expect(made.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(made)).toBeLessThanOrEqual(200);
    }),
    { numRuns: 500 },
  );
});
