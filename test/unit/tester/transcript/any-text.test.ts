import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedTranscript } from '../../../../main/contract/tester-view.ts';
import { readDialogues } from '../../../../main/tester/transcript/dialogue-reader.ts';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';
import { printTranscript } from '../../../../main/tester/transcript/print-transcript.ts';
import { readRows } from '../../../../main/tester/transcript/source-text.ts';
import { unmarked, type Utterance } from '../../../../main/tester/transcript/utterance.ts';

/** Whatever is pasted: nothing fails, nothing is lost, and it takes time in proportion to its length. */

/** Rows as they come in pasted texts; `#` becomes a word that is nowhere else. */
const rows = [
  '220 mail.example.com ESMTP #',
  '250-#',
  '250 2.1.0 #',
  '250 2.6.0 <#@mail.example.com> [InternalId=1] Queued mail for delivery',
  '354 Start # mail',
  '334 #',
  '550 5.7.1 #',
  '421 4.4.1 #',
  'EHLO #',
  'mail from:<#@example.com>',
  'rcpt to: #@example.net',
  'data',
  'DATA',
  '.',
  '',
  '  ',
  'quit',
  'frobnicate #',
  'mial from:<#@example.com>',
  'And then we type # and see what the server says of it:',
  'C: ehlo #',
  'S: 250 #',
  '> MAIL FROM:<#@example.com>',
  '< 250 #',
  ' -> RCPT TO:<#@example.com>',
  '<-  550 #',
  '<** 550 #',
  ' ~> DATA',
  '=== Trying # ...',
  '* Connected to #',
  "send: 'ehlo #\\r\\n'",
  "reply: b'250 #\\r\\n'",
  'CONNECTED(00000003)',
  '---',
  'verify return:1 #',
  '[2026-10-07 12:00:00] DEBUG [kRGX] C: EHLO #',
  '12:00:00 INFO smtp - something # happened',
  '{"level":20,"tnx":"client","msg":"EHLO #"}',
  '{"session":"S1","event":"<","data":"EHLO #","context":""}',
  '2026-11-22T05:37:45.163Z 08DF485A97607F8C 127.0.0.1:44174 < EHLO #',
  '2026-11-22T05:37:45.163Z,M\\Default,S1,0,127.0.0.1:25,127.0.0.1:4000,<,EHLO #,',
  '2026-11-22T05:37:45.164Z,M\\Default,S2,0,127.0.0.1:25,127.0.0.1:4000,>,"250 #, yes",',
  '2026-11-22T05:37:45.165Z,M\\Default,S2,0,127.0.0.1:25,127.0.0.1:4000,*,"#',
  '#Fields: date-time,session-id,event,data,#',
  'Trying 192.168.0.110...',
  'C:\\>telnet # 25',
  'a row of # that is as long as a terminal is wide, so that the next may go on with it',
];
const row = fc.constantFrom(...rows);
const pasted = fc
  .array(row, { maxLength: 40 })
  .map((parts) =>
    parts.map((part, index) => part.replace('#', `word${index}x`).replace(/^a row .*$/, (long) => long.slice(0, 80))),
  );

/** Everything that the result says of the text's own words. */
function words({ greeting, steps, sessions }: ParsedTranscript): string {
  return JSON.stringify([greeting, steps, sessions]);
}

function accountsFor(parsed: ParsedTranscript, number: number, text: string): boolean {
  const word = /word\d+x/.exec(text)?.[0];
  if (word === undefined || words(parsed).includes(word)) return true;
  const covers = ({ line, lastLine }: { line: number; lastLine: number }): boolean =>
    line <= number && number <= lastLine;
  if (parsed.notes.some(covers) || parsed.problems.some(covers)) return true;
  // What answers AUTH is hidden.
  return parsed.steps.some(({ kind, line }) => kind === 'auth-answer' && line === number);
}

