import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liveRows, readTarget, withLines } from '../../../../renderer/src/tester/live-rows.ts';
import { exchangesOf } from '../../../../renderer/src/tester/dialogue.ts';
import { bodyRow, groupsOf, rowsOf, tally, titleOf } from '../../../../renderer/src/tester/rows.ts';
import { connected, played, result, step, transcript } from './replayed.ts';

const whole = transcript(
  [
    step(2, 'rcpt to: <a@b>', { reply: { line: 3, lines: ['250 2.1.5 Recipient OK'] } }),
    step(
      4,
      Array.from({ length: 40 }, (_, at) => `line ${String(at)}`),
      { kind: 'body' },
    ),
    step(50, 'QUIT', { reply: { line: 51, lines: ['221 bye'] } }),
  ],
  { greeting: { line: 1, lines: ['220 there'] } },
);
const replay = result([
  { ...connected, expected: ['220 there'], verdict: 'same meaning' },
  played(2, '550 5.7.54 SMTP; Unable to relay', {
    expected: ['250 2.1.5 Recipient OK'],
    verdict: 'different',
    sent: ['rcpt to: <a@b>'],
  }),
  played(4, '250 2.6.0 queued', { kind: 'body' }),
]);

describe('the lines of the terminal', () => {
  const exchanges = exchangesOf(whole, replay);
  const rows = rowsOf(exchanges);

  test('a command and its reply, each with a word', () => {
    expect(rows.map(({ who, word, tone }) => [who, word, tone])).toEqual([
      ['server', 'same meaning', 'plain'],
      ['client', null, 'plain'],
      ['server', 'different', 'bad'],
      ['client', null, 'plain'],
      ['server', 'accepted', 'good'],
      ['client', null, 'plain'],
      ['server', null, 'plain'],
    ]);
    expect(rows[2]?.gloss).toContain('may only send to your own domains');
  });

  test('what was recorded stands beside it where it is not the same', () => {
    expect(rows.map(({ recorded }) => recorded)).toEqual([
      ['220 there'],
      null,
      ['250 2.1.5 Recipient OK'],
      ...[null, null, null, null],
    ]);
    expect(rows.at(-1)).toMatchObject({ lines: ['221 bye'], isWaiting: true });
  });

  test('a long message is folded, and the numbers count what is folded', () => {
    const body = rows.find(({ folded }) => folded > 0);
    expect(body).toMatchObject({ number: 4, folded: 30 });
    expect(body?.lines).toHaveLength(11);
    expect(body?.lines.at(-1)).toBe('.');
    expect(rows[4]?.number).toBe(45);
  });

  test('groups are exchanges, and each has a title', () => {
    expect(groupsOf(rows).map(({ rows: own }) => own.length)).toEqual([1, 2, 2, 2]);
    expect(exchanges.map(titleOf)).toEqual(['Connection', 'RCPT TO', 'Message', 'QUIT']);
  });

  test('how many replies are alike is counted where something was recorded', () => {
    expect(tally(exchanges)).toEqual({ alike: 1, of: 2 });
    expect(tally(exchangesOf(transcript([step(1, 'NOOP')]), result([connected, played(1, '250 OK')])))).toBeNull();
  });

  test('what is being typed stands behind the rest', () => {
    expect(bodyRow(['Subject: x'], rows)).toMatchObject({ number: 48, exchange: 4, isWaiting: true });
    expect(bodyRow([], [])).toMatchObject({ number: 1, exchange: 0 });
  });

  test('nothing in a line acts, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = rowsOf(exchangesOf(transcript([step(1, text)]), null)).flatMap(({ lines }) => lines);
        expect(shown.join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });
});

describe('a dialogue with a real server', () => {
  const line = (sequence: number, kind: 'sent' | 'received' | 'note', text: string) => ({
    ...{ sequence, atMs: 0, kind, text },
  });

  test('is told line by line, refusals stand out', () => {
    const lines = [
      line(0, 'received', '220 there'),
      line(1, 'sent', 'EHLO x'),
      line(2, 'received', '421 4.3.2 no'),
      line(3, 'received', '550 5.1.1 no'),
      line(4, 'note', 'Closed.'),
    ];
    const rows = liveRows({ lines, ownListener: false });
    expect(rows.map(({ who, tone }) => `${who} ${tone}`)).toEqual([
      ...['server plain', 'client plain', 'server warn', 'server bad', 'note plain'],
    ]);
    expect(rows[0]?.gloss).toBe('220: the other server is ready');
    expect(rows[3]?.gloss).toBeNull();
    expect(liveRows({ lines, ownListener: true })[3]?.gloss).toContain('there is no such recipient here');
  });

  test('each line is taken once, however the snapshot and the changes overlap', () => {
    const all = Array.from({ length: 20 }, (_, at) => line(at, 'received', '250 x'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 19 }), fc.nat({ max: 19 }))), (cuts) => {
        let known: ReturnType<typeof withLines> = [];
        let end = 0;
        for (const [from, to] of cuts) {
          const start = Math.min(from, end);
          known = withLines(known, all.slice(start, to));
          end = Math.max(end, to > start ? to : 0);
        }
        expect(known).toEqual(all.slice(0, end));
      }),
    );
  });

  test.each([
    ['smtp.example.com:587', { host: 'smtp.example.com', port: 587 }],
    [' 127.0.0.1 ', { host: '127.0.0.1', port: 25 }],
    ['[::1]:465', { host: '::1', port: 465 }],
    ['::1', null],
    ['a b:25', null],
    ['x:0', null],
    ['x:99999', null],
    ['', null],
  ])('reads %j', (text, expected) => {
    expect(readTarget(text)).toEqual(expected);
  });
});
