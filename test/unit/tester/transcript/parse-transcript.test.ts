import { describe, expect, test } from 'vitest';
import type { ParsedTranscript } from '../../../../main/contract/tester-view.ts';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';
import { printTranscript } from '../../../../main/tester/transcript/print-transcript.ts';

/** The dialogue as it is printed, without the rows about it. */
function shown(parsed: ParsedTranscript): readonly string[] {
  return printTranscript(parsed)
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('***'));
}

function read(...rows: readonly string[]): ParsedTranscript {
  return parseTranscript(rows.join('\n'));
}

function problems({ problems: all }: ParsedTranscript): readonly string[] {
  return all.map(({ line, lastLine, column, text }) => `${line}-${lastLine}:${column} ${text}`);
}

function notes({ notes: all }: ParsedTranscript): readonly string[] {
  return all.map(({ line, lastLine, text }) => `${line}-${lastLine} ${text}`);
}

const NEITHER = 'Neither a reply nor a command of SMTP.';
const UNASKED = 'A reply that no command asked for: are the lines of the client missing?';

describe('a telnet session', () => {
  test('has a misspelt command where an error stands below', () => {
    const parsed = read('220 m', 'ehol x', '500 5.3.3 Unrecognized command', 'xyzzy', '500 5.3.3 Unrecognized command');
    expect(shown(parsed)).toEqual([
      'S: 220 m',
      'C: ehol x',
      'S: 500 5.3.3 Unrecognized command',
      'C: xyzzy',
      'S: 500 5.3.3 Unrecognized command',
    ]);
    expect(problems(parsed)).toEqual([]);
  });

  test('keeps the lines of a message, whatever they look like, without the dots that were stuffed', () => {
    const body = ['250 OK', '..dot', 'QUIT', '', '  two blanks', 'C:\\>telnet x 25', '354 go'];
    const parsed = read('220 m', 'DATA', '354 go', ...body, '.', '250 2.6.0 queued');
    expect(parsed.steps[1]).toEqual({
      kind: 'body',
      line: 4,
      text: ['250 OK', '.dot', 'QUIT', '', '  two blanks', 'C:\\>telnet x 25', '354 go'],
      reply: { line: 12, lines: ['250 2.6.0 queued'] },
    });
    expect([...parsed.problems, ...parsed.notes]).toEqual([]);
  });

  test.each([
    ['commands that end in DATA', ['helo', 'DATA'], 2],
    ['a row end behind it', ['helo', 'data', ''], 2],
    ['blank rows behind it', ['helo', 'data', '', '  ', ''], 2],
    ['marked commands', ['C: helo', 'C: data', ''], 2],
    ['the reply to DATA at the end', ['220 m', 'data', '354 go', ''], 2],
    ['nothing but QUIT behind it', ['helo', 'DATA', 'quit', ''], 2],
    ['a blank row and QUIT behind it', ['helo', 'DATA', '', 'QUIT'], 2],
  ])('has an empty message and a note where it is not there: %s', (_, rows, line) => {
    const parsed = read(...rows);
    expect(problems(parsed)).toEqual([]);
    expect(notes(parsed)).toContain(`${line}-${line} The message itself is not there; an empty one is sent.`);
    const body = parsed.steps.find(({ kind }) => kind === 'body');
    expect(body).toMatchObject({ text: [], reply: null });
    const quits = rows.some((row) => /^quit$/i.test(row));
    expect(/quit/i.test(parsed.steps.at(-1)?.text[0] ?? '')).toBe(quits);
  });

  test('has a message that ends where openssl began to speak unseen', () => {
    const parsed = read('data', 'x', '250 2.6.0 queued', '220 m', 'CONNECTED(00000003)', '.');
    expect(parsed.steps.map(({ text }) => text)).toEqual([['data'], ['x'], ['EHLO mail.example.com'], ['STARTTLS']]);
  });

  test('has a message that never ends, and the place where it was taken to end', () => {
    const parsed = read(
      '220 m',
      'data',
      '354 go',
      'Subject: x',
      '',
      'Hello',
      '250 2.6.0 <x> Queued mail for delivery',
      'quit',
      '221 bye',
    );
    expect(shown(parsed).slice(3)).toEqual([
      'C: Subject: x',
      'C: ',
      'C: Hello',
      'C: .',
      'S: 250 2.6.0 <x> Queued mail for delivery',
      'C: quit',
      'S: 221 bye',
    ]);
    expect(problems(parsed)).toEqual([
      '7-7:1 The message does not end with a line of one dot; it was taken to end here.',
    ]);
    expect(problems(read('220 m', 'data', '354 go', 'Hello', 'again'))).toEqual([
      '5-5:1 The message does not end with a line of one dot; it was taken to end here.',
    ]);
  });

  test('pairs pipelined commands with their replies in order', () => {
    const parsed = read(
      '220 m',
      'ehlo x',
      '250-m',
      '250 SIZE',
      'mail from:<a@b>',
      'rcpt to:<c@d>',
      'rcpt to:<e@f>',
      'data',
    );
    const answered = read(
      ...['220 m', 'mail from:<a@b>', 'rcpt to:<c@d>', 'rcpt to:<e@f>', 'data'],
      ...[
        '250 2.1.0 Sender OK',
        '550-5.7.1 Unable',
        '550 5.7.1 to relay',
        '250 2.1.5 Recipient OK',
        '354 go',
        'x',
        '.',
        '250 queued',
      ],
    );
    // The message that is not there has no reply either.
    expect(parsed.steps.map(({ reply }) => reply?.lines.length ?? 0)).toEqual([2, 0, 0, 0, 0, 0]);
    expect(answered.steps.map(({ text, reply }) => [text[0], reply?.lines[0], reply?.lines.length])).toEqual([
      ['mail from:<a@b>', '250 2.1.0 Sender OK', 1],
      ['rcpt to:<c@d>', '550-5.7.1 Unable', 2],
      ['rcpt to:<e@f>', '250 2.1.5 Recipient OK', 1],
      ['data', '354 go', 1],
      ['x', '250 queued', 1],
    ]);
  });

  test.each([
    ['backspace as a terminal echoes it', 'heko\b \b\b \blo'],
    ['bare backspace', 'heko\b\blo'],
    ['delete', 'heko\u007f\u007flo'],
    ['^H', 'heko^H^Hlo'],
    ['^?', 'heko^?^?lo'],
    ['^U', 'mail from^Uhelo'],
  ])('is read as it was meant after %s', (_, typed) => {
    const parsed = read('220 m', typed, '250 m');
    expect(parsed.steps[0]?.text).toEqual(['helo']);
    expect(notes(parsed)).toEqual(['2-2 Characters that were rubbed out while typing are left out.']);
  });

  test('has prose as a problem at its place', () => {
    const parsed = read(
      '  220 m',
      '  helo',
      '  250 m',
      '    Now we try to relay to somebody out there:',
      '  and wait',
      '  mail from:<a@b>',
      '  250 ok',
    );
    expect(problems(parsed)).toEqual([`4-5:5 ${NEITHER}`]);
    expect(shown(parsed)).toEqual(['S: 220 m', 'C: helo', 'S: 250 m', 'C: mail from:<a@b>', 'S: 250 ok']);
  });

  test('without the lines of the client has replies that nothing asked for', () => {
    const parsed = read('220 m', '250 m Hello', '250 2.1.0 Sender OK', '550 5.7.1 Unable to relay');
    expect(problems(parsed)).toEqual([`2-4:1 ${UNASKED}`]);
  });

  test('may be ended by the server', () => {
    const parsed = read('220 m', 'helo', '250 m', '421 4.4.1 Connection timed out');
    expect(problems(parsed)).toEqual([]);
    expect(notes(parsed)).toEqual(['4-4 The server ended the session unasked.']);
  });

  test('is one of two in the text', () => {
    const text = [
      '$ telnet a 25',
      '220 a',
      'helo',
      '250 a',
      'quit',
      '221 bye',
      '',
      '$ telnet 10.0.0.2 587',
      '220 b',
      'ehlo x',
      '250 b',
    ];
    expect(read(...text)).toMatchObject({
      greeting: { lines: ['220 a'] },
      sessions: [
        { id: '1', line: 1 },
        { id: '2', line: 8 },
      ],
    });
    expect(notes(read(...text)).at(-1)).toBe('8-11 Belongs to session 2, which is read when it is chosen.');
    const second = parseTranscript(text.join('\n'), { session: '2' });
    expect(second.hints).toMatchObject({ localAddress: '10.0.0.2', localPort: 587 });
    expect(shown(second)).toEqual(['S: 220 b', 'C: ehlo x', 'S: 250 b']);
  });

  test.each([
    'C:\\>',
    'PS C:\\Users\\a>',
    '[PS] C:\\Windows\\system32>',
    '[root@x ~]# ',
    '[root@x ~]#',
    'a@b:~$ ',
    '$ ',
    '# ',
    'PS /home/a> ',
  ])('has the prompt %s around it', (prompt) => {
    const parsed = read(`${prompt}telnet mail 2525`, '220 m', 'helo', '250 m', prompt.trimEnd());
    expect(problems(parsed)).toEqual([]);
    expect(parsed.hints.localPort).toBe(2525);
    expect(notes(parsed)).toEqual(['1-1 The prompt of a command line.', '5-5 The prompt of a command line.']);
  });
});

