import { describe, expect, it } from 'vitest';
import * as replies from '../../../main/connectors/replies.ts';
import type { SmtpReply } from '../../../main/connectors/model.ts';

const line = ({ code, enhanced, text }: SmtpReply): string =>
  [code, enhanced, text].filter((part) => part !== null).join(' ');

const {
  helpLines,
  queued,
  notAuthenticated,
  unableToRelay,
  cannotSendAs,
  insufficientResources,
  timeoutTotal,
  ...plain
} = replies;
const all = Object.entries(plain).map(([name, make]) => [name, make()] as const);

describe('replies', () => {
  it.each([
    ...all,
    ...(['2013', '2016'] as const).flatMap(
      (d) =>
        [
          ['notAuthenticated', notAuthenticated(d)],
          ['unableToRelay', unableToRelay(d)],
          ['cannotSendAs', cannotSendAs(d, false)],
        ] as const,
    ),
  ])('%s: code and enhanced code agree, the text is one line', (_, reply) => {
    expect(reply.text).toMatch(/^[\x20-\x7e]+$/);
    expect(`${String(reply.code)} ${reply.text}`.length).toBeLessThan(480);
    if (reply.enhanced === null) expect(reply.code).toBe(354);
    else expect(reply.enhanced).toMatch(/^[245]\.\d\.\d{1,2}$/);
    // Exchange answers RequireTLS in clear with 451 5.7.3; everything else keeps to RFC 2034.
    if (reply.enhanced !== null && line(reply) !== '451 5.7.3 STARTTLS is required to send mail')
      expect(reply.enhanced[0]).toBe(String(reply.code)[0]);
  });

  it('has the words of Exchange', () => {
    expect(
      [
        plain.senderOk(),
        plain.recipientOk(),
        plain.startMailInput(),
        plain.resetting(),
        plain.closing(),
        plain.readyForTls(),
        plain.authFailed(),
        plain.tooManyErrors(),
      ].map(line),
    ).toEqual([
      '250 2.1.0 Sender OK',
      '250 2.1.5 Recipient OK',
      '354 Start mail input; end with <CRLF>.<CRLF>',
      '250 2.0.0 Resetting',
      '221 2.0.0 Service closing transmission channel',
      '220 2.0.0 SMTP server ready',
      '535 5.7.3 Authentication unsuccessful',
      '421 4.7.0 Too many errors on this connection, closing transmission channel',
    ]);
    expect(line(plain.perSourceLimit())).toBe(
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel',
    );
    expect(line(plain.totalLimit())).toBe(
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
    );
    expect(helpLines().map((text) => text.slice(0, 4))).toEqual(['214-', '214 ']);
  });

  it('speaks both dialects', () => {
    expect(line(queued('<1@host>', 19_911_468_384_257, 'host', '2013'))).toBe(
      '250 2.6.0 <1@host> [InternalId=19911468384257] Queued mail for delivery',
    );
    expect(line(queued('<1@host>', 5n, 'host', '2016'))).toBe(
      '250 2.6.0 <1@host> [InternalId=5, Hostname=host] Queued mail for delivery',
    );
    expect(line(cannotSendAs('2013', false))).toBe('550 5.7.1 Client does not have permissions to send as this sender');
    expect(line(cannotSendAs('2016', true))).toBe(
      '550 5.7.1 Anonymous client does not have permissions to send as this sender',
    );
    expect(line(timeoutTotal())).toBe('421 4.4.1 Connection timed out');
    expect(line(timeoutTotal(300_705))).toBe('421 4.4.1 Connection timed out. Total session duration: 00:05:00.705');
    expect(line(insufficientResources())).toBe('452 4.3.1 Insufficient system resources');
    expect(line(insufficientResources('UsedDiskSpace[C:\\Postroom]'))).toBe(
      '452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\Postroom])',
    );
  });

  it('closes the connection with every 421 and with those that Exchange closes behind', () => {
    const closing = all.filter(([, reply]) => reply.close).map(([name]) => name);
    expect(closing).toEqual(expect.arrayContaining(['closing', 'senderDenied', 'headerTooLarge', 'timeoutInactive']));
    expect(all.filter(([, { code }]) => code === 421).every(([, { close }]) => close)).toBe(true);
    expect(closing).toHaveLength(4 + all.filter(([, { code }]) => code === 421).length);
  });
});
