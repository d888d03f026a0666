import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRewritingTarget } from '../../../main/delivery/rewriting-target.ts';
import type { Attempt, Target } from '../../../main/delivery/target.ts';

const rule = { connector: 'Out', fixed: 'scans@office.example', devices: [], keepOriginal: true };
const MESSAGE = 'Subject: x\r\nFrom: A <a@b.example>\r\n\r\nFrom: not a header\r\n\r\nbody\r\n';
const CHANGED =
  'Subject: x\r\nFrom: A <scans@office.example>\r\nReply-To: A <a@b.example>\r\n\r\nFrom: not a header\r\n\r\nbody\r\n';

/** Hands a message over and tells what the next hop was given. */
async function given(body: Buffer | Readable, mailFrom = 'a@b.example') {
  const seen: { mailFrom: string; text: string; isStream: boolean }[] = [];
  const inner: Target = {
    async deliver(attempt) {
      const bytes = await attempt.body();
      const text = Buffer.isBuffer(bytes) ? bytes : await buffer(bytes);
      seen.push({
        mailFrom: attempt.envelope.mailFrom,
        text: text.toString('latin1'),
        isStream: bytes instanceof Readable,
      });
      return { outcomes: [], unreachable: false, host: null };
    },
    close: () => Promise.resolve(),
  };
  const attempt: Attempt = {
    ...{ id: 1, messageId: '<1@x>', size: 10, remoteAddress: '10.0.0.1', recipients: [] },
    envelope: { mailFrom, ret: null, envid: null, eightBit: true, smtpUtf8: false },
    body: () => Promise.resolve(body),
  };
  await createRewritingTarget(inner, rule).deliver(attempt, new AbortController().signal);
  const [found] = seen;
  if (found === undefined) throw new Error('nothing was handed over');
  return found;
}

describe('a next hop that sees another sender', () => {
  it('gets it in MAIL FROM and From, and the body as it is', async () => {
    expect(await given(Buffer.from(MESSAGE))).toEqual({
      ...{ mailFrom: 'scans@office.example', text: CHANGED, isStream: false },
    });
  });

  it.each([1, 7, 4096])('gets a large message as a stream, in pieces of %i bytes', async (size) => {
    const pieces = Array.from({ length: Math.ceil(MESSAGE.length / size) }, (_, at) =>
      Buffer.from(MESSAGE.slice(at * size, (at + 1) * size)),
    );
    expect(await given(Readable.from(pieces))).toMatchObject({ text: CHANGED, isStream: true });
  });

  it('gets notifications with the null sender as they are', async () => {
    expect(await given(Buffer.from(MESSAGE), '')).toMatchObject({ mailFrom: '', text: MESSAGE });
  });

  it('gets a message that is all header', async () => {
    expect((await given(Buffer.from('From: a@b.example\r\n'))).text).toBe(
      'From: <scans@office.example>\r\nReply-To: a@b.example\r\n',
    );
  });
});
