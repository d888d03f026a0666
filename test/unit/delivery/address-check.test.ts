import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeXtext, isWireSafe } from '../../../main/delivery/address-check.ts';
import { envelopeCommands } from '../../../main/delivery/envelope-commands.ts';
import { attemptOf, recipient } from './harness.ts';

const everything = new Map([
  ['SIZE', '35882577'],
  ['8BITMIME', ''],
  ['SMTPUTF8', ''],
  ['DSN', ''],
]);

describe('isWireSafe', () => {
  it.each([
    'a@b.example',
    '"a b"@c.example',
    '"a\\"b"@c.example',
    'a@[192.0.2.1]',
    'postmaster',
    'user%x@y',
    'ü@b.example',
    'a,b@c.example',
  ])('lets %j through', (address) => {
    expect(isWireSafe(address)).toBe(true);
  });

  it.each([
    '',
    'a b@c',
    'a\0b@c',
    'a@b\r\nRSET',
    'a@b\n',
    'a\r@b',
    '<a@b>',
    'a>b@c',
    '"a@b',
    '"a\r\n"@b',
    '"a\\',
    '"a>b"@c',
    'a\tb@c',
    '\u2028@b',
    '@b',
    'a@',
    `${'x'.repeat(400)}@b`,
  ])('refuses %j', (address) => {
    expect(isWireSafe(address)).toBe(false);
  });

  it('never lets anything through that could end a line or a path', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '@', '"', '\\', ' ', '\r', '\n', '\0', '<', '>', '.') }),
        (text) => {
          if (isWireSafe(text)) expect(text).not.toMatch(/[\r\n\0<>]/);
        },
      ),
    );
  });
});

describe('encodeXtext', () => {
  it('encodes what RFC 3461 says', () => {
    expect(encodeXtext('a+b=c d\r\nü')).toBe('a+2Bb+3Dc+20d+0D+0A+C3+BC');
    expect(encodeXtext('rfc822-!~*<>')).toBe('rfc822-!~*<>');
  });
});

describe('envelopeCommands', () => {
  it('declares what the peer offers', () => {
    const attempt = attemptOf({
      size: 1234,
      envelope: { ret: 'HDRS', envid: 'q+1', eightBit: true },
      recipients: [
        recipient('b@b.example', 0, { notify: ['SUCCESS', 'DELAY'], originalRecipient: 'rfc822;b+x@b.example' }),
      ],
    });
    const commands = envelopeCommands(attempt, everything);
    expect(commands.mail).toBe('MAIL FROM:<a@a.example> SIZE=1234 BODY=8BITMIME RET=HDRS ENVID=q+2B1');
    expect(commands.rcpt).toEqual(['RCPT TO:<b@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bx@b.example']);
  });

  it('declares nothing to a peer that offers nothing, and sends 8 bits all the same', () => {
    const attempt = attemptOf({
      envelope: { ret: 'FULL', envid: 'x', eightBit: true, mailFrom: '' },
      recipients: [recipient('b@b.example', 0, { notify: ['NEVER'] })],
    });
    const commands = envelopeCommands(attempt, new Map());
    expect(commands.mail).toBe('MAIL FROM:<>');
    expect(commands.rcpt).toEqual(['RCPT TO:<b@b.example>']);
  });

  it('fails the recipient that needs SMTPUTF8 where the peer has none (RFC 6531)', () => {
    const attempt = attemptOf({ to: ['ü@b.example', 'c@b.example'] });
    const { recipients, refused } = envelopeCommands(attempt, new Map());
    expect(recipients.map(({ address }) => address)).toEqual(['c@b.example']);
    expect(refused.map(({ verdict, error }) => `${verdict} ${error?.slice(0, 9) ?? ''}`)).toEqual(['failed 550 5.6.7']);
    expect(envelopeCommands(attempt, everything).mail).toContain(' SMTPUTF8');
  });

  it('keeps an unsafe address off the wire without touching the others', () => {
    const { rcpt, refused } = envelopeCommands(
      attemptOf({ to: ['b@b.example', 'x@y\r\nDATA', 'c@b.example'] }),
      everything,
    );
    expect(rcpt).toEqual(['RCPT TO:<b@b.example>', 'RCPT TO:<c@b.example>']);
    expect(refused).toEqual([
      { index: 1, verdict: 'failed', reply: null, error: expect.stringMatching(/^550 5\.1\.3 /) as string },
    ]);
    expect(envelopeCommands(attemptOf({ envelope: { mailFrom: 'a b@c' } }), everything).refused[0]?.error).toMatch(
      /^550 5\.1\.7 /,
    );
  });
});