describe('rows that a terminal broke', () => {
  const long = `250 ${'x'.repeat(120)} y`;
  test.each([80, 100, 120])('are whole again at %d columns', (width) => {
    const parsed = read('220 m', 'helo', long.slice(0, width), long.slice(width), 'quit', '221 bye');
    expect(parsed.steps[0]?.reply?.lines).toEqual([long]);
  });

  test('are whole again at an odd width that two of them show', () => {
    const width = 67;
    const parsed = read(
      '220 m',
      'helo',
      long.slice(0, width),
      long.slice(width),
      'rset',
      long.slice(0, width),
      long.slice(width),
    );
    expect(parsed.steps.map(({ reply }) => reply?.lines)).toEqual([[long], [long]]);
    expect(problems(read('220 m', 'helo', long.slice(0, width), 'and then'))).toEqual([`4-4:1 ${NEITHER}`]);
  });

  test('get back the blank that was lost at the edge', () => {
    const banner = `220 ${'x'.repeat(75)} 2013`;
    const parsed = read(banner.slice(0, 80).trimEnd(), banner.slice(80), 'helo', '250 m');
    expect(parsed.greeting?.lines).toEqual([banner]);
  });

  test('of the client are whole again', () => {
    const rcpt = `rcpt to:<${'x'.repeat(90)}@example.com>`;
    const parsed = read('220 m', rcpt.slice(0, 80), rcpt.slice(80), '550 5.7.1 Unable to relay');
    expect(parsed.steps).toMatchObject([{ text: [rcpt], reply: { lines: ['550 5.7.1 Unable to relay'] } }]);
  });

  test('do not show more of a credential', () => {
    const auth = `AUTH PLAIN ${'c2VjcmV0'.repeat(12)}`;
    const parsed = read('220 m', auth.slice(0, 80), auth.slice(80), '235 2.7.0 Authentication successful');
    expect(parsed.steps[0]?.text).toEqual(['AUTH PLAIN ********']);
    expect(JSON.stringify(parsed)).not.toMatch(/c2Vj|cmV0/);
  });
});

