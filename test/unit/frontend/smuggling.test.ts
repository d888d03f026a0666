import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorOn, startHarness, type Harness } from '../../support/frontend-harness.ts';
import type { Dialogue } from '../../support/smtp-dialogue.ts';
import { bodyOf, client, deviations, inData, onStage, sendPieces, start } from './stage.ts';

onStage();

/** SMTP smuggling, from the client's side: whatever stands in DATA, and however it is cut, it is one message. */

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/smuggling.json', import.meta.url), 'utf8')) as {
  vectors: { id: string; sequence: string }[];
};
/** The fixture's escapes as in C. */
const bytes = { '\\r': '\r', '\\n': '\n', '\\t': '\t', '\\0': '\0' } as const;
const vectors = fixture.vectors.map(({ id, sequence }) => ({
  id,
  sequence: sequence.replaceAll(/\\[rnt0]/g, (escape) => bytes[escape as keyof typeof bytes]),
}));

const envelope = 'MAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\n';
const smuggled =
  'mail FROM:<smug@a.example>\r\nrcpt TO:<victim@office.example>\r\ndata\r\nSubject: SMUGGLED\r\n\r\nx\r\n';
const STRICT = '127.0.0.1';
const TOLERANT = '127.0.0.2';
const REFUSED = '550 5.6.11 Message contains bare linefeeds';
const hasBareLinefeed = (text: string): boolean => /(?<!\r)\n/.test(text);

/** What has to be stored: dots taken off behind CRLF, then every CR, LF and CRLF a line end. */
const normalised = (content: string): string =>
  content.replaceAll(/(^|\r\n)\./g, '$1').replaceAll(/\r\n|\r|\n/g, '\r\n');

/** Both kinds of connector, told apart by the client's address. */
let h: Harness;
beforeAll(async () => {
  h = await startHarness((port) => ({
    receiveConnectors: [
      connectorOn(port, { tolerance: 'Strict' }),
      connectorOn(port, { name: 'Devices', remoteIPRanges: [TOLERANT], tolerance: 'DeviceFriendly' }),
    ],
  }));
});
afterAll(() => h.close());

const stored = async (): Promise<string> => bodyOf((await h.messages()).at(-1)?.body ?? '');

/** Sends a whole session in the given pieces and reads it to its end: one reply a command, one message or none. */
async function oneMessage(from: string, content: string, pieces: readonly string[]): Promise<void> {
  const before = (await h.messages()).length;
  const c = await client({ port: h.port, from });
  await c.expect('220 *');
  await sendPieces(c, pieces);
  const isRefused = from === STRICT && hasBareLinefeed(content);
  const replies = ['250-*', '250 *', '250 *', '354 *', isRefused ? REFUSED : '250 2.6.0 *', '221 *'];
  for (const reply of replies) await c.expect(reply);
  await c.closed();
  const messages = await h.messages();
  expect(messages).toHaveLength(before + (isRefused ? 0 : 1));
  if (isRefused) return;
  const last = messages.at(-1);
  expect(last?.message.recipients.map(({ address }) => address)).toEqual(['x@office.example']);
  expect(last?.body).toContain('\r\nSubject: t\r\n');
  expect(bodyOf(last?.body ?? '')).toBe(bodyOf(normalised(content)));
}

const sessionWith = (content: string): string => `EHLO c.example\r\n${envelope}${content}\r\n.\r\nQUIT\r\n`;
const contentWith = (sequence: string): string => `Subject: t\r\n\r\nbody${sequence}${smuggled.slice(0, -2)}`;
const cut = (text: string, at: readonly number[]): string[] =>
  [0, ...at].map((from, i) => text.slice(from, at[i])).filter((piece) => piece !== '');

