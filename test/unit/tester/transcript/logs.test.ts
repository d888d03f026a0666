import { describe, expect, test } from 'vitest';
import type { SessionDetail } from '../../../../main/contract/session-view.ts';
import type { ParsedTranscript } from '../../../../main/contract/tester-view.ts';
import { createProtocolFormat, protocolColumns } from '../../../../main/journal/protocol-log.ts';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';

function steps(
  parsed: ParsedTranscript,
): readonly (readonly [string, string | undefined, readonly string[] | undefined])[] {
  return parsed.steps.map(({ kind, text, reply }) => [kind, text[0], reply?.lines]);
}

function record(event: string, data: string, context = '', session = '08D1', remote = '10.0.0.9:4000'): string {
  return `2026-11-22T05:37:45.163Z,MAIL1\\Relay,${session},0,10.0.0.1:587,${remote},${event},${data},${context}`;
}

describe('a protocol log', () => {
  test('is read without its header, and tells of the connection', () => {
    const parsed = parseTranscript(
      [record('+', ''), record('>', '220 m'), record('<', 'HELO x'), record('-', '', 'Remote')].join('\n'),
    );
    expect(parsed).toMatchObject({
      format: 'exchange-log',
      greeting: { line: 2, lines: ['220 m'] },
      hints: {
        remoteAddress: '10.0.0.9',
        localAddress: '10.0.0.1',
        localPort: 587,
        implicitTls: false,
        connector: 'Relay',
      },
      problems: [],
      sessions: [{ id: '08D1', line: 1, remoteAddress: '10.0.0.9', connector: 'Relay' }],
    });
    expect(steps(parsed)).toEqual([['command', 'HELO x', undefined]]);
  });

  test('has its columns where the header says, and a connector by its distinguished name', () => {
    const parsed = parseTranscript(
      [
        '#Fields: date-time,event,data,session-id,connector-id,remote-endpoint',
        '2026-11-22T05:37:45.163Z,>,"220 m, ready",s,"CN=Default Frontend,CN=SMTP Receive Connectors,DC=x",[2001:db8::9]:4000',
        '2026-11-22T05:37:45.163Z,<,EHLO x,s,,',
      ].join('\n'),
    );
    expect(parsed.greeting?.lines).toEqual(['220 m, ready']);
    expect(parsed.hints).toMatchObject({ remoteAddress: '2001:db8::9', connector: 'Default Frontend' });
  });

  test('copied out of a spreadsheet has tabs', () => {
    const rows = [record('>', '220 m'), record('<', 'HELO x'), record('>', '250 m')];
    const parsed = parseTranscript(rows.join('\n').replaceAll(',', '\t'));
    expect(steps(parsed)).toEqual([['command', 'HELO x', ['250 m']]]);
  });

  test('of a send connector has the arrows the other way', () => {
    const parsed = parseTranscript([record('<', '220 m'), record('>', 'EHLO x'), record('<', '250 m')].join('\n'));
    expect(steps(parsed)).toEqual([['command', 'EHLO x', ['250 m']]]);
    expect(parsed.hints).toMatchObject({
      remoteAddress: '10.0.0.1',
      localAddress: '10.0.0.9',
      localPort: 4000,
      connector: null,
    });
  });

  test('shows the lines of a reply to EHLO that stand in one record', () => {
    const data = '250  m Hello [10.0.0.9] SIZE 37748736 PIPELINING AUTH GSSAPI NTLM LOGIN X-EXPS GSSAPI NTLM XRDST';
    const parsed = parseTranscript([record('>', '220 m'), record('<', 'EHLO x'), record('>', data)].join('\n'));
    expect(parsed.steps[0]?.reply?.lines).toEqual([
      '250-m Hello [10.0.0.9]',
      '250-SIZE 37748736',
      '250-PIPELINING',
      '250-AUTH GSSAPI NTLM LOGIN',
      '250-X-EXPS GSSAPI NTLM',
      '250 XRDST',
    ]);
  });

  test('says that credentials stood behind AUTH where it was answered at once', () => {
    const parsed = parseTranscript(
      [record('<', 'AUTH PLAIN'), record('>', '235 2.7.0 Authentication successful')].join('\n'),
    );
    expect(parsed.steps[0]?.text).toEqual(['AUTH PLAIN ********']);
  });

  test('leaves messages out, also where their reply is missing', () => {
    const rows = [
      record('>', '220 m'),
      record('<', 'DATA'),
      record('>', '354 go'),
      record('<', 'QUIT'),
      record('>', '221 bye'),
    ];
    expect(steps(parseTranscript(rows.join('\n')))).toEqual([
      ['command', 'DATA', ['354 go']],
      ['body', undefined, ['221 bye']],
      ['command', 'QUIT', undefined],
    ]);
  });

  test('has TLS from the first byte where it is negotiated before the banner', () => {
    const tls = record('*', '', 'TLS protocol TLSv1.3 negotiation succeeded using TLS_AES_256_GCM_SHA384');
    expect(parseTranscript([tls, record('>', '220 m')].join('\n')).hints.implicitTls).toBe(true);
    expect(parseTranscript([record('>', '220 m'), tls].join('\n')).hints.implicitTls).toBe(false);
  });

  test('has rows that are no records as problems', () => {
    const parsed = parseTranscript(
      [record('>', '220 m'), 'cut,off', record('<', '"HELO x'), record('>', '250 m'), record('?', 'x')].join('\n'),
    );
    expect(parsed.problems).toEqual([
      { line: 2, lastLine: 2, column: 1, text: 'Not a record of the protocol log.' },
      { line: 3, lastLine: 3, column: 1, text: 'The quoted text of this record does not end.' },
      { line: 5, lastLine: 5, column: 1, text: 'Not a record of the protocol log.' },
    ]);
  });

  test('as our own journal writes it gives back what was said', () => {
    const format = createProtocolFormat();
    const columns = protocolColumns({
      id: 's',
      connector: 'M\\A, "B"',
      localEndpoint: '[::1]:25',
      remoteEndpoint: '127.0.0.1:9',
    });
    const lines = (['>', '<', '>', '<'] as const).map((event, sequence) =>
      format({
        columns,
        line: {
          session: 's',
          sequence,
          atMs: 0,
          event,
          data: ['220 a, "b"', '=HELO', '500 no', '-x,"y'][sequence] ?? '',
          context: '',
        },
      }),
    );
    const parsed = parseTranscript(lines.join('\r\n'));
    expect(parsed.greeting?.lines).toEqual(['220 a, "b"']);
    expect(parsed.hints).toMatchObject({ localAddress: '::1', localPort: 25, connector: 'A, "B"' });
    expect(steps(parsed)).toEqual([
      ['command', '=HELO', ['500 no']],
      ['command', '-x,"y', undefined],
    ]);
  });
});

