import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fixture } from '../mime/way-out.ts';
import { attemptOf, deliver, recordingJournal, sink, smartHost, verdicts } from './harness.ts';

const EIGHT_BIT = fixture('utf8-subject.kept.eml');
const ONE_LINE = fixture('one-line-base64.kept.eml');

function attempt(
  body: Buffer,
  envelope: Parameters<typeof attemptOf>[0] extends infer T | undefined ? NonNullable<T> : never = {},
) {
  return attemptOf({ body: () => Promise.resolve(body), size: body.length, ...envelope });
}

/** Refuses a message for its lines, as Exim does. */
function strictSink() {
  return sink({
    extensions: ['8BITMIME', 'SIZE'],
    answer: (line, { messages }) =>
      line === '.' && /[^\r\n]{999}/.test(messages.at(-1)?.raw.toString('latin1') ?? '')
        ? '550 maximum allowed line length is 998 octets, got 1234'
        : undefined,
  });
}

describe('a next hop without 8BITMIME', () => {
  it('gets 8-bit mail as quoted-printable, and the log says so', async () => {
    const next = await sink({ extensions: [] });
    const journal = recordingJournal();
    const result = await deliver(smartHost({ port: next.port }, { journal: journal.journal }), attempt(EIGHT_BIT));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(next.messages[0]?.raw.toString('latin1')).toBe(fixture('utf8-subject.old-server.eml').toString('latin1'));
    expect(result.repairs).toEqual(['8-bit text encoded as quoted-printable.']);
    expect(journal.lines).toContain('*  8-bit text encoded as quoted-printable.');
  });

  it('gets it from disk as from memory, in a size that is not promised', async () => {
    const next = await sink({ extensions: ['SIZE'] });
    const body = () => Promise.resolve(Readable.from([EIGHT_BIT.subarray(0, 100), EIGHT_BIT.subarray(100)]));
    await deliver(smartHost({ port: next.port }), attemptOf({ body, size: EIGHT_BIT.length }));
    expect(next.messages[0]?.mailFrom).toBe('<a@a.example>');
    expect(next.messages[0]?.raw.toString('latin1')).toBe(fixture('utf8-subject.old-server.eml').toString('latin1'));
  });

  it('gets a signed part as it is', async () => {
    const next = await sink({ extensions: [] });
    const signed = fixture('signed-multipart-8bit.kept.eml');
    const result = await deliver(smartHost({ port: next.port }), attempt(signed));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(next.messages[0]?.raw.equals(signed)).toBe(true);
    expect(result.repairs?.[0]).toContain('passed on as it is');
  });
});

describe('a next hop with 8BITMIME', () => {
  it('gets 8-bit mail untouched', async () => {
    const next = await sink({ extensions: ['8BITMIME'] });
    const result = await deliver(smartHost({ port: next.port }), attempt(EIGHT_BIT, { envelope: { eightBit: true } }));
    expect(next.messages[0]).toMatchObject({ mailFrom: '<a@a.example> BODY=8BITMIME' });
    expect(next.messages[0]?.raw.equals(EIGHT_BIT)).toBe(true);
    expect(result.repairs).toBeUndefined();
  });
});

