import fc from 'fast-check';
import type { RecordedReply, Transcript } from '../../../../main/contract/tester-view.ts';

/** What is compared of a transcript: all but where its lines stood, and the form of the text. */
export function dialogueOf({ greeting, steps, hints }: Transcript): object {
  return {
    greeting: greeting?.lines ?? null,
    steps: steps.map(({ kind, text, reply }) => ({ kind, text, reply: reply?.lines ?? null })),
    hints,
  };
}

const noHints = { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null };

/** Anything that has no line end of the text's own. */
const anyLine = fc.string({ unit: 'binary' }).map((line) => line.replace(/[\r\n]/g, ''));
const oddLine = fc.constantFrom(
  '.',
  '..',
  '',
  ' ',
  '250 OK',
  '250-more',
  '354 go',
  '*** x',
  'C: x',
  'S: 250',
  'Grüße ',
  '\u00a0',
);
const anyReply = fc.option(
  fc.array(fc.oneof(anyLine, oddLine, fc.constantFrom('334 VXNlcm5hbWU6', '354 Start', '220 x')), {
    minLength: 1,
    maxLength: 4,
  }),
);
const command = fc.oneof(
  anyLine.filter((line) => !/^\s*(?:auth|x-exps)\s/i.test(line)),
  fc.constantFrom(
    'DATA',
    'data',
    'EHLO x',
    'mail from:<a@b>',
    'AUTH LOGIN',
    'AUTH PLAIN ********',
    'AUTH PLAIN =',
    'QUIT',
    '',
  ),
);
const step = fc.oneof(
  command.map((text) => ({ kind: 'command' as const, text: [text] })),
  fc.constantFrom('********', '*', '').map((text) => ({ kind: 'auth-answer' as const, text: [text] })),
  fc.array(fc.oneof(anyLine, oddLine), { maxLength: 6 }).map((text) => ({ kind: 'body' as const, text })),
);

function recorded(lines: readonly string[] | null): RecordedReply | null {
  return lines === null ? null : { line: 1, lines };
}

/** Whatever fits the type, sensible or not; credentials are hidden already, as everywhere. */
export const anyTranscript: fc.Arbitrary<Transcript> = fc.record({
  format: fc.constant('marked' as const),
  greeting: anyReply.map(recorded),
  steps: fc.array(
    fc.tuple(step, anyReply).map(([said, reply]) => ({ ...said, line: 1, reply: recorded(reply) })),
    { maxLength: 12 },
  ),
  problems: fc.constant([]),
  hints: fc.record({
    remoteAddress: fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
    localAddress: fc.option(fc.ipV4()),
    localPort: fc.option(fc.integer({ min: 1, max: 65_535 })),
    implicitTls: fc.boolean(),
    connector: fc.option(anyLine),
  }),
});

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const address = fc.tuple(word, word).map(([local, domain]) => `<${local}@${domain}.example>`);
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

function replyOf(codes: readonly number[]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(fc.constantFrom(...codes), fc.array(text, { minLength: 1, maxLength: 3 }))
    .map(([code, lines]) => lines.map((line, index) => `${code}${index === lines.length - 1 ? ' ' : '-'}${line}`));
}

interface Exchange {
  readonly kind: 'command' | 'auth-answer' | 'body';
  readonly text: readonly string[];
  readonly reply: readonly string[];
}

function said(commands: fc.Arbitrary<string>, codes: readonly number[]): fc.Arbitrary<readonly Exchange[]> {
  return fc.tuple(commands, replyOf(codes)).map(([line, reply]) => [{ kind: 'command', text: [line], reply }]);
}

const bodyLine = fc.oneof(
  text,
  fc.constantFrom(
    '',
    '.',
    '..',
    '.x',
    '250 OK',
    '354 go on',
    'QUIT',
    'data',
    '  indented',
    'Grüße',
    '> quoted',
    'rcpt to:<a@b>',
  ),
);
const message = fc
  .tuple(replyOf([354]), fc.array(bodyLine, { maxLength: 8 }), replyOf([250, 550, 451]))
  .map(([go, body, end]): readonly Exchange[] => [
    { kind: 'command', text: ['DATA'], reply: go },
    // A message that begins with a blank line cannot be told from a blank line that somebody left.
    { kind: 'body', text: body[0] === '' ? ['x', ...body] : body, reply: end },
  ]);
const login = replyOf([235, 535]).map((end): readonly Exchange[] => [
  { kind: 'command', text: ['AUTH LOGIN'], reply: ['334 VXNlcm5hbWU6'] },
  { kind: 'auth-answer', text: ['********'], reply: ['334 UGFzc3dvcmQ6'] },
  { kind: 'auth-answer', text: ['********'], reply: end },
]);

/** A session as SMTP has it. */
export const smtpDialogue: fc.Arbitrary<Transcript> = fc
  .tuple(
    replyOf([220]),
    said(
      word.map((name) => `EHLO ${name}`),
      [250, 550],
    ),
    fc.array(
      fc.oneof(
        said(
          address.map((who) => `MAIL FROM:${who}`),
          [250, 530],
        ),
        said(
          address.map((who) => `rcpt to: ${who}`),
          [250, 550],
        ),
        said(fc.constantFrom('RSET', 'NOOP', 'VRFY somebody', 'frobnicate'), [250, 500]),
        message,
        login,
      ),
      { maxLength: 10 },
    ),
  )
  .map(([greeting, hello, rest]) => ({
    format: 'telnet',
    greeting: { line: 1, lines: greeting },
    steps: [...hello, ...rest.flat()].map((one) => ({ ...one, line: 1, reply: { line: 1, lines: one.reply } })),
    problems: [],
    hints: noHints,
  }));

/** Rows as a program with these marks prints a dialogue. */
export function rowsOf({ greeting, steps }: Transcript, clientMark: string, serverMark: string): readonly string[] {
  const rows = (greeting?.lines ?? []).map((line) => serverMark + line);
  for (const { kind, text: lines, reply } of steps) {
    const sent = kind === 'body' ? [...lines.map((line) => (line.startsWith('.') ? `.${line}` : line)), '.'] : lines;
    rows.push(...sent.map((line) => clientMark + line), ...(reply?.lines ?? []).map((line) => serverMark + line));
  }
  return rows;
}
