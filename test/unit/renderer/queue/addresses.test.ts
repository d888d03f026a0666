import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAddresses, recipientChange } from '../../../../renderer/src/queue/addresses.ts';
import { chosenWay } from '../../../../renderer/src/queue/message-words.ts';
import { localText, nextMorning, timeOfText } from '../../../../renderer/src/queue/local-time.ts';

describe('addresses as they are typed', () => {
  test('are read one a line, with commas, and as mail programs copy them', () => {
    const text =
      'a@x.example\r\nb@x.example, c@x.example;d@x.example\n"Berg, Anna" <anna@x.example>, Bob <bob@x.example>\n';
    expect(readAddresses(text)).toEqual({
      addresses: ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'anna@x.example', 'bob@x.example'],
      faults: [],
    });
  });

  test('count once, whatever their case, and what is none is named with its line', () => {
    expect(readAddresses('a@x.example\nA@X.example\nnobody\n\na@b@c')).toEqual({
      addresses: ['a@x.example'],
      faults: [
        { line: 3, text: 'nobody' },
        { line: 5, text: 'a@b@c' },
      ],
    });
  });

  test('never turn into something that the contract refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const address of readAddresses(text).addresses)
          expect(address).toMatch(/^[^\s@<>\p{Cc}]+@[^\s@<>\p{Cc}]+$/u);
      }),
    );
  });

  test('a change says who is new, who is out and how many stay', () => {
    expect(recipientChange(['a@x.example', 'b@x.example'], ['B@x.example', 'c@x.example'])).toEqual({
      ...{ added: ['c@x.example'], removed: ['a@x.example'], kept: 1 },
    });
  });
});

describe('a time of this machine’s clock', () => {
  test('reads as it was written', () => {
    const ms = new Date(2026, 10, 22, 6, 5).getTime();
    expect(localText(ms)).toBe('2026-11-22T06:05');
    expect(timeOfText(localText(ms))).toBe(ms);
    expect(timeOfText('')).toBeNull();
  });

  test('the next morning is today’s before it has come', () => {
    expect(localText(nextMorning(new Date(2026, 11, 31, 5, 59).getTime()))).toBe('2026-12-31T06:00');
    expect(localText(nextMorning(new Date(2026, 11, 31, 6, 0).getTime()))).toBe('2027-01-01T06:00');
  });
});

test('the way chosen by hand is that of all who wait, copies aside', () => {
  const one = { address: 'a@x.example', attempts: 0, queue: 'q', lastError: null, notify: [], originalRecipient: null };
  const waits = { ...one, status: 'ready' } as const;
  const other = { connector: 'Other' };
  expect(
    chosenWay({
      recipients: [
        { ...waits, detour: other },
        { ...waits, detour: { mailbox: 'archive' } },
      ],
    }),
  ).toBe('Other');
  expect(
    chosenWay({
      recipients: [
        { ...waits, detour: other },
        { ...waits, detour: null },
      ],
    }),
  ).toBeNull();
  expect(
    chosenWay({
      recipients: [
        { ...waits, detour: null },
        { ...one, status: 'delivered', detour: other },
      ],
    }),
  ).toBeNull();
});