describe('long lines', () => {
  it('of base64 are wrapped for a server that refuses them, and from then on at once', async () => {
    const next = await strictSink();
    const target = smartHost({ port: next.port });
    const message = () => attempt(ONE_LINE, { envelope: { longLines: true } });
    const first = await deliver(target, message());
    expect(verdicts(first)).toEqual(['delivered']);
    expect(first.repairs).toEqual(['Lines of base64 wrapped at 76 characters.']);
    const wrapped = fixture('one-line-base64.old-server.eml').toString('latin1');
    expect(next.messages.map(({ raw }) => raw.toString('latin1'))).toEqual([ONE_LINE.toString('latin1'), wrapped]);
    await deliver(target, message());
    expect(next.messages.slice(2).map(({ raw }) => raw.toString('latin1'))).toEqual([wrapped]);
  });

  it('of base64 pass as they are where nobody minds', async () => {
    const next = await sink({ extensions: ['8BITMIME'] });
    const result = await deliver(smartHost({ port: next.port }), attempt(ONE_LINE, { envelope: { longLines: true } }));
    expect(next.messages[0]?.raw.equals(ONE_LINE)).toBe(true);
    expect(result.repairs).toBeUndefined();
  });

  it('of text are encoded before anybody can cut them', async () => {
    const next = await sink({ extensions: ['8BITMIME'] });
    const report = fixture('report-one-line-html.kept.eml');
    await deliver(smartHost({ port: next.port }), attempt(report, { envelope: { longLines: true } }));
    expect(next.messages[0]?.raw.toString('latin1')).toBe(
      fixture('report-one-line-html.any-server.eml').toString('latin1'),
    );
  });

  it('under a DKIM signature are touched only when the server has refused them, and that is said', async () => {
    const signed = fixture('dkim-signed.kept.eml');
    const message = () => attempt(signed, { envelope: { longLines: true } });
    const easy = await sink({ extensions: ['8BITMIME'] });
    const untouched = await deliver(smartHost({ port: easy.port }), message());
    expect(easy.messages[0]?.raw.equals(signed)).toBe(true);
    expect(untouched.repairs?.[0]).toContain('is passed on as it is');
    const strict = await strictSink();
    const changed = await deliver(smartHost({ port: strict.port }), message());
    expect(verdicts(changed)).toEqual(['delivered']);
    expect(changed.repairs).toContain(
      'The message was changed because this server refuses it as it is; its DKIM signature no longer fits.',
    );
  });

  it.each([
    '500 Line too long',
    '554 5.6.0 Reject, lines longer than 990 bytes',
    '552 5.3.4 Message has an overlong line',
  ])('are what %s speaks of; the second refusal counts', async (reply) => {
    const next = await sink({ answer: (line) => (line === '.' ? reply : undefined) });
    const result = await deliver(smartHost({ port: next.port }), attempt(ONE_LINE, { envelope: { longLines: true } }));
    expect(next.messages).toHaveLength(2);
    expect(verdicts(result)).toEqual([`failed: ${reply}`]);
  });

  it('are not what other refusals speak of', async () => {
    const next = await sink({
      answer: (line) => (line === '.' ? '554 5.7.1 Online spam, along with others' : undefined),
    });
    await deliver(smartHost({ port: next.port }), attempt(ONE_LINE, { envelope: { longLines: true } }));
    expect(next.messages).toHaveLength(1);
  });
});

describe('a next hop without SMTPUTF8', () => {
  const utf8 = { smtpUtf8: true, eightBit: true };

  it('gets a message whose header alone goes beyond ASCII, encoded', async () => {
    const raw = fixture('utf8-subject.device.eml');
    const next = await sink({ extensions: ['8BITMIME'] });
    const result = await deliver(smartHost({ port: next.port }), attempt(raw, { envelope: utf8 }));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(next.messages[0]?.mailFrom).toBe('<a@a.example> BODY=8BITMIME');
    expect(next.messages[0]?.raw.toString('latin1').split('\r\n\r\n')[0]).toMatch(/^[\x20-\x7e\r\n]*$/);
  });

  it('gets domains beyond ASCII in their ASCII form', async () => {
    const next = await sink({ extensions: [] });
    const result = await deliver(
      smartHost({ port: next.port }),
      attemptOf({ to: ['bob@müller.example'], envelope: { mailFrom: 'a@bücher.example', smtpUtf8: true } }),
    );
    expect(verdicts(result)).toEqual(['delivered']);
    expect(next.messages[0]).toMatchObject({
      mailFrom: '<a@xn--bcher-kva.example>',
      rcptTo: ['<bob@xn--mller-kva.example>'],
    });
  });

  it('loses only the recipient whose address cannot be said, with 5.6.7 and a way out', async () => {
    const next = await sink({ extensions: [] });
    const result = await deliver(
      smartHost({ port: next.port }),
      attemptOf({ to: ['bücher@b.example', 'c@b.example'] }),
    );
    expect(verdicts(result)).toEqual([
      'failed: 550 5.6.7 The address bücher@b.example has letters beyond ASCII in front of the @, and the next hop takes none (it does not offer SMTPUTF8). Use another address of this recipient.',
      'delivered',
    ]);
    expect(next.messages[0]?.rcptTo).toEqual(['<c@b.example>']);
  });

  it('does not get a message whose From cannot be said, nor one of such a sender', async () => {
    const next = await sink({ extensions: ['8BITMIME'] });
    const from = Buffer.from('From: bücher@a.example\r\nSubject: x\r\n\r\nHello\r\n');
    const header = await deliver(smartHost({ port: next.port }), attempt(from, { envelope: utf8 }));
    expect(verdicts(header)).toEqual([expect.stringMatching(/^failed: 550 5\.6\.7 The header \(From\) has letters/)]);
    const sender = await deliver(
      smartHost({ port: next.port }),
      attemptOf({ envelope: { mailFrom: 'bücher@a.example', smtpUtf8: true } }),
    );
    expect(verdicts(sender)).toEqual([
      expect.stringMatching(/^failed: 550 5\.6\.7 The sender address bücher@a\.example/),
    ]);
    expect(next.messages).toEqual([]);
  });
});
