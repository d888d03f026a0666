import { describe, expect, it } from 'vitest';
import { ReplyParser, printable, replyOf, replyText } from '../../../main/delivery/reply.ts';

function parse(...chunks: readonly string[]): string[] | string {
  const parser = new ReplyParser();
  const texts: string[] = [];
  for (const chunk of chunks) {
    const replies = parser.push(Buffer.from(chunk, 'latin1'));
    if (typeof replies === 'string') return replies;
    texts.push(...replies.map((reply) => `${reply.code}|${reply.enhanced ?? ''}|${replyText(reply)}`));
  }
  return texts;
}

describe('ReplyParser', () => {
  it('takes several replies out of one chunk and one reply out of many', () => {
    expect(parse('250 2.1.0 Ok\r\n354 go\r\n')).toEqual(['250|2.1.0|250 2.1.0 Ok', '354||354 go']);
    expect(parse('2', '5', '0', ' o', 'k\r', '\n')).toEqual(['250||250 ok']);
  });

  it('joins the lines of one reply', () => {
    expect(parse('550-5.7.1 Our system has\r\n550-5.7.1 detected\r\n550 5.7.1 spam\r\n')).toEqual([
      '550|5.7.1|550 5.7.1 Our system has 5.7.1 detected 5.7.1 spam',
    ]);
  });

  it('accepts bare LF and a bare code', () => {
    expect(parse('250\n250 ok\n')).toEqual(['250||250', '250||250 ok']);
  });

  it.each([['hello\r\n'], ['\r\n'], ['999 x\r\n'], ['25 x\r\n'], ['250_x\r\n'], ['\x16\x03\x01\r\n']])(
    'refuses %j',
    (line) => {
      expect(parse(line)).toMatch(/is not an SMTP reply/);
    },
  );

  it('is bounded whatever the peer sends', () => {
    expect(parse('250-x\r\n'.repeat(1001))).toBe('The reply has more than 1,000 lines.');
    expect(parse(...Array.from({ length: 70 }, () => 'x'.repeat(1000)))).toBe('The reply is longer than 64 KiB.');
    expect(parse(...Array.from({ length: 700 }, () => `250-${'x'.repeat(100)}\r\n`))).toBe(
      'The reply is longer than 64 KiB.',
    );
  });
});

describe('printable', () => {
  it('escapes what could move a cursor, end a line or turn text round', () => {
    expect(printable('a\r\nb\0\x1b[2J\x9b\u202e')).toBe('a\\u000d\\u000ab\\u0000\\u001b[2J\\u009b\\u202e');
  });

  it('reads UTF-8 that came byte by byte and leaves other bytes alone', () => {
    expect(printable(Buffer.from('Grüße', 'utf8').toString('latin1'))).toBe('Grüße');
    expect(printable('Gr\xfc\xdfe')).toBe('Grüße');
  });

  it('cuts at 2,000 characters', () => {
    expect(printable('x'.repeat(200_000))).toHaveLength(2000);
    expect(replyText(replyOf(`550 5.1.1 ${'\x00'.repeat(100_000)}`))).toHaveLength(2000);
  });
});