test('every row is part of the dialogue, of a note or of a problem', () => {
  fc.assert(
    fc.property(pasted, (lines) => {
      const parsed = parseTranscript(lines.join('\n'));
      const lost = lines.filter((text, index) => !accountsFor(parsed, index + 1, text));
      expect(lost).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('any text is read without a failure, and what was read can be printed and read again', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(fc.oneof(row, fc.string({ unit: 'binary' })), { maxLength: 20 }).map((parts) => parts.join('\n')),
    fc.json(),
    pasted.map((parts) => parts.join('\r')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const parsed = parseTranscript(text);
      const again = parseTranscript(printTranscript(parsed));
      expect(again.problems).toEqual([]);
      expect(again.steps.map(({ kind, text: lines }) => ({ kind, lines }))).toEqual(
        parsed.steps.map(({ kind, text: lines }) => ({ kind, lines })),
      );
    }),
    { numRuns: 2000 },
  );
});

/** How often the reader of a dialogue looks at what stands in a row. */
function looksAt(text: string): number {
  let looks = 0;
  const said = readRows(text).map((row) => {
    const watched: ProxyHandler<Utterance> = {
      get: (target, key: keyof Utterance) => {
        looks += 1;
        return target[key];
      },
    };
    return new Proxy(unmarked(row), watched);
  });
  const marked = { client: false, server: false };
  readDialogues(said, { format: 'telnet', marked, wrap: null, otherwise: null, startTlsRow: null });
  return looks;
}

describe('a long text of', () => {
  // Where time grew with the square of a row's length, a quarter of a mebibyte would take minutes. That it does not grow
  // with the square of their number is counted below, so that fewer of them do.
  const lengthOf = (shape: string): number => (shape.includes('\n') ? 1 << 16 : 1 << 18);
  const shapes: readonly string[] = [
    'x',
    ' ',
    '\n',
    'a\n',
    '220 \n',
    '250-\n',
    'data\n354 go\nx\n250 2.0.0 queued\n',
    'data\n',
    'data\n354 go\n.\n250 ok\n',
    'C: data\nS: 354 x\n',
    'ehlo x\nquit\n',
    '> a\n< 250 b\n',
    'AUTH LOGIN\n334 x\n',
    '<',
    '[',
    '"',
    '\u001b[0',
    '\u001b]',
    '\b',
    'x\b \b',
    '^H',
    "send: '\\x",
    "send: '\\r\\n",
    "reply: b'250-x\\r\\n'\n",
    '2026-11-22T05:37:45.163Z,c,s,0,l,r,*,"\n',
    '2026-11-22T05:37:45.163Z,c,s,0,l,r,<,a,\n',
    '2026-11-22T05:37:45.163Z s 127.0.0.1:1 < a\n',
    '{"session":"s","event":"<","data":"a","context":""}\n',
    '{"tnx":"client","msg":"a"}\n',
    '{"a":',
    '---\nPost-Handshake New Session Ticket arrived:\n',
    'CONNECTED(00000003)\n---\n',
    '12:00:00 DEBUG [x] C: ehlo x\n',
    `${'y'.repeat(80)}\n`,
    'telnet ',
    '=== Trying 1',
    '*** Postroom transcript\nC: data\n',
  ];
  test.each(shapes.map((shape) => [JSON.stringify(shape.slice(0, 60)), shape]))('%s is read', (_, shape) => {
    const parsed = parseTranscript(shape.repeat(Math.ceil(lengthOf(shape) / shape.length)));
    expect(printTranscript(parsed)).toContain('***');
  });

  test('a quarter of a mebibyte of rows that are nothing is one problem', () => {
    const { problems } = parseTranscript('nothing that SMTP would know of\n'.repeat(1 << 13));
    expect(problems).toMatchObject([{ line: 1, lastLine: 1 << 13, column: 1 }]);
  });

  const several = shapes.filter((shape) => shape.includes('\n'));
  test.each(several.map((shape) => [JSON.stringify(shape.slice(0, 60)), shape]))(
    '%s takes four times the looks at rows where there are four times as many',
    (_, shape) => {
      const [some, more] = [looksAt(shape.repeat(250)), looksAt(shape.repeat(1000))];
      expect(more).toBeGreaterThan(some);
      expect(more).toBeLessThan(4.1 * some);
    },
  );
});
