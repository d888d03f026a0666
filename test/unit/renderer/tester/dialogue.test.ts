import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginsAnew,
  emptyTranscript,
  exchangesOf,
  expectedKind,
  joined,
  leadingTo,
  unstuffed,
  upTo,
  withTyped,
} from '../../../../renderer/src/tester/dialogue.ts';
import { connected, played, result, step, transcript } from './replayed.ts';

const texts = ({ steps }: { steps: readonly { text: readonly string[] }[] }) => steps.map(({ text }) => text[0]);

describe('what is typed', () => {
  test('stands behind the rest, with lines that rise', () => {
    const typed = ['EHLO x', 'MAIL FROM:<a@b>'].reduce(
      (all, line) => withTyped(all, 'command', [line]),
      emptyTranscript,
    );
    const whole = withTyped(typed, 'body', ['Subject: x', '', 'y']);
    expect(texts(whole)).toEqual(['EHLO x', 'MAIL FROM:<a@b>', 'Subject: x']);
    const places = whole.steps.map(({ line }) => line);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });

  test('keeps no credential', () => {
    expect(texts(withTyped(emptyTranscript, 'command', ['AUTH PLAIN c2VjcmV0']))).toEqual(['AUTH PLAIN ********']);
    expect(texts(withTyped(emptyTranscript, 'auth-answer', ['c2VjcmV0']))).toEqual(['********']);
    expect(texts(withTyped(emptyTranscript, 'auth-answer', ['*']))).toEqual(['*']);
  });

  test('a message loses its doubled dots', () => {
    expect(unstuffed(['..a', '.b', 'c'])).toEqual(['.a', '.b', 'c']);
  });

  test.each([
    ['334 VXNlcm5hbWU6', 'auth-answer'],
    ['354 Start mail input', 'body'],
    ['250 2.1.0 Sender OK', 'command'],
  ])('after %s comes %s', (reply, kind) => {
    expect(expectedKind(result([connected, played(1, reply)]))).toBe(kind);
    expect(expectedKind(null)).toBe('command');
  });
});

describe('what is pasted', () => {
  const there = transcript([step(1, 'EHLO x'), step(2, 'MAIL FROM:<a@b>', { reply: { line: 3, lines: ['250 OK'] } })]);

  test('goes on behind what is there, where it is commands alone', () => {
    const pasted = transcript([step(1, 'RCPT TO:<c@d>', { reply: { line: 2, lines: ['250 OK'] } }), step(3, 'DATA')]);
    const whole = joined(there, pasted);
    expect(texts(whole)).toEqual(['EHLO x', 'MAIL FROM:<a@b>', 'RCPT TO:<c@d>', 'DATA']);
    expect(whole.steps.map(({ line }) => line)).toEqual([1, 2, 5, 7]);
    expect(whole.steps[2]?.reply?.line).toBe(6);
  });

  test('takes its place, where it is a dialogue of its own', () => {
    for (const pasted of [
      transcript([step(1, 'helo y')]),
      transcript([step(2, 'RSET')], { greeting: { line: 1, lines: ['220 x'] } }),
    ]) {
      expect(beginsAnew(pasted)).toBe(true);
      expect(joined(there, pasted)).toBe(pasted);
    }
    expect(joined(emptyTranscript, there)).toBe(there);
  });
});

describe('transcript and replay beside each other', () => {
  const whole = transcript(
    [
      step(2, 'EHLO x', { reply: { line: 3, lines: ['250 x'] } }),
      step(4, 'RCPT TO:<a@b>'),
      step(5, 'RCPT TO:<c@d>'),
      step(6, 'DATA'),
      step(7, 'QUIT'),
    ],
    { greeting: { line: 1, lines: ['220 there'] } },
  );

  test('what was not run yet waits with the reply it is said to get', () => {
    const exchanges = exchangesOf(whole, null);
    expect(exchanges.every(({ played: reply }) => reply === null)).toBe(true);
    expect(exchanges.map(({ recorded }) => recorded?.[0] ?? null)).toEqual([
      '220 there',
      '250 x',
      null,
      null,
      null,
      null,
    ]);
  });

  test('steps that the replay added stand where they were taken', () => {
    const replay = result([
      connected,
      played(2, '250 x'),
      played(4, '550 no'),
      played(5, '250 yes'),
      played(6, '354 go'),
      played(null, '250 queued', { kind: 'body' }),
    ]);
    const exchanges = exchangesOf(whole, replay);
    expect(exchanges.map(({ wanted }) => wanted?.text[0] ?? null)).toEqual([
      ...[null, 'EHLO x', 'RCPT TO:<a@b>', 'RCPT TO:<c@d>', 'DATA', null, 'QUIT'],
    ]);
    expect(exchanges.map(({ played: reply }) => reply?.actual[0]?.slice(0, 3) ?? null)).toEqual([
      ...['220', '250', '550', '250', '354', '250', null],
    ]);
  });

  test('advice about a later refusal leaves out the ones before it', () => {
    const replay = result([connected, played(2, '250 x'), played(4, '550 no'), played(5, '550 no')]);
    const exchanges = exchangesOf(whole, replay);
    expect(texts(leadingTo(whole, exchanges, 3))).toEqual(['EHLO x', 'RCPT TO:<c@d>']);
    expect(texts(leadingTo(whole, exchanges, 2))).toEqual(['EHLO x', 'RCPT TO:<a@b>']);
  });

  test('however much is played, every step stands there once and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.steps.length }), fc.array(fc.nat({ max: 4 })), (count, extra) => {
        const replay = upTo(whole, count).steps.flatMap((wanted, at) => [
          played(wanted.line, '250 x'),
          ...(extra.includes(at) ? [played(null, '250 added', { kind: 'auth-answer' })] : []),
        ]);
        const exchanges = exchangesOf(whole, result([connected, ...replay]));
        expect(exchanges.flatMap(({ wanted }) => wanted ?? [])).toEqual(whole.steps);
        expect(exchanges.filter(({ played: reply }) => reply !== null)).toHaveLength(replay.length + 1);
      }),
    );
  });
});
