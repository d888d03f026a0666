import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complete, lineOf, noWords, turn, vocabularyOf } from '../../../../renderer/src/tester/completion.ts';

const words = {
  hosts: ['scanner', 'HP-MFP-2'],
  senders: ['scanner@office.example'],
  recipients: ['bob@office.example', 'postmaster@office.example'],
  domains: ['office.example', 'branch.example'],
};
const lines = (typed: string) => complete(typed, words)?.lines ?? null;

describe('Tab', () => {
  test.each([
    ['eh', ['EHLO ']],
    ['m', ['MAIL FROM:<']],
    ['QUIT', null],
    ['', null],
    ['  ', null],
    ['xyz', null],
    ['auth', ['AUTH LOGIN', 'AUTH PLAIN ']],
    ['ehlo hp', ['ehlo HP-MFP-2']],
    ['HELO ', ['HELO scanner', 'HELO HP-MFP-2']],
    [
      'MAIL FROM:<',
      ['MAIL FROM:<scanner@office.example>', 'MAIL FROM:<bob@office.example>', 'MAIL FROM:<postmaster@office.example>'],
    ],
    ['rcpt to: b', ['rcpt to: bob@office.example']],
    ['RCPT TO:<carol@', ['RCPT TO:<carol@office.example>', 'RCPT TO:<carol@branch.example>']],
    ['RCPT TO:<carol@b', ['RCPT TO:<carol@branch.example>']],
    ['MAIL FROM:<a@b> s', ['MAIL FROM:<a@b> SIZE=', 'MAIL FROM:<a@b> SMTPUTF8']],
    ['MAIL FROM:<a@b> SIZE=1 BO', ['MAIL FROM:<a@b> SIZE=1 BODY=8BITMIME']],
    ['RCPT TO:<a@b> ', ['RCPT TO:<a@b> NOTIFY=']],
  ])('makes of %j', (typed, expected) => {
    expect(lines(typed)).toEqual(expected);
  });

  test('goes through the candidates and round', () => {
    const begun = complete('RCPT TO:<', words);
    expect(begun?.lines.length).toBeGreaterThan(1);
    if (begun === null) return;
    expect(lineOf(turn(begun, -1))).toBe(begun.lines.at(-1));
    expect(begun.lines.reduce((again) => turn(again, 1), begun)).toEqual(begun);
  });

  test('never changes what was typed, only what follows it', () => {
    const begin = fc.constantFrom('', 'eh', 'mail from:<', 'RCPT TO:', 'helo ', 'auth ', 'MAIL FROM:<a@b> ');
    fc.assert(
      fc.property(begin, fc.string({ maxLength: 12 }), (start, rest) => {
        const typed = start + rest;
        for (const line of lines(typed) ?? []) {
          expect(line.toLowerCase().startsWith(typed.trimStart().toLowerCase()) || /\s{2}/.test(typed)).toBe(true);
          expect(line).not.toBe(typed);
        }
      }),
    );
  });

  test('without any words still knows the commands', () => {
    expect(complete('st', noWords)?.lines).toEqual(['STARTTLS']);
    expect(complete('MAIL FROM:<', noWords)).toBeNull();
  });
});

test('words come from the configuration and from the devices; what nobody could type again is left out', () => {
  const envelope = (mailFrom: string, recipients: string[], helo: string | null) => ({ mailFrom, recipients, helo });
  const cards = [
    {
      helo: 'scanner',
      lastAccepted: envelope('scan@office.example', ['bob@office.example'], 'scanner'),
      lastRefused: envelope('', ['<b>@elsewhere.example', 'two words@x'], 'a\u202eb'),
    },
    { helo: null, lastAccepted: null, lastRefused: null },
  ] as never;
  const found = vocabularyOf(
    {
      server: { name: 'OFFICE', fqdn: 'mail.office.example', replyDialect: '2016' },
      acceptedDomains: [{ domainName: 'office.example' }, { domainName: '*.branch.example' }, { domainName: '*' }],
      recipients: [{ address: 'carol@office.example' }],
      accounts: [{ addresses: ['erp@office.example'] }],
    } as never,
    cards,
  );
  expect(found).toEqual({
    hosts: ['scanner', 'mail.office.example'],
    senders: ['scan@office.example', 'erp@office.example'],
    recipients: [
      'carol@office.example',
      'postmaster@office.example',
      'postmaster@branch.example',
      'bob@office.example',
    ],
    domains: ['office.example', 'branch.example'],
  });
});