describe('end-of-data look-alikes', () => {
  it.each(vectors)('$id in one segment', async ({ sequence }) => {
    const content = contentWith(sequence);
    for (const from of [STRICT, TOLERANT]) await oneMessage(from, `${content}\r\n`, [sessionWith(content)]);
  });

  it.each(vectors)('$id byte by byte', async ({ sequence }) => {
    const content = `Subject: t\r\n\r\nb${sequence}RSET`;
    for (const from of [STRICT, TOLERANT]) await oneMessage(from, `${content}\r\n`, Array.from(sessionWith(content)));
  });

  it('in segments cut anywhere', async () => {
    const scene = fc.record({
      sequences: fc.array(fc.constantFrom(...vectors.map(({ sequence }) => sequence)), { minLength: 1, maxLength: 4 }),
      from: fc.constantFrom(STRICT, TOLERANT),
      cuts: fc.array(fc.nat({ max: 400 }), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ sequences, from, cuts }) => {
        const content = contentWith(sequences.join('x'));
        const session = sessionWith(content);
        await oneMessage(
          from,
          `${content}\r\n`,
          cut(
            session,
            [...new Set(cuts)].sort((a, b) => a - b),
          ),
        );
      }),
      { numRuns: 100, seed: 20_261_122 },
    );
  });

  it.each(vectors)('$id as the first bytes, and inside the header', async ({ sequence }) => {
    for (const content of [`${sequence}${smuggled}`, `Subject: t${sequence}${smuggled}`]) {
      const before = (await h.messages()).length;
      const c = await client({ port: h.port, from: TOLERANT });
      await c.raw(sessionWith(content));
      for (const reply of ['220 *', '250-*', '250 *', '250 *', '354 *', '250 2.6.0 *', '221 *']) await c.expect(reply);
      const messages = await h.messages();
      expect(messages).toHaveLength(before + 1);
      expect(messages.at(-1)?.body).toContain('SMUGGLED');
    }
  });
});

describe('segmentation', () => {
  const dotLines: [string, string[], string][] = [
    ['SM-15', ['..', '\r\nMAIL FROM:<smug@a>\r\nmore\r\n.\r\n'], '.\r\nMAIL FROM:<smug@a>\r\nmore\r\n'],
    ['SM-16', ['...', '\r\n', 'xx\r\n.\r\n'], '..\r\nxx\r\n'],
    ['SM-18 one dot', ['\r\n..\r\n.\r\n'], '\r\n.\r\n'],
    ['SM-18 two dots', ['\r\n...\r\n.\r\n'], '\r\n..\r\n'],
    ['SM-18 a dot and a letter', ['\r\n.a\r\n.\r\n'], '\r\na\r\n'],
    ['SM-18 behind LF', ['\n..\nx\r\n.\r\n'], '\r\n..\r\nx\r\n'],
    ['a dot in front of the end', ['a\r\n', '..', '\r\n', '.', '\r', '\n'], 'a\r\n.\r\n'],
  ];
  it.each(dotLines)('%s', async (_id, pieces, body) => {
    const c = await inData({ port: h.port, from: TOLERANT });
    await sendPieces(c, ['Subject: t\r\n\r\n', ...pieces]);
    await c.expect('250 2.6.0 *');
    expect(await stored()).toBe(body);
  });

  it('SM-17: the end itself, cut at each place', async () => {
    const end = '\r\n.\r\n';
    const bodies: string[] = [];
    for (let at = 0; at <= end.length; at += 1) {
      const c = await inData({ port: h.port });
      await sendPieces(c, [`Subject: t\r\n\r\nbody${end.slice(0, at)}`, end.slice(at)]);
      await c.expect('250 2.6.0 *');
      bodies.push(await stored());
    }
    expect(bodies).toEqual(Array.from(bodies, () => 'body\r\n'));
  });

  it('SM-17: a kilobyte in segments of one byte', async () => {
    const body = Array.from({ length: 64 }, (_, i) => `${'.'.repeat(i % 3)}line ${i}`).join('\r\n');
    const c = await inData({ port: h.port });
    await sendPieces(c, Array.from(`Subject: t\r\n\r\n${body.replaceAll(/^\./gm, '..')}\r\n.\r\n`));
    await c.expect('250 2.6.0 *');
    expect(await stored()).toBe(`${body}\r\n`);
  });

  it('SM-19: an empty message is one message', async () => {
    const before = (await h.messages()).length;
    const c = await inData({ port: h.port });
    await c.raw('.\r\nQUIT\r\n');
    await c.expect('250 2.6.0 *');
    await c.expect('221 *');
    expect(await h.messages()).toHaveLength(before + 1);
  });

  it.each(['end', 'destroy', 'resetAndDestroy'] as const)('SM-20: %s in DATA leaves nothing', async (how) => {
    const own = await start();
    const c = await inData();
    await c.raw(`Subject: t\r\n\r\n${'x'.repeat(2_000_000)}\r\n.\r`);
    if (how === 'end') c.socket.end();
    else if (how === 'destroy') c.socket.destroy();
    else c.socket.resetAndDestroy();
    await expect.poll(() => own.frontend.sessionCount(), { timeout: 10_000 }).toBe(0);
    await expect.poll(() => readdir(join(own.folder, 'spool')), { timeout: 10_000 }).toEqual([]);
    expect(await own.messages()).toEqual([]);
  });
});

