import { describe, expect, test } from 'vitest';
import * as replies from '../../../../main/connectors/replies.ts';
import { replyLine } from '../../../../main/connectors/reply-line.ts';
import type { SmtpReply } from '../../../../main/connectors/model.ts';
import { badgesOf, codeOf, glossOf, textOf } from '../../../../renderer/src/sessions/log-text.ts';
import { line, summary } from './session-examples.ts';

/** Every reply that takes no more than a dialect, as the log has it. */
const made = Object.entries(replies).flatMap(([name, make]) => {
  if (typeof make !== 'function' || name === 'queued' || name === 'helpLines') return [];
  const reply = make as (dialect: replies.Dialect, anonymous: boolean) => SmtpReply;
  return (['2013', '2016'] as const).flatMap((dialect) =>
    [true, false].map((anonymous) => [name, replyLine(reply(dialect, anonymous))] as const),
  );
});

describe('what a reply means', () => {
  test.each(made)('%s is put in words: %s', (_, data) => {
    expect(glossOf(line('A', 1, data), 'receive')).toMatch(/^\d{3}.*: \S/);
  });

  test.each([
    [
      '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain',
      'this device may only send to your own domains',
    ],
    ['550 5.7.1 Unable to relay', 'this device may only send to your own domains'],
    ['550 5.7.1 Client does not have permissions to send as this sender', 'the account may not send'],
    ['530 5.7.1 Client was not authenticated', 'only after a login'],
    ['354 Start mail input; end with <CRLF>.<CRLF>', 'a line with a single dot ends it'],
  ])('%s', (data, words) => {
    expect(glossOf(line('A', 1, data), 'receive')).toContain(words);
  });

  test('the other side agrees in words; its refusals are the engine’s to explain', () => {
    expect(glossOf(line('A', 1, '250 2.0.0 Ok: queued', { event: '<' }), 'send')).toBe(
      '250 2.0.0: the other server agrees',
    );
    expect(glossOf(line('A', 1, '550 5.1.1 x', { event: '<' }), 'send')).toBeNull();
  });

  test('only for replies, and only for our own', () => {
    expect(glossOf(line('A', 1, '550 5.1.1 x', { event: '<' }), 'receive')).toBeNull();
    expect(glossOf(line('A', 1, '550 5.1.1 x'), 'send')).toBeNull();
    expect(glossOf(line('A', 1, '250-SIZE 37748736'), 'receive')).toBeNull();
  });
});

test.each([
  ['550 5.7.54 SMTP; Unable', '550 5.7.54'],
  ['250-SIZE', '250'],
  ['354 Start', '354'],
  ['RCPT TO:<a@b>', ''],
  ['5507 is no code', ''],
])('the code of %s is %j', (data, code) => {
  expect(codeOf(data)).toBe(code);
});

describe('what a line says', () => {
  test('HTML, escapes of a terminal and marks of direction are text', () => {
    const hostile = '<b>hi</b>\u001b[2J\u202e';
    expect(textOf(line('A', 1, hostile), null)).toBe('<b>hi</b>\\x1b[2J\\u202e');
    expect(textOf(line('A', 1, '', { event: '-', context: '\u202ehostile' }), null)).toBe('closed · \\u202ehostile');
  });

  test('a line without end is cut: the panel has all of it', () => {
    expect(textOf(line('A', 1, 'x'.repeat(10_000)), null)).toBe(`${'x'.repeat(400)}…`);
  });

  test('how a session began and ended', () => {
    const plus = line('A', 0, '', { event: '+' });
    expect(textOf(plus, null)).toBe('connected');
    expect(textOf(plus, summary('A'))).toBe('connected from 192.168.0.180:40000 to 192.168.0.1:25');
    expect(textOf(plus, summary('A', { direction: 'send' }))).toBe('connects to 192.168.0.180:40000');
    expect(textOf(line('A', 9, '', { event: '-', context: 'Remote' }), summary('A'))).toBe('closed by the device');
  });

  test('what was forgiven, once each, at the line where it was', () => {
    const deviations = [
      { code: 'no-angle-brackets', text: 'MAIL FROM: no-angle-brackets', sequence: 3 },
      { code: 'no-angle-brackets', text: 'again', sequence: 3 },
      { code: 'unheard-of', text: 'new', sequence: 3 },
      { code: 'no-domain', text: 'elsewhere', sequence: 5 },
    ];
    expect(badgesOf(line('A', 3), deviations)).toEqual(['no brackets', 'unheard-of']);
  });
});