describe('credentials are not kept', () => {
  const secret = 'dGhlc2VjcmV0';
  const login = [
    'AUTH LOGIN',
    '334 VXNlcm5hbWU6',
    secret,
    '334 UGFzc3dvcmQ6',
    secret,
    '535 5.7.3 Authentication unsuccessful',
  ];
  test.each([
    ['telnet', ['220 m', ...login]],
    ['initial response', ['220 m', `auth plain ${secret}`, '235 ok', `X-EXPS NTLM ${secret}`, '500 no']],
    [
      'client only',
      ['ehlo x', 'AUTH LOGIN', secret, secret, 'mail from:<a@b>', `AUTH PLAIN ${secret}`, 'AUTH PLAIN', secret],
    ],
    ['swaks', ['<-  220 m', ' -> AUTH LOGIN', '<-  334 VXNlcm5hbWU6', ` -> ${secret}`, '<** 535 no']],
    ['smtplib', [`send: 'AUTH PLAIN ${secret}\\r\\n'`, "reply: b'235 ok\\r\\n'"]],
    ['a JSON log', [`{"tnx":"client","msg":"AUTH PLAIN ${secret}"}`, '{"tnx":"server","msg":"235 ok"}']],
    ['a protocol log', [`2026-11-22T05:37:45.163Z,c,s,0,127.0.0.1:25,127.0.0.2:99,<,AUTH LOGIN ${secret},`]],
    ['our own text', ['*** Postroom transcript', `C: AUTH PLAIN ${secret}`, 'S: 334', `C: ${secret}`]],
  ])('from %s', (_, rows) => {
    const parsed = read(...rows);
    expect(JSON.stringify(parsed)).not.toContain(secret);
    expect(printTranscript(parsed)).not.toContain(secret);
    expect(JSON.stringify(parsed.steps)).toContain('********');
    expect(problems(parsed)).toEqual([]);
  });

  test('but that an answer was empty, or took AUTH back, stays', () => {
    const parsed = read(
      '220 m',
      'AUTH PLAIN',
      '334 ',
      '*',
      '501 5.7.0 Authentication cancelled',
      'AUTH PLAIN =',
      '535 no',
    );
    expect(parsed.steps.map(({ kind, text }) => [kind, text[0]])).toEqual([
      ['command', 'AUTH PLAIN'],
      ['auth-answer', '*'],
      ['command', 'AUTH PLAIN ='],
    ]);
  });
});

