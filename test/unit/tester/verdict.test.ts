import { describe, expect, it } from 'vitest';
import { compareReply, worstOf } from '../../../main/tester/verdict.ts';

const compare = (expected: string, actual: string, command = '') =>
  compareReply(expected.split('\n'), actual.split('\n'), command);

describe('the same text', () => {
  it.each([
    ['250 2.1.0 Sender OK', '250 2.1.0 Sender OK'],
    ['250-one\n250 two', '250-one\n250 two'],
    // Terminals drop blanks at the end of a line.
    ['334 ', '334'],
  ])('%s', (expected, actual) => {
    expect(compare(expected, actual)).toEqual({ verdict: 'same', difference: null });
  });
});

describe('the same meaning', () => {
  it.each([
    [
      '220 E15MB1.exchange2013demo.com Microsoft ESMTP MAIL Service ready at Mon, 7 Oct 2013 23:49:54 +1000',
      '220 mail.office.example Microsoft ESMTP MAIL Service ready at Mon, 5 Jan 2026 09:30:00 +0000',
      'Only the date and the server name differ.',
    ],
    ['250 a.example Hello [192.168.0.181]', '250 a.example Hello [10.0.0.7]', 'Only the client address differs.'],
    [
      '250 2.6.0 <a@b.example> [InternalId=19911468384257] Queued mail for delivery',
      '250 2.6.0 <c@d.example> [InternalId=1, Hostname=d.example] Queued mail for delivery',
      'Only the message id, the internal id and the host name behind it differ.',
    ],
    [
      '250 2.6.0 [InternalId=19911468384257] Queued mail for delivery',
      '250 2.6.0 <c@d.example> [InternalId=19911468384257] Queued mail for delivery',
      'Only the message id differs.',
    ],
    [
      '354 Start mail input; end with .',
      '354 Start mail input; end with <CRLF>.<CRLF>',
      'Only the end-of-message mark differs.',
    ],
    ['250 2.1.0 Ok', '250 2.1.0 Sender OK', 'The words differ.'],
    ['250 2.1.0 Sender  OK', '250 2.1.0 sender OK', 'Only blanks or the case of letters differ.'],
  ])('%s', (expected, actual, difference) => {
    expect(compare(expected, actual)).toEqual({ verdict: 'same meaning', difference });
  });

  it.each([
    ['550 5.7.1 Unable to relay', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
    ['550 5.7.1 Unable to relay for a@b.example', '550 5.7.1 Unable to relay'],
    ['550 relay not permitted', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
    [
      '530 5.7.1 Client was not authenticated',
      '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    ],
    [
      '550 5.7.1 Client does not have permissions to send as this sender',
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    ],
    [
      '550 5.1.1 <x@a.example>: Recipient address rejected: User unknown in virtual mailbox table',
      '550 5.1.1 User unknown',
    ],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found', '550 5.1.1 User unknown'],
    ['535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', '535 5.7.3 Authentication unsuccessful'],
    ['552 5.3.4 Message too big for system', '552 5.3.4 Message size exceeds fixed maximum message size'],
    ['500 5.5.2 Error: command not recognized', '500 5.3.3 Unrecognized command'],
  ])('of refusals: %s', (expected, actual) => {
    const { verdict, difference } = compare(expected, actual);
    expect(verdict).toBe('same meaning');
    expect(difference).toMatch(/^(Other words: both say|The words differ|Only)/);
  });

  it('of EHLO says in words which extensions are missing, added and changed', () => {
    const expected = '250-mx.example.com\n250-PIPELINING\n250-SIZE 10240000\n250-VRFY\n250 8BITMIME';
    const actual = '250-a.example Hello [10.0.0.7]\n250-SIZE 37748736\n250-PIPELINING\n250-DSN\n250 8BITMIME';
    expect(compare(expected, actual, 'EHLO scanner')).toEqual({
      verdict: 'same meaning',
      difference:
        'Not offered here: VRFY. Offered besides: DSN. Offered differently: SIZE 37748736 instead of SIZE 10240000.',
    });
  });
});

describe('different', () => {
  it.each([
    [
      '250 2.1.5 Recipient OK',
      '550 5.7.1 Unable to relay',
      'It refuses (550) where the recorded reply accepts (250): the recipient is in a domain that this client may not relay to.',
    ],
    ['550 5.7.1 Unable to relay', '250 2.1.5 Recipient OK', 'It accepts (250) where the recorded reply refuses (550).'],
    [
      '452 4.5.3 Too many recipients',
      '550 5.1.1 User unknown',
      'It refuses (550) where the recorded reply refuses for now (452): there is no such recipient.',
    ],
    [
      '554 5.7.1 <x@b.example>: Relay access denied',
      '550 5.7.1 Unable to relay',
      'It refuses with 550 instead of 554: the recipient is in a domain that this client may not relay to.',
    ],
    [
      '550 5.1.1 User unknown',
      '550 5.7.1 Unable to relay',
      'It says that the recipient is in a domain that this client may not relay to; the recorded reply said that there is no such recipient.',
    ],
    [
      '550 5.2.1 Mailbox is closed',
      '550 5.7.1 Unable to relay',
      'It gives the reason 5.7.1 instead of 5.2.1: the recipient is in a domain that this client may not relay to.',
    ],
    ['250 OK', '', 'The code is none instead of 250.'],
  ])('%s', (expected, actual, difference) => {
    expect(compare(expected, actual)).toEqual({ verdict: 'different', difference });
  });
});

it('compares nothing where nothing was recorded', () => {
  expect(compareReply(null, ['250 OK'])).toEqual({ verdict: 'not compared', difference: null });
});

it('takes the worst of several verdicts', () => {
  expect(worstOf(['same', 'not compared'])).toBe('same');
  expect(worstOf(['same', 'same meaning', 'same'])).toBe('same meaning');
  expect(worstOf(['same meaning', 'different'])).toBe('different');
  expect(worstOf(['not compared'])).toBe('not compared');
  expect(worstOf([])).toBe('not compared');
});