describe('our session log', () => {
  const detail: SessionDetail = {
    id: '08DF',
    number: 1,
    direction: 'receive',
    connector: 'MAIL1\\Relay',
    localEndpoint: '10.0.0.1:25',
    remoteEndpoint: '10.0.0.9:4000',
    startedMs: 0,
    endedMs: null,
    endedBy: null,
    tls: null,
    account: null,
    helo: null,
    accepted: 0,
    refused: 0,
    verdict: 'nothing',
    lastError: null,
    deviations: [],
    lines: [
      { session: '08DF', sequence: 0, atMs: 0, event: '+', data: '', context: '' },
      { session: '08DF', sequence: 1, atMs: 0, event: '>', data: '220 m', context: '' },
      { session: '08DF', sequence: 2, atMs: 0, event: '<', data: 'HELO x', context: '' },
      { session: '08DF', sequence: 3, atMs: 0, event: '>', data: '250 m Hello [10.0.0.9]', context: '' },
    ],
    omittedLines: 0,
    transactions: [],
    traces: [],
  };
  const expected = {
    format: 'session-log',
    greeting: { lines: ['220 m'] },
    steps: [{ kind: 'command', text: ['HELO x'], reply: { lines: ['250 m Hello [10.0.0.9]'] } }],
    hints: { remoteAddress: '10.0.0.9', localAddress: '10.0.0.1', localPort: 25, connector: 'Relay' },
    problems: [],
  };

  test.each([
    ['one session', JSON.stringify(detail)],
    ['one session, indented', JSON.stringify(detail, null, 2)],
    ['a list of sessions', JSON.stringify([detail, { ...detail, id: '08E0' }])],
  ])('is read as JSON: %s', (_, text) => {
    expect(parseTranscript(text)).toMatchObject(expected);
  });

  test('as indented JSON has its lines where they stand', () => {
    const text = JSON.stringify(detail, null, 2);
    const { greeting } = parseTranscript(text);
    expect(text.split('\n')[(greeting?.line ?? 0) - 1]).toContain('"event": ">"');
  });

  test('says what of a long session is missing', () => {
    const { problems } = parseTranscript(JSON.stringify({ ...detail, omittedLines: 12 }));
    expect(problems.map(({ text }) => text)).toEqual([
      '12 lines from the middle of session 08DF are not in this text.',
    ]);
  });

  test('is read as the CLI prints it, with what is no line of it as a problem', () => {
    const line = (event: string, text: string): string =>
      `2026-11-22T05:37:45.163Z 08DF 10.0.0.9:4000 ${event} ${text}`;
    const parsed = parseTranscript(
      [
        line('+', ''),
        line('>', '220 m'),
        line('*', 'x Set Session Permissions'),
        '(12 lines not shown)',
        line('<', 'QUIT'),
      ].join('\n'),
    );
    expect(parsed).toMatchObject({ format: 'session-log', hints: { remoteAddress: '10.0.0.9' } });
    expect(steps(parsed)).toEqual([['command', 'QUIT', undefined]]);
    expect(parsed.problems).toEqual([{ line: 4, lastLine: 4, column: 1, text: 'Not a line of the session log.' }]);
  });
});
