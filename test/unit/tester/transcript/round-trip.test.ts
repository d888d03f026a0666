import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Transcript } from '../../../../main/contract/tester-view.ts';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';
import { printTranscript } from '../../../../main/tester/transcript/print-transcript.ts';
import { anyTranscript, dialogueOf, rowsOf, smtpDialogue } from './dialogues.ts';

test('what is printed of any transcript parses to the same', () => {
  fc.assert(
    fc.property(anyTranscript, (transcript) => {
      const parsed = parseTranscript(printTranscript(transcript));
      expect(parsed).toMatchObject({ format: 'marked', problems: [], notes: [] });
      expect(dialogueOf(parsed)).toEqual(dialogueOf(transcript));
    }),
    { numRuns: 500 },
  );
});

test('printing hides credentials, whoever made the transcript', () => {
  const step = { line: 1, reply: null };
  const printed = printTranscript({
    format: 'telnet',
    greeting: null,
    steps: [
      { ...step, kind: 'command', text: ['AUTH PLAIN dGVzdAB0ZXN0AHNlY3JldA=='] },
      { ...step, kind: 'command', text: ['auth login dXNlcg=='], reply: { line: 1, lines: ['334 UGFzc3dvcmQ6'] } },
      { ...step, kind: 'auth-answer', text: ['c2VjcmV0'] },
    ],
    problems: [],
    hints: { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null },
  });
  expect(printed).toBe(
    '*** Postroom transcript\nC: AUTH PLAIN ********\nC: auth login ********\n' + 'S: 334 UGFzc3dvcmQ6\nC: ********\n',
  );
});

const styles: readonly (readonly [string, string, string])[] = [
  ['telnet', '', ''],
  ['C: and S:', 'C: ', 'S: '],
  ['Client: and Server:', 'Client: ', 'Server: '],
  ['swaks', ' -> ', '<-  '],
  ['swaks with TLS', ' ~> ', '<~  '],
  ['curl', '> ', '< '],
  ['a log of the server', '< ', '> '],
  ['msmtp', '--> ', '<-- '],
  ['sendmail', '>>> ', ''],
  ['double arrows', '=> ', '<= '],
  ['typographic arrows', '→ ', '← '],
];

describe.each(styles)('a dialogue with the marks of %s', (_, client, server) => {
  const variants: readonly (readonly [string, (rows: readonly string[]) => string])[] = [
    ['as it is', (rows) => rows.join('\n')],
    ['with Windows line ends and a BOM', (rows) => `\ufeff${rows.join('\r\n')}\r\n`],
    ['indented', (rows) => rows.map((row) => `    ${row}`).join('\n')],
  ];
  test.each(variants)('is read back %s', (_name, write) => {
    fc.assert(
      fc.property(smtpDialogue, (transcript) => {
        const parsed = parseTranscript(write(rowsOf(transcript, client, server)));
        expect(parsed.problems).toEqual([]);
        expect(dialogueOf(parsed)).toEqual(dialogueOf(transcript));
      }),
    );
  });
});

/** As a terminal of this width shows it, and as it is copied: without blanks at the ends of rows. */
function broken(rows: readonly string[], width: number): string {
  const shown = rows.flatMap((row) => (row === '' ? [''] : (row.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])));
  return shown.map((row) => row.trimEnd()).join('\n');
}

test.each([80, 100, 120, 132])('lines that a terminal of %d columns broke are whole again', (width) => {
  fc.assert(
    fc.property(smtpDialogue, (transcript) => {
      const rows = rowsOf(withoutMessages(transcript), '', '');
      // A rest that begins with a blank at the edge, or reads like a line of its own, cannot be told from one.
      fc.pre(rows.every((row) => isTold(row.slice(width))));
      const parsed = parseTranscript(broken(rows, width));
      expect(dialogueOf(parsed)).toEqual(dialogueOf(withoutMessages(transcript)));
    }),
    { numRuns: 300 },
  );
});

function isTold(rest: string): boolean {
  return (
    !/^(?:data|rset|quit|help|noop|mail|rcpt|\d{3})\b/i.test(rest.trim()) && !/^(?:open|telnet|exit)/.test(rest.trim())
  );
}

/** Rows of a message are taken as they are: nothing tells whether somebody broke them. */
function withoutMessages(transcript: Transcript): Transcript {
  const steps = transcript.steps.filter(({ kind, text }) => kind !== 'body' && text[0] !== 'DATA');
  return { ...transcript, steps };
}
