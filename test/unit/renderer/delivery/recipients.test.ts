import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addRecipients,
  domainHolds,
  printRecipients,
  readRecipients,
} from '../../../../renderer/src/delivery/recipients.ts';

const office = { domainName: 'office.example', matchSubDomains: false };
const addresses = (text: string, domain = office): readonly string[] =>
  readRecipients(text, domain).recipients.map(({ address }) => address);

describe('which domain holds an address', () => {
  test.each([
    ['office.example', false, 'a@Office.Example', true],
    ['office.example', false, 'a@mail.office.example', false],
    ['office.example', true, 'a@mail.office.example', true],
    ['office.example', true, 'a@backoffice.example', false],
    ['*.office.example', false, 'a@office.example', false],
    ['*.office.example', false, 'a@mail.office.example', true],
    ['*', false, 'a@anything.example', true],
  ])('%s (subdomains: %s) and %s: %s', (domainName, matchSubDomains, address, holds) => {
    expect(domainHolds({ domainName, matchSubDomains }, address)).toBe(holds);
  });
});

describe('a pasted list', () => {
  test('takes addresses with and without a domain, names and folders', () => {
    const text =
      'anna\nBert Berg <bert@office.example>\n"Carl, Copy" <carl@office.example>, copies\nSMTP:dora@office.example';
    expect(readRecipients(text, office)).toEqual({
      recipients: [
        { address: 'anna@office.example', mailbox: null },
        { address: 'bert@office.example', mailbox: null },
        { address: 'carl@office.example', mailbox: 'copies' },
        { address: 'dora@office.example', mailbox: null },
      ],
      repeated: 0,
      faults: [],
    });
  });

  test('takes columns of a spreadsheet, with their heading, whatever separates them', () => {
    for (const separator of [',', ';', '\t']) {
      const text = ['Address', 'anna@office.example', '"bert@office.example"', ''].join(`${separator}\r\n`);
      expect(addresses(text)).toEqual(['anna@office.example', 'bert@office.example']);
    }
  });

  test('counts what stands there twice, in any case', () => {
    expect(readRecipients('anna\nAnna@OFFICE.example\n', office)).toMatchObject({
      recipients: [{ address: 'anna@office.example' }],
      repeated: 1,
    });
  });

  test('names the line that cannot be read, and why', () => {
    const { faults } = readRecipients('anna\nno address\nx@elsewhere.example\nb, ../up\n@', office);
    expect(faults.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'address'],
      [3, 'domain'],
      [4, 'folder'],
      [5, 'address'],
    ]);
  });

  test('completes nothing where the domain is not a single one', () => {
    expect(readRecipients('anna', { domainName: '*', matchSubDomains: false }).faults).toHaveLength(1);
  });

  test('reads back what it prints', () => {
    const local = fc.stringMatching(/^[a-z0-9][a-z0-9.+-]{0,20}$/);
    const folder = fc.option(fc.stringMatching(/^[a-z0-9]{1,10}$/));
    const list = fc.uniqueArray(fc.tuple(local, folder), { selector: ([name]) => name });
    fc.assert(
      fc.property(list, (entries) => {
        const recipients = entries.map(([name, mailbox]) => ({ address: `${name}@office.example`, mailbox }));
        expect(readRecipients(printRecipients(recipients), office)).toEqual({ recipients, repeated: 0, faults: [] });
      }),
    );
  });
});

test('a file adds what is not there yet, and brings its faults along', () => {
  const { text, added } = addRecipients(
    'anna\n',
    'Address;Folder\r\nAnna@office.example;\r\ncarl;scans\r\nno one\r\n',
    office,
  );
  expect(text).toBe('anna\ncarl@office.example, scans\nno one');
  expect(added).toBe(1);
});