describe('devices that end lines with LF alone', () => {
  const device = 'HELO scanner\nMAIL FROM:<a@b.example>\nRCPT TO:<x@office.example>\nDATA\n';
  const scan = 'Subject: t\n\nbody\n';
  const behind = 'MAIL FROM:<smug@a.example>\nRCPT TO:<victim@office.example>\nDATA\nSubject: SMUGGLED\n\nx\n.\n';

  async function greetDevice(c: Dialogue): Promise<void> {
    for (const reply of ['250 *', '250 *', '250 *', '354 *']) await c.expect(reply);
  }

  it.each(['in one segment', 'byte by byte'])('end with an LF dot, and nothing runs behind it, %s', async (how) => {
    const own = await start({ tolerance: 'DeviceFriendly' });
    const c = await client();
    await c.expect('220 *');
    const all = `${device}${scan}.\n${behind}`;
    await sendPieces(c, how === 'byte by byte' ? Array.from(all) : [all]);
    await greetDevice(c);
    await c.expect('250 2.6.0 *');
    await c.closed();
    const messages = await own.messages();
    expect(messages.map(({ body }) => bodyOf(body))).toEqual(['body\r\n']);
    expect(deviations(own)).toEqual(expect.arrayContaining(['all-linefeed', 'bare-linefeed']));
    await expect(c.expect('*')).rejects.toThrow('closed instead of replying');
  });

  it('on a Strict connector only CRLF.CRLF ends the message', async () => {
    const own = await start({ tolerance: 'Strict' });
    const c = await client();
    await c.expect('220 *');
    await c.raw(`${device}${scan}.\n${behind}`);
    await greetDevice(c);
    await c.raw('\r\n.\r\nNOOP\r\n');
    await c.expect(REFUSED);
    await c.expect('250 2.0.0 OK');
    expect(await own.messages()).toEqual([]);
  });

  it.each([
    ['in its first command', 'HELO scanner\r\nMAIL FROM:<a@b.example>\nRCPT TO:<x@office.example>\nDATA\n'],
    ['in its last command', 'HELO scanner\nMAIL FROM:<a@b.example>\nRCPT TO:<x@office.example>\nDATA\r\n'],
  ])('a CR %s takes the LF dot away', async (_where, commands) => {
    const own = await start({ tolerance: 'DeviceFriendly' });
    const c = await client();
    await c.expect('220 *');
    await sendPieces(c, [commands, `${scan}.\n${behind}`, '\r\n.\r\n']);
    await greetDevice(c);
    await c.expect('250 2.6.0 *');
    await c.send('NOOP');
    await c.expect('250 2.0.0 OK');
    expect((await own.messages()).map(({ body }) => bodyOf(body))).toEqual([
      `${`body\n.\n${behind}`.replaceAll('\n', '\r\n')}\r\n`,
    ]);
  });

  it('so does a CR in a message before', async () => {
    const own = await start({ tolerance: 'DeviceFriendly' });
    const c = await client();
    await c.expect('220 *');
    await sendPieces(c, [device, 'Subject: t\n\nbody\r\n.\r\n']);
    await greetDevice(c);
    await c.expect('250 2.6.0 *');
    await sendPieces(c, [device.slice(device.indexOf('MAIL')), `${scan}.\n${behind}`, '\r\n.\r\n']);
    for (const reply of ['250 *', '250 *', '354 *', '250 2.6.0 *']) await c.expect(reply);
    const messages = await own.messages();
    expect(messages).toHaveLength(2);
    expect(messages[1]?.body).toContain('SMUGGLED');
  });
});