test('client lines alone have no replies, and end their message before QUIT where the dot is missing', () => {
  const parsed = read('helo me', 'mial from:<a@b>', 'rcpt to:<c@d>', 'data', 'Hello', 'quit');
  expect(parsed).toMatchObject({ format: 'client-only', greeting: null });
  expect(parsed.steps.map(({ kind, text, reply }) => [kind, text, reply])).toEqual([
    ['command', ['helo me'], null],
    ['command', ['mial from:<a@b>'], null],
    ['command', ['rcpt to:<c@d>'], null],
    ['command', ['data'], null],
    ['body', ['Hello'], null],
    ['command', ['quit'], null],
  ]);
  expect(problems(parsed)).toEqual([
    '6-6:1 The message does not end with a line of one dot; it was taken to end here.',
  ]);
});

test('an empty text is an empty transcript', () => {
  expect(parseTranscript(' \n\t\n')).toEqual({
    format: 'client-only',
    greeting: null,
    steps: [],
    problems: [],
    hints: { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null },
    notes: [],
    sessions: [],
  });
});

test('our own text tells where somebody broke it', () => {
  const parsed = read(
    '*** Postroom transcript',
    '*** About this',
    'C: DATA',
    'S: 354 go',
    'C: x',
    'hello',
    'S: 250 queued',
  );
  expect(problems(parsed)).toEqual([
    '5-5:1 This message has no line of one dot behind it.',
    '6-6:1 Here each line begins with "C: ", "S: " or "*** ".',
  ]);
  expect(notes(parsed)).toEqual(['2-2 A remark.']);
});
