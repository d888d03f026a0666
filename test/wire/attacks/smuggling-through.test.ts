import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { startRelay, type RelayEngine } from './relay-engine.ts';

/** SM-21: from a device through the queue to the next server, nothing in a message becomes a second one. */

const { vectors } = JSON.parse(readFileSync(new URL('../../fixtures/smuggling.json', import.meta.url), 'utf8')) as {
  vectors: { id: string; sequence: string }[];
};
const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0' };
const smuggled = 'mail FROM:<smug@a.example>\r\nrcpt TO:<victim@b.example>\r\ndata\r\nSubject: SMUGGLED\r\n\r\nx';
/** Above what the queue keeps in its database: the body goes through a file. */
const FILLER = `${'.'.repeat(70)}\r\n`.repeat(5000);
const RELAYED_FROM = '127.0.0.2';

let sink: ScriptedSink;
let relay: RelayEngine;

beforeAll(async () => {
  sink = await startScriptedSink();
  relay = await startRelay(sink.port);
});
afterAll(async () => {
  await relay.stop();
  await sink.close();
});

/** Sends one message and waits until the next server has it. */
async function pass(to: string, content: string): Promise<string> {
  const client = await dial({ port: relay.port, from: RELAYED_FROM });
  expect(await client.deliver({ from: 'a@office.example', to, body: content })).toMatch(/^250 2\.6\.0 /);
  client.end();
  const found = () => sink.messages.find(({ rcptTo }) => rcptTo[0]?.startsWith(`<${to}>`) === true);
  await expect.poll(found).toBeDefined();
  return found()?.raw.toString('latin1') ?? '';
}

describe('through the engine', () => {
  const cases = vectors.flatMap(({ id, sequence }) => {
    const raw = sequence.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? '');
    return [
      { name: `${id} in a short message`, to: `${id}-short@next.example`, text: `body${raw}${smuggled}` },
      {
        name: `${id} in a long one`,
        to: `${id}-long@next.example`,
        text: `${FILLER}body${raw}${smuggled}\r\n${FILLER}`,
      },
    ];
  });

  it.each(cases)('$name', async ({ to, text }) => {
    // A dot that opens a line is doubled by whoever sends it.
    const content = `Subject: t\r\n\r\n${text.replaceAll(/\r\n\.(?=\.{60})/g, '\r\n..')}`;
    const before = sink.messages.length;
    const raw = await pass(to, content);
    expect(/(?<!\r)\n|\r(?!\n)/.test(raw)).toBe(false);
    expect(/(?:^|\r\n)\.(?!\.)/.test(raw)).toBe(false);
    const expected = content.replaceAll(/(^|\r\n)\./g, '$1').replaceAll(/\r\n|\r|\n/g, '\r\n');
    const arrived = unstuff(Buffer.from(raw, 'latin1')).toString('latin1');
    const bodyOf = (message: string): string => message.slice(message.indexOf('\r\n\r\n'));
    expect(bodyOf(arrived) === `${bodyOf(expected)}\r\n`).toBe(true);
    expect(sink.messages).toHaveLength(before + 1);
  });

  it('no other sender or recipient was ever heard of', () => {
    expect(sink.messages).toHaveLength(cases.length);
    expect(new Set(sink.messages.map(({ mailFrom }) => mailFrom.split(' ')[0]))).toEqual(
      new Set(['<a@office.example>']),
    );
    expect(sink.commands.filter((line) => /smug|victim/i.test(line))).toEqual([]);
  });
});
